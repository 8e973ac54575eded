"""Somebody who walks through the pages, and all that is wrong with any page they see."""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.looking import DESK, PHONE, findings, overflow

PICTURES = os.environ.get("HOURSBACK_SCREENSHOTS")
PATIENCE = 20_000
_SIZES = {"phone": PHONE, "desk": DESK}


class Walker:
    """A person at a screen of their own; each page they come to is looked at.

    Attributes:
        name: theirs, for pictures. root: of the workspace. wrong: what was wrong so far, each with its address.
    """

    def __init__(self, name: str, browser: Browser, base: str, size: dict[str, int], *, scripts: bool = True) -> None:
        self.name = name
        self._context = browser.new_context(
            base_url=base,
            viewport={"width": size["width"], "height": size["height"]},
            locale="en-GB",
            timezone_id="Europe/Berlin",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        self._context.set_default_timeout(PATIENCE)
        self.page: Page = self._context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: {error}"))
        self.root = ""
        self.wrong: list[str] = []
        self._scripts, self._seen = scripts, set[tuple[str, str]]()

    def close(self) -> None:
        """End; nothing may have been wrong."""
        self._context.close()
        assert not self.wrong, "\n".join(self.wrong)

    def go(self, address: str) -> None:
        """Open a page of the workspace."""
        answer = self.page.goto(self.root + address)
        assert answer is not None
        assert answer.status == 200, f"{self.page.url}: {answer.status}"
        self.look()

    def press(self, name: str, *, leads: bool = True) -> None:
        """Press a button; most lead to a page, some change the one that is open."""
        if leads:
            with self.page.expect_navigation():
                self.button(name).first.click()
        else:
            self.button(name).first.click()
        self.look()

    def follow(self, name: str) -> None:
        """Follow a link."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=_start(name)).first.click()
        self.look()

    def open(self, summary: str) -> None:
        """Open what is folded away."""
        self.page.locator("summary", has_text=summary).first.click()

    def button(self, name: str) -> Locator:
        """Buttons that are called so; where none is, those that begin so."""
        exact = self.page.get_by_role("button", name=name, exact=True)
        return exact if exact.count() else self.page.get_by_role("button", name=_start(name))

    def box(self, label: str) -> Locator:
        """The box that bears a label."""
        found = [self.page.get_by_label(name, exact=True) for name in (label, f"{label} (required)")]
        boxes = self.page.locator("input, select, textarea").locator("visible=true")
        return boxes.and_(found[0].or_(found[1])).first

    def write(self, label: str, text: str) -> None:
        """Fill a box."""
        self.box(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose from a list, by what its line says."""
        self.box(label).select_option(label=option)

    def reads(self, text: str, *, where: str = "main") -> None:
        """The page says so."""
        expect(self.page.locator(where).first).to_contain_text(text)

    def answers(self, text: str) -> None:
        """The page's first sentence says so."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(text)

    def look(self) -> None:
        """Hold the page against what every page must be; with the same first sentence, it was seen already."""
        title = self.page.get_by_role("heading", level=1)
        expect(title).to_have_count(1)
        seen = (self.page.url.partition("#")[0], title.inner_text())
        if seen in self._seen:
            return
        self._seen.add(seen)
        self.wrong += overflow(self.page)
        if self._scripts:
            self.wrong += findings(self.page)

    def look_every_way(self, address: str) -> None:
        """Open a page and hold it against the same on a phone in the dark and at a desk in the light.

        With HOURSBACK_SCREENSHOTS=FOLDER in all four ways, and each is kept as a picture.
        """
        place = re.sub(r"[^a-z0-9]+", "-", address).strip("-") or "today"
        ways = [(size, scheme) for size in _SIZES for scheme in ("dark", "light")]
        for size, scheme in ways if PICTURES else [ways[0], ways[-1]]:
            width, height = _SIZES[size]["width"], _SIZES[size]["height"]
            self.page.set_viewport_size({"width": width, "height": height})
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            # Drawn anew: colours that change under the eyes are on their way for a moment.
            answer = self.page.goto(self.root + address)
            assert answer is not None
            assert answer.status == 200, f"{address}: {answer.status}"
            self.wrong += [f"{size}, {scheme}: {one}" for one in findings(self.page) + overflow(self.page)]
            if PICTURES:
                picture = Path(PICTURES) / f"{self.name}-{place}.{size}.{scheme}.png"
                self.page.screenshot(path=str(picture), full_page=True)

    def _hear(self, message: ConsoleMessage) -> None:
        # A refused form answers 4xx by design, and browsers log that.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.wrong.append(f"{self.page.url}: {message.text}")


def _start(name: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{re.escape(name)}", re.IGNORECASE)
