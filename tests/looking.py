"""What a page must be, whoever looks: no error in the console, nothing wider than the screen, no finding of axe."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def findings(page: Page) -> list[str]:
    """Violations that axe finds, each with the first element it is about."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [f"{page.url}: {one['id']}: {one['help']} {one['nodes'][0]['html'][:160]}" for one in found]


def overflow(page: Page) -> list[str]:
    """Elements that reach beyond the screen's right edge without a box that scrolls."""
    found: list[str] = page.evaluate(
        """() => {
            const wide = document.documentElement.clientWidth, out = [];
            if (document.documentElement.scrollWidth > wide) out.push('page ' + document.documentElement.scrollWidth);
            for (const one of document.querySelectorAll('main *')) {
                const box = one.getBoundingClientRect();
                if (box.width && box.right > wide + 1 && !one.closest('.table-wrap, .scrolls, svg, .visually-hidden')) {
                    out.push(one.tagName + '.' + one.className + ' ' + Math.round(box.right));
                }
            }
            return out.slice(0, 5);
        }"""
    )
    return [f"{page.url}: {one}" for one in found]
