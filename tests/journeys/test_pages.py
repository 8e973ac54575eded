"""Every page of the sample business, at both widths and in both looks.

HOURSBACK_SCREENSHOTS=FOLDER keeps the pictures, to be looked at.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import servers
from tests.looking import DESK, PHONE, findings, overflow

PICTURES = os.environ.get("HOURSBACK_SCREENSHOTS")
OUTSIDE = ("/profile", "/workspaces", "/account/password/change/", "/account/2fa/", "/account/sessions/")
LOGGED_OUT = ("/account/login/", "/account/password/reset/")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The demo: its address, and the one that logs Olive in once."""
    env = servers.environment(tmp_path_factory.mktemp("nobody"))
    with servers.serving("--port", "0", env=env, command="demo") as served:
        yield served.url.partition("/demo/")[0], served.url
        served.stop()


@pytest.fixture(scope="module")
def olive(browser: Browser, demo: tuple[str, str]) -> tuple[str, dict[str, Any]]:
    """Where Olive's workspace is, and her logged-in browser."""
    base, ticket = demo
    context = browser.new_context(base_url=base, locale="en-GB")
    page = context.new_page()
    page.goto(ticket)
    root, state = page.url, dict(context.storage_state())
    something_broke(page, root)
    context.close()
    return root, state


def something_broke(page: Page, root: str) -> None:
    """Two incidents of one sort, the second with its clock running, for the pages of fix or pay."""
    for _ in range(2):
        page.goto(root + "focus/incidents/")
        page.get_by_label("What broke?").fill("the printer jams")
        page.get_by_label("How long would it take you?").fill("2 to 6 h")
        page.get_by_role("button", name="Fix or pay?").click()
    page.get_by_role("button", name="Try it for").click()


def places(context: BrowserContext, root: str) -> list[str]:
    """Everywhere the palette leads, one page of each kind, and what is reached from there."""
    found: list[str] = [place["address"] for place in context.request.get(root + "palette").json()]
    kinds: dict[str, str] = {}
    for address in found:
        kinds.setdefault(re.sub(r"\d+", "#", address), address)
    page = context.new_page()
    page.goto(root + "plan/")
    for link in page.locator("main a").evaluate_all("all => all.map(one => one.getAttribute('href').split('#')[0])"):
        if link.startswith("/w/"):
            kinds.setdefault(re.sub(r"\d+", "#", link), link)
    kinds |= {name: f"{root}reports/?report={name}&shows_worth=on" for name in ("results", "outlook")}
    page.goto(root + "review/table")
    link = page.locator("main a[href*='/review/activity/']").first.get_attribute("href")
    kinds["review"] = str(link)
    kinds["changed answer"] = f"{link}?change=1"
    page.goto(root + "weekly/")
    kinds["an earlier week"] = str(page.locator("main a[rel=prev]").first.get_attribute("href"))
    page.goto(root + "log/week/")
    day = page.locator("main a[href*='/log/day/']").first
    if day.count():
        kinds["day"] = str(day.get_attribute("href"))
    page.goto(root + "focus/incidents/")
    incident = page.locator("main td a, main th a").first.get_attribute("href")
    kinds["incident"] = str(incident)
    kinds["time-box"] = f"{incident}box"
    page.close()
    return [*kinds.values(), *OUTSIDE]


def look(page: Page, address: str, name: str) -> list[str]:
    """What is wrong with one page."""
    answer = page.goto(address)
    wrong = [] if answer is not None and answer.status == 200 else [f"{address}: {answer and answer.status}"]
    page.wait_for_load_state("networkidle")
    if PICTURES:
        place = re.sub(r"[^a-z0-9]+", "-", re.sub(r"^/w/[^/]+", "", address)).strip("-") or "today"
        page.screenshot(path=str(Path(PICTURES) / f"{place}.{name}.png"), full_page=True)
    return wrong + findings(page) + overflow(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_no_page_hides_anything_from_anybody(
    browser: Browser, demo: tuple[str, str], olive: tuple[str, dict[str, Any]], size: Any, scheme: Any
) -> None:
    base, (root, state) = demo[0], olive
    name = f"{'desk' if size is DESK else 'phone'}.{scheme}"
    wrong: list[str] = []
    with browser.new_context(base_url=base, storage_state=state, viewport=size, color_scheme=scheme) as context:
        page = context.new_page()
        page.on("console", lambda said: wrong.append(f"{page.url}: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        for address in places(context, root):
            wrong += look(page, address, name)
    with browser.new_context(base_url=base, viewport=size, color_scheme=scheme) as context:
        page = context.new_page()
        for address in LOGGED_OUT:
            wrong += look(page, address, name)
    assert "\n".join(wrong) == ""
