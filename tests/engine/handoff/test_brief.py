"""A first brief out of the log: what it states, what it leaves open, and what it says is missing."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hoursback.engine.handoff.brief import ENOUGH, NOTES_SHOWN, Evidence, Facts, PastEntry, evidence_of, tools_in
from hoursback.engine.handoff.drafting import Draft, draft_brief, minutes_said, missing_in
from hoursback.engine.sentences import Sentence

MONDAY = date(2026, 1, 5)


def weekly(
    *notes: str, weeks: int = 6, minutes: int = 40, at: int | None = 9 * 60, days: tuple[int, ...] = (1, 4)
) -> list[PastEntry]:
    """The same notes, one after the other, on the same weekdays."""
    return [
        PastEntry(MONDAY + timedelta(weeks=week, days=day), minutes * 60, note, None if at is None else at + 60 * place)
        for week in range(weeks)
        for day in days
        for place, note in enumerate(notes)
    ]


def drafted(*entries: PastEntry, **known: object) -> Draft:
    return draft_brief(Facts("Invoices", "Olive", **known), evidence_of(entries))  # type: ignore[arg-type]


def test_usual_weekdays_time_and_length_are_said() -> None:
    found = evidence_of(weekly("sent invoices"))
    assert (found.entries, found.days, found.weekdays, found.time) == (12, 12, (1, 4), "in the morning")
    assert found.minutes == (40, 40, 40)
    made = drafted(*weekly("sent invoices"))
    assert "mostly on Tuesdays and Fridays in the morning, usually 40 minutes on such a day" in made.outcome
    assert "If it takes more than 1 h, stop and ask." in made.standard


def test_a_day_with_several_entries_counts_as_one_day_of_their_length() -> None:
    assert evidence_of(weekly("one", "two")).minutes == (80, 80, 80)


def test_below_five_days_nothing_is_called_usual() -> None:
    few = evidence_of(weekly("x", weeks=2, days=(1, 4)))
    assert few.days < ENOUGH
    assert (few.minutes, few.weekdays, few.time) == (None, (), "")


def test_work_of_every_day_has_no_usual_weekdays() -> None:
    assert evidence_of(weekly("x", days=(0, 1, 2, 3, 4, 5, 6))).weekdays == ()


def test_times_that_vary_are_not_a_time() -> None:
    mixed = [*weekly("x", at=9 * 60, days=(1,)), *weekly("x", at=19 * 60, days=(4,))]
    assert evidence_of(mixed).time == ""
    assert evidence_of(weekly("x", at=None)).time == ""


def test_notes_that_differ_in_case_and_numbers_are_one_step_with_the_number_left_open() -> None:
    rows = [
        PastEntry(MONDAY, 60, text) for text in ("Invoice #12 for Acme", "invoice 7 for acme", "invoice #99 for Acme.")
    ]
    assert evidence_of(rows).notes == (("invoice … for acme", 3),)


def test_steps_stand_in_the_order_in_which_they_come_on_a_day_most_frequent_chosen() -> None:
    rows = weekly("open the list", "send it", "file it")
    rare = [PastEntry(MONDAY + timedelta(days=60), 60, f"once {'x' * number}") for number in range(1, 12)]
    notes = [note for note, _ in evidence_of([*rows, *rare]).notes]
    assert len(notes) == NOTES_SHOWN
    assert [note for note in notes if not note.startswith("once")] == ["open the list", "send it", "file it"]
    assert drafted(*rows).steps == "- [ ] Open the list\n- [ ] Send it\n- [ ] File it"


def test_tools_are_known_names_and_names_used_twice_after_in_via_or_using() -> None:
    assert tools_in(["mail in gmail", "Excel list", "sent via Gmail"]) == ("Gmail", "Excel")
    assert tools_in(["booked in Kontist", "paid via Kontist"]) == ("Kontist",)
    assert tools_in(["booked in Kontist"]) == ()
    assert tools_in(["done in March", "again in March", "in Monday"]) == ()
    assert tools_in(["a word about teams", "met both teams"]) == ()


def test_units_skills_and_runs_are_stated_where_they_are_known() -> None:
    made = drafted(*weekly("x"), minutes_per_unit=12, requires={"bookkeeping": 3}, runs_needed=1)
    assert "- One piece takes about 12 minutes." in made.standard
    assert "- The first time is checked together before it is signed off." in made.standard
    assert "- You need bookkeeping at level 3 of 5." in made.tools


def test_two_or_three_questions_are_answered_by_the_brief_itself() -> None:
    made = drafted(*weekly("x"))
    assert made.questions == (
        ("When is it due?", "On Tuesdays and Fridays in the morning."),
        ("How long should it take, and from when on do you stop and ask?", "About 40 minutes; after 1 h stop and ask."),
        ("Whom do you ask first when something is unclear?", "Olive."),
    )
    assert 2 <= len(drafted().questions) <= 3


def test_examples_are_the_newest_with_a_note() -> None:
    assert drafted(*weekly("sent it", weeks=3)).examples.splitlines()[0] == "- Fri 23 January 2026, 40 minutes: sent it"


def test_without_a_log_it_says_what_is_missing_and_invents_nothing() -> None:
    made = draft_brief(Facts("Invoices"), Evidence())
    assert (made.steps, made.tools, made.examples, made.ask) == ("", "", "", "")
    assert "The steps: do it once, and write down what you do." in made.missing
    assert "Whom to ask." in made.missing


def test_a_drafted_outcome_still_lacks_what_a_good_result_is_until_somebody_says_it() -> None:
    made = drafted(*weekly("x"))
    good = "What a good result looks like, so that somebody else can check it."
    assert good in made.missing
    assert good not in missing_in({"outcome": "Every invoice is sent by Friday."}, 2)


def test_a_whole_brief_lacks_nothing() -> None:
    texts = {**dict.fromkeys(("outcome", "standard", "tools", "examples", "ask"), "said"), "steps": "- [ ] go"}
    assert missing_in(texts, 2, attachments=1) == ()
    assert missing_in({**texts, "examples": "[one](https://a.example)"}, 2) == ()
    assert missing_in({**texts, "steps": "go"}, 2, 1) == ("Steps to tick: begin each with “- [ ] ”.",)


def test_lengths_are_said_as_people_say_them() -> None:
    said = [minutes_said(minutes) for minutes in (0.2, 1, 7, 14.4, 17, 59, 60, 92, 120)]
    assert said == ["1 minute", "1 minute", "7 minutes", "14 minutes", "15 minutes", "1 h", "1 h", "1 h 30 min", "2 h"]


@given(st.lists(st.text(max_size=60), max_size=12), st.integers(0, 86_400))
def test_whatever_stands_in_notes_each_is_one_line_that_begins_nothing(notes: list[str], seconds: int) -> None:
    rows = [PastEntry(MONDAY + timedelta(days=place), seconds, note, 0) for place, note in enumerate(notes)]
    made = draft_brief(Facts("Work", "Olive"), evidence_of(rows))
    assert all(line.startswith("- [ ] ") for line in made.steps.splitlines() if made.steps)
    for one in fields(made):
        value = getattr(made, one.name)
        if isinstance(value, str):
            assert "<script" not in value.lower().replace("\\<script", "")


def test_a_brief_is_drafted_in_the_language_of_who_drafts_it() -> None:
    """Every sentence goes through whoever says it; what stands from a log and a name stays as it is."""

    def say(sentence: Sentence) -> str:
        facts = {name.upper(): text for name, text in sentence.facts.items()}
        return sentence.pattern.upper().replace(")S", ")s") % facts if facts else sentence.upper()

    made = draft_brief(Facts("Invoices", "Olive"), evidence_of(weekly("sent invoices")), say)
    assert made.outcome.startswith("Invoices IS DONE, ON TIME AND WITHOUT Olive HAVING TO REMEMBER IT.")
    assert "MOSTLY ON TUESDAYS AND FRIDAYS IN THE MORNING, USUALLY 40 MINUTES ON SUCH A DAY" in made.outcome
    assert made.steps == "- [ ] Sent invoices"
    assert "What a good result looks like, so that somebody else can check it." in made.missing
    written = {"outcome": "Every invoice is out by Friday."}
    assert "What a good result looks like, so that somebody else can check it." not in missing_in(written, 2, say=say)
