"""A real browser that gets its pages as text and its files from the app's folders, under the app's own policy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.csp import build_policy

from tests.looking import DESK, PHONE, findings, overflow
from tests.required import CHROMIUM, require

HOST = "http://localhost:8765"
SIZES = {"wide": DESK, "phone": PHONE}
PLACES = [{"label": "Plan history", "address": "/there"}, {"label": "Log", "address": "/here"}]
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@contextmanager
def browser_with(pages: Mapping[str, str]) -> Iterator[Callable[..., Any]]:
    """Opens pages by path; while it is open no test may touch the database (it runs an event loop)."""
    from playwright.sync_api import sync_playwright

    require("chromium")
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
            page: Any = browser.new_page(viewport=SIZES[size], color_scheme=scheme, **wishes)
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
    assert findings(page) + overflow(page) + page.faults == []
