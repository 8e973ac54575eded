"""Candidates of a hand-off: who stands where, what was found out about them, what asking one more would bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from hoursback.engine.figures import Figure
from hoursback.engine.handoff import choosing as engine
from hoursback.engine.handoff.choosing import Able, Method, Standing, Work
from hoursback.engine.handoff.finding import TRIAL_HOURS
from hoursback.engine.handoff.money import as_written, cents
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible, visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.handoff.models import Brief, Candidate, Handoff
from hoursback.web.handoff.selectors import bench
from hoursback.web.handoff.selectors.reasons import because, verdict
from hoursback.web.handoff.selectors.work import newest_brief
from hoursback.web.people.models import Person, Skill
from hoursback.web.people.selectors import doers

Outcome = Candidate.Outcome
SOURCE = "Sackett et al. 2022"
LEVELS = range(1, 6)
_LONGEST = 300
_RUBRIC_MOST = 6


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody in the order in which to talk to them.

    Attributes:
        candidate: None while they are not in the running. interview, trial: mean scores; None: not held yet.
        is_person: the hand-off goes to them.
    """

    person: Person
    standing: Standing
    verdict: str
    reasons: list[str]
    candidate: Candidate | None
    interview: float | None
    trial: float | None
    is_person: bool


@dataclass(frozen=True, slots=True)
class Gain:
    """What choosing among several brings: the share of people who could be asked that the best of them outdoes."""

    people: int
    gain: float
    outdone: float
    next_outdone: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a method finds out: its validity and what it is called."""

    title: str
    validity: float
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Candidates:
    """All of a hand-off's page of candidates."""

    running: list[Row]
    offered: list[Row]
    others: list[Row]
    gone: list[Row]
    gain: Gain
    methods: list[Found]
    questions: list[str]
    is_scored: bool


def candidate_here(actor: Member, candidate_id: int, verb: Verb = Verb.CHANGE) -> Candidate:
    """One candidate; 404 for any other, and for whoever does not lead."""
    return visible_or_404(actor, Candidate, candidate_id, verb)


def candidates_of(actor: Member, handoff: Handoff) -> list[Candidate]:
    """Everybody who was or is in the running, first come first."""
    return list(visible(actor, Candidate).filter(handoff=handoff).select_related("person"))


def candidates(actor: Member, handoff: Handoff, today: date) -> Candidates:
    """Who could take it over, floor first, then fit, then room, with the reasons for each."""
    known = {candidate.person_id: candidate for candidate in candidates_of(actor, handoff)}
    rows = _rows(actor, handoff, known, today)
    running = [row for row in rows if row.candidate is not None and row.candidate.outcome in ("", Outcome.CHOSEN)]
    gone = [row for row in rows if row.candidate is not None and row not in running]
    free = [row for row in rows if row.candidate is None]
    return Candidates(
        running=running,
        offered=[row for row in free if row.standing.is_offered],
        others=[row for row in free if not row.standing.is_offered],
        gone=gone,
        gain=gain_of(len(running)),
        methods=methods(),
        questions=[item["question"] for item in sheet_of(actor, handoff, known.values())],
        is_scored=any(item.get("score") for candidate in known.values() for item in candidate.interview),
    )


def row_of(actor: Member, candidate: Candidate, today: date) -> Row:
    """Where one candidate stands."""
    handoff = candidate.handoff
    load, off = bench.loads(actor, without=handoff), bench.time_off(actor, today)
    return _row(
        bench.work_of(handoff), bench.able(candidate.person, load, off), candidate.person, candidate, handoff, today
    )


def standing_of(actor: Member, handoff: Handoff, person: Person, today: date) -> tuple[Standing, list[str]]:
    """Where a person stands for a hand-off, and why, in plain words."""
    one = bench.able(person, bench.loads(actor, without=handoff), bench.time_off(actor, today))
    work = bench.work_of(handoff)
    standing = engine.stand(work, one, today)
    return standing, because(work, one, standing)


def gain_of(people: int) -> Gain:
    """What a structured interview of this many brings over taking one at random, and one more of them."""
    people = max(people, 1)  # with nobody in the running yet, the first is the one to compare with
    gain = engine.gain_of_choosing(people)
    return Gain(people, gain, engine.share_outdone(gain), engine.share_outdone(engine.gain_of_choosing(people + 1)))


def methods() -> list[Found]:
    """Ways to find out how good somebody will be, the best first."""
    titles = {
        Method.STRUCTURED_INTERVIEW: _("The same questions to everybody, scored"),
        Method.JOB_KNOWLEDGE_TEST: _("A test of what they know"),
        Method.WORK_SAMPLE: _("A piece of the work itself"),
        Method.UNSTRUCTURED_INTERVIEW: _("A free talk"),
        Method.YEARS: _("Years of experience"),
    }
    ours = (Method.STRUCTURED_INTERVIEW, Method.WORK_SAMPLE)
    return [Found(titles[method], validity, method in ours) for method, validity in engine.VALIDITY.items()]


def sheet_of(actor: Member, handoff: Handoff, known: Iterable[Candidate] = ()) -> list[dict[str, Any]]:
    """The questions for everybody, without anybody's scores: those in use, else drafted from the brief."""
    used = next((candidate.interview for candidate in known if candidate.interview), None)
    if used is not None:
        return [blank(item["question"], item.get("anchors")) for item in used]
    return _drafted(actor, handoff)


def blank(question: str, anchors: list[str] | None = None) -> dict[str, Any]:
    """A question nobody answered yet, with what its five scores look like."""
    return {"question": question, "anchors": anchors or general_anchors(), "score": None, "note": ""}


def general_anchors() -> list[str]:
    """What the five scores of an answer look like where nothing more exact is stated."""
    return [
        _("No example, or one that would do harm"),
        _("Knows of it, has not done it"),
        _("Did it, a sound example"),
        _("Did it well, says how it was checked"),
        _("Did it well under difficulty, says what they learnt"),
    ]


def trial_of(handoff: Handoff, person: Person, brief: Brief | None = None) -> dict[str, Any]:
    """A paid trial to propose: a small piece of the work, its pay, and what to look at."""
    brief = brief or newest_brief(handoff)
    first = lines_of(brief.steps)[:1] if brief is not None else []
    task = _("Do “%(name)s” once, with made-up or past material.") % {"name": handoff.name}
    if first:
        task += " " + _("Begin with: %(step)s") % {"step": first[0]}
    pay = pay_of(person, TRIAL_HOURS)
    rubric = [*(lines_of(brief.standard)[:3] if brief is not None else []), *_always()]
    return {
        "task": task[:2000],
        "pay": "" if pay is None else str(pay),
        "hours": TRIAL_HOURS,
        "rubric": [{"what": what[:_LONGEST], "score": None} for what in rubric[:_RUBRIC_MOST]],
    }


def pay_of(person: Person, hours: float) -> Decimal | None:
    """What some hours of somebody cost at the price they stated; None: they stated none."""
    price: Figure | None = person.price
    return None if price is None else cents(as_written(price.value) * as_written(hours))


def lines_of(text: str) -> list[str]:
    """Lines of a Markdown text without the marks of lists and headings."""
    found = []
    for line in text.splitlines():
        plain = line.strip().lstrip("#*+->").strip()
        head, mark, rest = plain.partition(". ")
        plain = rest if mark and head.isdigit() else plain
        for box in ("[ ]", "[x]", "[X]"):
            plain = plain.removeprefix(box).strip()
        if plain:
            found.append(plain)
    return found


def _rows(actor: Member, handoff: Handoff, known: Mapping[int, Candidate], today: date) -> list[Row]:
    load, off = bench.loads(actor, without=handoff), bench.time_off(actor, today)
    people = {person.pk: person for person in doers(actor)}
    people |= {candidate.person_id: candidate.person for candidate in known.values()}
    work = bench.work_of(handoff)
    able = {pk: bench.able(person, load, off) for pk, person in people.items()}
    ranked = engine.rank(work, able.values(), today)
    return [_shown(work, able[one.key], one, people[one.key], known.get(one.key), handoff) for one in ranked]


def _row(work: Work, able: Able, person: Person, candidate: Candidate, handoff: Handoff, today: date) -> Row:
    return _shown(work, able, engine.stand(work, able, today), person, candidate, handoff)


def _shown(
    work: Work, able: Able, standing: Standing, person: Person, candidate: Candidate | None, handoff: Handoff
) -> Row:
    return Row(
        person=person,
        standing=standing,
        verdict=verdict(work, standing),
        reasons=because(work, able, standing),
        candidate=candidate,
        interview=None if candidate is None else _mean(candidate.interview),
        trial=None if candidate is None else _mean(candidate.trial.get("rubric", [])),
        is_person=handoff.person_id == person.pk,
    )


def _mean(items: Iterable[Mapping[str, Any]]) -> float | None:
    return engine.mean_score([item.get("score") for item in items])


def _drafted(actor: Member, handoff: Handoff) -> list[dict[str, Any]]:
    brief = newest_brief(handoff)
    anchors = _anchors(actor)
    asked = [
        blank(
            _("%(skill)s: tell me about the last time you did this. What did you do, and how did it turn out?")
            % {"skill": skill.capitalize()},
            anchors.get(skill.casefold()),
        )
        for skill in list(handoff.requires or {})[:4]
    ]
    if brief is not None and lines_of(brief.standard):
        standard = "; ".join(line.rstrip(".") for line in lines_of(brief.standard)[:3])[:_LONGEST]
        asked.append(
            blank(
                _("Our standard is: %(standard)s. How would you make sure of it?") % {"standard": standard.rstrip(".")}
            )
        )
    if brief is not None and lines_of(brief.tools):
        tools = ", ".join(line.rstrip(".") for line in lines_of(brief.tools)[:4])[:_LONGEST]
        asked.append(
            blank(_("We state: %(tools)s. Which of it have you worked with, and for what?") % {"tools": tools})
        )
    asked.append(blank(_("How would you go about “%(name)s” in your first week?") % {"name": handoff.name}))
    asked.append(blank(_("Something is unclear and you cannot reach me until tomorrow. What do you do?")))
    asked.append(blank(_("Tell me about a mistake at work. Who noticed it, and what did you change?")))
    return asked


def _anchors(actor: Member) -> dict[str, list[str]]:
    """What each level of a skill looks like, where the business's own catalogue says so for all five."""
    rows = visible(actor, Skill).values_list("name", "anchors")
    return {name.casefold(): list(texts) for name, texts in rows if len(texts) == len(LEVELS) and all(texts)}


def _always() -> list[str]:
    return [
        _("The result could be used as it is"),
        _("Asked when something was unclear, and not otherwise"),
        _("Kept to the agreed time"),
    ]
