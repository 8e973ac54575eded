"""From an accepted line of the plan to the sign-off, as two people do it on the pages."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.walking import Walker

OUTCOME = "Every invoice of the week is sent by Friday noon, and none needs a correction."
STEPS = ("Open the list of the week", "Check the hours", "Send the invoices")
LIST = "\n".join(f"- [ ] {step}" for step in STEPS)
WORK, SKILL = "Finance", "bookkeeping"
PRICE = 24
CANDID = "told me of her move in spring"
"""What Olive notes for herself; no page of Sam's may say it."""


def this_monday() -> date:
    """The Monday of the week that runs in the business's zone."""
    today = datetime.now(ZoneInfo("Europe/Berlin")).date()
    return today - timedelta(days=today.weekday())


def accept_a_plan(olive: Walker, folder: Path) -> None:
    """From nothing to a plan whose line says: Sam does it."""
    page = olive.page
    olive.root = steps.begin(page)
    steps.bring_in(page, olive.root, steps.two_weeks(folder, this_monday()))
    olive.answers("came in")
    olive.go("worth/money")
    olive.write("Your pay plus profit in a year", "140000 to 160000")
    olive.press("Save and see the worth")
    olive.go("review/table")
    olive.follow(WORK)
    for question, answer in (("time", 1), ("liking", 1), ("skill", 2)):
        page.locator(f"[data-question={question}] .point").nth(answer).click()
    olive.press("Save")
    state_sam(olive)
    olive.go("plan/")
    olive.press("Make the plan")
    accept = page.get_by_role("button", name=f"Accept {WORK}")
    expect(accept).to_be_visible(timeout=90_000)
    accept.click()
    expect(page.locator(".plan-decided").first).to_contain_text("accepted")


def state_sam(olive: Walker) -> None:
    """Sam is known before there is a log-in for them."""
    olive.go("people/new")
    olive.write("Name", "Sam")
    olive.write("Price per hour", str(PRICE))
    olive.write("Hours a week they could take on", "15")
    olive.press("Add")


def start_from_the_line(olive: Walker) -> None:
    """The accepted line becomes a hand-off; the brief is drafted from the log."""
    olive.follow("Hand it over")
    olive.answers(f"Hand over “{WORK}”, as you decided")
    olive.choose("To whom?", "nobody chosen yet")
    olive.open("Skills, first runs, notes for yourself")
    olive.write("Skill 1", SKILL)
    olive.page.get_by_label("Level of skill 1").select_option("3")
    olive.write("Good supervised runs before sign-off", "2")
    olive.write("Notes for yourself", CANDID)
    olive.press("Start with the brief")


def write_the_brief(olive: Walker) -> None:
    """What the log knew is edited, what it could not know is added, and it is published."""
    expect(olive.box("Steps")).to_have_value(re.compile(r"^- \[ \] "))
    olive.write("Outcome", OUTCOME)
    olive.write("Steps", LIST)
    olive.write("Question 3", "When are reminders sent?")
    olive.press("Save the draft")
    olive.reads("Say what the right answer is")
    olive.write("Right answer to question 3", "Fourteen days after the invoice.")
    olive.press("Save the draft")
    olive.press("Publish the brief")
    olive.answers("Version 1 of the brief is published")


def invite(olive: Walker) -> str:
    """A log-in for Sam, who is known already; the link that Olive sends."""
    olive.go("people/")
    olive.follow("Sam")
    olive.follow("Invite them")
    olive.write("E-mail", "sam@example.com")
    olive.press("Invite")
    return olive.page.get_by_label("Invitation link").input_value()


def join(sam: Walker, link: str) -> None:
    """Sam takes the place, on a phone."""
    sam.page.goto(link)
    sam.look()
    sam.write("Your name", "Sam")
    sam.write("Password", "another long password")
    sam.press("Create my account and join")
    sam.root = sam.page.url
    sam.answers("Nothing waits for you today")


def choose_sam(olive: Walker) -> None:
    """From the published brief to the person."""
    olive.go("handoff/")
    olive.follow(WORK)
    olive.press("Choose who does it")
    olive.follow("Candidates")
    olive.press("Into the running")
    olive.press("Choose Sam")
    olive.answers("goes to Sam")


def propose(olive: Walker, start: date) -> None:
    """Terms that begin a few weeks ago, so that there are weeks to pay for."""
    olive.follow("Agree on terms")
    expect(olive.box("Price")).to_have_value(f"{PRICE}.00")
    olive.write("Most hours a week", "6.5")
    olive.write("From", start.isoformat())
    olive.press("Propose it")
    olive.answers("Sam is asked to agree")


def agree_and_read(sam: Walker) -> None:
    """Sam's yes to the terms, then to the brief."""
    sam.go("")
    sam.answers("1 thing waits for you")
    sam.follow("Read the agreement")
    sam.press("Yes, I agree")
    sam.answers("You agreed")
    sam.go("")
    sam.follow("Read the brief and confirm it")
    sam.reads(OUTCOME)
    for box in sam.page.locator("textarea[name^=answer]").all():
        box.fill("After about an hour, and Olive")
    sam.write("Is anything unclear?", "Which bank do we use?")
    sam.press("I have read it")
    sam.answers("You have read this brief, version 1")


def train(olive: Walker, sam: Walker) -> None:
    """Olive plans what is to be learnt, Sam says what is done; then the first runs open."""
    olive.go("handoff/")
    olive.follow(WORK)
    olive.press("Start the training")
    olive.follow("Training and runs")
    olive.press("Draft from the brief")
    expect(olive.button("Start the first runs")).to_be_disabled()
    sam.go("handoff/mine")
    sam.press("Done")
    while sam.button("Done").count():
        sam.press("Done")
    sam.answers("The training is done")
    olive.go("handoff/")
    olive.follow(WORK)
    olive.press("Start the first runs")
    olive.answers("waits for Sam to do the next run")


def run(sam: Walker, minutes: int) -> None:
    """Sam does the work once, with the list of the brief."""
    sam.go("handoff/mine")
    sam.press("Start a run")
    for place in range(len(STEPS)):
        sam.page.get_by_role("checkbox").nth(place).click()
        expect(sam.page.get_by_role("checkbox").nth(place)).to_have_attribute("aria-checked", "true")
    sam.look()
    sam.write("Minutes it took", str(minutes))
    sam.write("Note", "Two invoices had no address.")
    sam.press("Finish")
    sam.reads("waits to be looked at")


def judge(olive: Walker, answer: str) -> None:
    """Olive looks at the newest run."""
    olive.go("handoff/")
    olive.follow(WORK)
    olive.follow("Training and runs")
    olive.follow("Runs")
    olive.follow("Look at run")
    olive.box(answer).check()
    olive.write("What it is about", "The reminder to customers 30 days late")
    olive.write("What shows it", "Two of five had the wrong amount")
    olive.write("The next step", "Compare the amount with the list before you send")
    olive.write("Minutes it took you to check", "10")
    olive.press("Save")


def first_runs(olive: Walker, sam: Walker) -> None:
    """Not yet, yes, yes: two in a row are enough, and the level is written with what shows it."""
    for minutes, answer in ((70, "No, not yet"), (60, "Yes, it met the standard"), (55, "Yes, it met the standard")):
        sam.go("")
        sam.reads("Do the next run")
        run(sam, minutes)
        judge(olive, answer)
    sam.go("handoff/mine")
    sam.follow(f"{WORK}, run 3")
    sam.reads("Compare the amount with the list before you send")
    olive.go("handoff/")
    olive.follow(WORK)
    olive.press("Sign off")
    olive.answers(f"{WORK} runs with Sam")
    olive.go("people/")
    olive.follow("Sam")
    olive.follow("Skills and evidence")
    olive.reads(f"2 of 2 supervised runs of “{WORK}” met the standard in a row")
