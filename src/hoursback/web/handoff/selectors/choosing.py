"""Candidates of a hand-off: who stands where, what was found out about them, what asking one more would bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hoursback.engine.handoff import choosing as engine
from hoursback.engine.handoff.choosing import Able, Method, Standing, Work
from hoursback.engine.handoff.finding import TRIAL_HOURS
from hoursback.engine.handoff.money import as_written, cents
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import Verb
from hoursback.web.accounts.written import written, written_or_404
from hoursback.web.handoff.models import Brief, Candidate, Handoff
from hoursback.web.handoff.selectors import bench
from hoursback.web.handoff.selectors.kept import kept
from hoursback.web.handoff.selectors.proposing import hour_price
from hoursback.web.handoff.selectors.reasons import because, verdict
from hoursback.web.handoff.selectors.work import newest_brief
from hoursback.web.people.models import Person, Skill
from hoursback.web.people.selectors import doers

Outcome = Candidate.Outcome
SOURCE = "Sackett et al. 2022"
LEVELS = range(1, 6)
PAGE = 12
"""So many of each kind stand on a page."""
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
    """All of a hand-off's page of candidates.

    Attributes:
        offered: a page of those whom nothing stands against. others: the first of those who are not offered it.
    """

    running: list[Row]
    offered: list[Row]
    page: Page[int]
    others: list[Row]
    others_number: int
    gone: list[Row]
    gain: Gain
    methods: list[Found]
    questions: list[str]
    is_scored: bool


def candidate_here(actor: Member, candidate_id: int, verb: Verb = Verb.CHANGE) -> Candidate:
    """One candidate; 404 for any other, and for whoever does not lead."""
    row = written_or_404(_candidate, actor, candidate_id, verb)
    row.handoff.workspace = actor.workspace
    return row


@written
def _candidate(actor: Member, pk: int) -> QuerySet[Candidate]:
    rows = visible(actor, Candidate).filter(pk=pk)
    return rows.select_related("person__member", "handoff__person__member", "handoff__activity")


def candidates_of(actor: Member, handoff: Handoff) -> list[Candidate]:
    """Everybody who was or is in the running, first come first."""
    return _of_handoff(actor, handoff.pk)


@written
def _of_handoff(actor: Member, handoff: int) -> QuerySet[Candidate]:
    return visible(actor, Candidate).filter(handoff=handoff).select_related("person")


def candidates(actor: Member, handoff: Handoff, today: date, page: str = "") -> Candidates:
    """Who could take it over, floor first, then fit, then room, with the reasons for each who is shown."""
    known = {candidate.person_id: candidate for candidate in candidates_of(actor, handoff)}
    order = kept(actor, f"candidates-{handoff.pk}-{today}", lambda: _order(actor, handoff, known, today), own=True)
    offered = [pk for pk, is_offered in order if is_offered and pk not in known]
    others = [pk for pk, is_offered in order if not is_offered and pk not in known]
    shown = Paginator(offered, PAGE).get_page(page)
    wanted = [*known, *shown, *others[:PAGE]]
    rows = {row.person.pk: row for row in _rows(actor, handoff, known, wanted, today)}
    asked = [rows[pk] for pk, _is_offered in order if pk in known]
    running = [row for row in asked if row.candidate is not None and row.candidate.outcome in ("", Outcome.CHOSEN)]
    return Candidates(
        running=running,
        offered=[rows[pk] for pk in shown if pk in rows],
        page=shown,
        others=[rows[pk] for pk in others[:PAGE] if pk in rows],
        others_number=len(others),
        gone=[row for row in asked if row not in running],
        gain=gain_of(len(running)),
        methods=methods(),
        questions=[item["question"] for item in sheet_of(actor, handoff, known.values())],
        is_scored=any(item.get("score") for candidate in known.values() for item in candidate.interview),
    )


def row_of(actor: Member, candidate: Candidate, today: date) -> Row:
    """Where one candidate stands."""
    handoff = candidate.handoff
    one = [candidate.person_id]
    load, off = bench.loads(actor, without=handoff, of=one), bench.time_off(actor, today, of=one)
    return _row(
        bench.work_of(handoff), bench.able(candidate.person, load, off), candidate.person, candidate, handoff, today
    )


def standing_of(actor: Member, handoff: Handoff, person: Person, today: date) -> tuple[Standing, list[str]]:
    """Where a person stands for a hand-off, and why, in plain words."""
    load, off = bench.loads(actor, without=handoff, of=[person.pk]), bench.time_off(actor, today, of=[person.pk])
    one = bench.able(person, load, off)
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


def trial_of(handoff: Handoff, person: Person, today: date, brief: Brief | None = None) -> dict[str, Any]:
    """A paid trial to propose: a small piece of the work, its pay, and what to look at."""
    brief = brief or newest_brief(handoff)
    first = lines_of(brief.steps)[:1] if brief is not None else []
    task = _("Do “%(name)s” once, with made-up or past material.") % {"name": handoff.name}
    if first:
        task += " " + _("Begin with: %(step)s") % {"step": first[0]}
    pay = pay_of(hour_price(person, handoff.activity_id, today), TRIAL_HOURS)
    rubric = [*(lines_of(brief.standard)[:3] if brief is not None else []), *_always()]
    return {
        "task": task[:2000],
        "pay": "" if pay is None else str(pay),
        "hours": TRIAL_HOURS,
        "rubric": [{"what": what[:_LONGEST], "score": None} for what in rubric[:_RUBRIC_MOST]],
    }


def pay_of(price: Decimal | None, hours: float) -> Decimal | None:
    """What some hours cost at a price; None: there is none."""
    return None if price is None else cents(price * as_written(hours))


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


def _order(actor: Member, handoff: Handoff, known: Mapping[int, Candidate], today: date) -> list[tuple[int, bool]]:
    """Everybody in the order in which to talk to them, and whether nothing stands against them."""
    load, off = bench.busy(actor, today, handoff)
    people = {person.pk: person for person in doers(actor)}
    people |= {candidate.person_id: candidate.person for candidate in known.values()}
    able = (bench.able(person, load, off) for person in people.values())
    return [(one.key, one.is_offered) for one in engine.rank(bench.work_of(handoff), able, today)]


def _rows(actor: Member, handoff: Handoff, known: Mapping[int, Candidate], wanted: list[int], today: date) -> list[Row]:
    load, off = bench.busy(actor, today, handoff)
    people = visible(actor, Person).in_bulk([pk for pk in wanted if pk not in known])
    people |= {pk: candidate.person for pk, candidate in known.items()}
    work = bench.work_of(handoff)
    return [
        _row(work, bench.able(person, load, off), person, known.get(pk), handoff, today)
        for pk, person in people.items()
    ]


def _row(work: Work, able: Able, person: Person, candidate: Candidate | None, handoff: Handoff, today: date) -> Row:
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
