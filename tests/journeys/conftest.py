"""A server and a browser for the journeys; both are real."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.journeys.serving import App
from tests.looking import DESK
from tests.required import CHROMIUM, require

# A refused form answers 4xx by design, and browsers log that; htmx logs a request that leaving the page cut off.
EXPECTED = ("Failed to load resource", "htmx:afterRequest", "htmx:sendError")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    app = App(tmp_path)
    app.start()
    yield app
    app.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser; not for the whole session, since while Playwright runs, Django takes this thread for an async one."""
    require("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser, app: App) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=app.address, viewport=DESK, locale="en-GB", timezone_id="Europe/Berlin")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose console must stay empty."""
    page = context.new_page()
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(EXPECTED):
            said.append(f"{page.url}: {message.text}")

    page.on("console", hear)
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    yield page
    assert said == []
