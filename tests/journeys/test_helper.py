from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.serving import App
from tests.looking import PHONE


def test_a_helper_who_was_invited_finds_their_own_log_and_every_other_door_closed(
    page: Page, app: App, browser: Browser
) -> None:
    root = steps.begin(page)
    steps.type_line(page, root, "50 min a letter only Olive knows of", "Secret project")
    places = [place["address"] for place in page.request.get(root + "palette").json()]
    page.goto(root + "settings/members")
    page.get_by_label("E-mail").fill("sam@example.com")
    page.get_by_role("button", name="Invite", exact=True).click()
    link = page.get_by_label("Invitation link").input_value()

    phone = browser.new_context(base_url=app.address, viewport=PHONE, locale="en-GB")
    sam = phone.new_page()
    sam.goto(link)
    sam.get_by_label("Your name").fill("Sam")
    sam.get_by_label("Password").fill("another long password")
    sam.get_by_role("button", name="Create my account and join").click()
    expect(sam.get_by_role("heading", level=2, name="Your log")).to_be_visible()

    theirs = {place["address"] for place in sam.request.get(root + "palette").json()}
    assert not [address for address in theirs if "plan" in address or "review" in address or "worth" in address]
    for address in places:
        if not address.startswith("/w/"):
            continue
        answer = sam.goto(address)
        assert answer is not None
        assert answer.status == (200 if address in theirs else 403), address
        assert "only Olive knows" not in sam.content()
    stranger = sam.goto("/w/zzzzzzzzzz/")
    assert stranger is not None
    assert stranger.status == 404

    again = browser.new_context(base_url=app.address)
    late = again.new_page()
    used = late.goto(link)
    expect(late.get_by_role("heading", level=1)).to_contain_text("used already")
    assert used is not None
    assert used.status == 410
    phone.close()
    again.close()
