"""What people do on the pages, in their words; a journey strings these together."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page

from hoursback.engine.capture.sample import sample_csv

PASSWORD = "a long enough password"
SEED = 7


def begin(page: Page, *, business: str = "Olive's studio") -> str:
    """First run: make the owner and the business; the workspace's root."""
    page.goto("/")
    page.get_by_label("Your name").fill("Olive")
    page.get_by_label("E-mail").fill("olive@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Name of the business").fill(business)
    page.get_by_label("Currency").select_option("EUR")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/w/**")
    return page.url


def type_line(page: Page, root: str, line: str, activity: str = "") -> None:
    """Log one line on today's page."""
    page.goto(root + "log/")
    page.get_by_label("What did you do, and when?").fill(line)
    if activity:
        page.locator(".line-form").get_by_label("Activity").fill(activity)
    page.get_by_role("button", name="Log it").click()


def two_weeks(folder: Path, today: date) -> Path:
    """Olive's export of the last two whole weeks."""
    file = folder / "olive.csv"
    start = today - timedelta(days=today.weekday(), weeks=2)
    file.write_text(sample_csv(SEED, start), encoding="utf-8", newline="")
    return file


def bring_in(page: Page, root: str, file: Path) -> None:
    """Import a file: look, then commit; all its time is Olive's."""
    page.goto(root + "log/import/")
    page.get_by_label("Your export").set_input_files(file)
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_role("button", name="Bring in").click()
