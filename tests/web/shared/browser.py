"""A real browser that gets its pages as text and its files from the app's folders, under the app's own policy."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.csp import build_policy

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium")
HOST = "http://localhost:8765"
SIZES = {"wide": (1280, 900), "phone": (390, 844)}
PLACES = [{"label": "Plan history", "address": "/there"}, {"label": "Log", "address": "/here"}]
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@contextmanager
def browser_with(pages: Mapping[str, str]) -> Iterator[Callable[..., Any]]:
    """Opens pages by path; while it is open no test may touch the database (it runs an event loop)."""
    from playwright.sync_api import sync_playwright

    policy = build_policy(settings.SECURE_CSP)

    def answer(route: Any) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = Path(str(finders.find(path.removeprefix("/static/"))))
            route.fulfill(body=file.read_bytes(), content_type=_TYPES[file.suffix])
        elif path.endswith("/palette"):
            route.fulfill(body=json.dumps(PLACES), content_type="application/json")
        else:
            html = pages.get(path, f"<title>{path}</title>")
            route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": policy})

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def opened(path: str, size: str = "wide", scheme: Any = "light", **wishes: Any) -> Any:
            width, height = SIZES[size]
            page: Any = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, **wishes)
            page.faults = []
            page.on("console", lambda line: line.type == "error" and page.faults.append(line.text))
            page.on("pageerror", lambda error: page.faults.append(str(error)))
            page.route("**/*", answer)
            page.goto(HOST + path)
            return page

        yield opened
        browser.close()


def assert_clean(page: Any) -> None:
    """Axe finds nothing, nothing sticks out to the side, and the browser refused and complained of nothing."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    assert page.faults == [], page.url
