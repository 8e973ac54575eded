"""Look-ups of briefs: the draft, the versions, what changed between them, who read what, what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from zoneinfo import ZoneInfo

from django.db.models import Max, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from hoursback.engine.handoff.brief import Facts, PastEntry, evidence_of
from hoursback.engine.handoff.drafting import Draft, draft_brief
from hoursback.engine.handoff.drafting import missing_in as lacks
from hoursback.engine.moves import Part
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.rights import visible
from hoursback.web.accounts.roles import LEADERS, Role
from hoursback.web.accounts.selectors import zone_or_utc
from hoursback.web.accounts.written import written
from hoursback.web.capture.models import ActivityWeek, Entry
from hoursback.web.handoff.models import Attachment, Brief, Handoff, Reading
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import has_log_in, parts_of
from hoursback.web.shared import markdown
from hoursback.web.shared.sentences import translated
from hoursback.web.worth.models import Earning

ENTRIES_READ = 500
"""Past entries that a draft looks at, the newest."""
LINES_COMPARED = 2_000
"""Of one part; beyond, comparing line by line takes too long."""
_AROUND = 2
_SPAN = 2 * 366


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part of a brief as a page shows it."""

    name: str
    label: str | Promise
    html: SafeString


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One line of a comparison: "same", "added", "removed", or "gap" for lines left out."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PartDiff:
    """What changed in one part of a brief; `lines` is empty where it is too long to compare line by line."""

    label: str | Promise
    lines: list[DiffLine]


@dataclass(frozen=True, slots=True)
class Reader:
    """Which version somebody confirmed last, and what they said to it."""

    person: Person
    number: int
    at: datetime
    is_newest: bool
    answers: list[tuple[str, str, str]]
    unclear: str
    noted_by: str


@dataclass(frozen=True, slots=True)
class Asking:
    """What a member can do about reading a brief.

    Attributes:
        reading: the confirmation of this version; None: it is still to come. answers: question, given, right.
        may_confirm: it is theirs to confirm. is_noted: a leader does it for somebody without a log-in.
        before: the version confirmed before; 0: none.
    """

    reading: Reading | None
    answers: list[tuple[str, str, str]]
    may_confirm: bool
    is_noted: bool
    before: int


def labels() -> dict[str, str | Promise]:
    """The parts of a brief and what they are called."""
    return {name: _said(name) for name in Brief.PARTS}


def _said(name: str) -> str | Promise:
    found: str | Promise = Brief._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return found


def draft_of(actor: Member, handoff: Handoff) -> Brief | None:
    """The draft that is being written; None for whoever does not write, and before there is one."""
    return _draft.first(actor, handoff.pk)


@written
def _draft(actor: Member, handoff: int) -> QuerySet[Brief]:
    return visible(actor, Brief).filter(handoff=handoff, number=0)


def versions_of(actor: Member, handoff: Handoff) -> list[Brief]:
    """The published versions, newest first, without their texts."""
    return _versions(actor, handoff.pk)


@written
def _versions(actor: Member, handoff: int) -> QuerySet[Brief]:
    rows = visible(actor, Brief).filter(handoff=handoff, number__gt=0).select_related("written_by__user")
    return rows.defer(*Brief.PARTS, "rendered", "questions").order_by("-number")


def version_of(actor: Member, handoff: Handoff, number: int) -> Brief:
    """One published version; 404 for a number that there is not."""
    found = visible(actor, Brief).filter(handoff=handoff, number=number) if 0 < number < 2**31 else None
    brief = None if found is None else found.first()
    if brief is None:
        raise Http404
    return brief


def newest_of(actor: Member, handoff: Handoff) -> Brief | None:
    """The version that counts now, whole; None before the first."""
    return _newest.first(actor, handoff.pk)


@written
def _newest(actor: Member, handoff: int) -> QuerySet[Brief]:
    return visible(actor, Brief).filter(handoff=handoff, number__gt=0).order_by("-number")[:1]


def shown(brief: Brief) -> list[ShownPart]:
    """The parts of a brief that say something, as safe HTML."""
    named = labels()
    html = {name: brief.rendered.get(name) for name in Brief.PARTS if getattr(brief, name).strip()}
    return [
        ShownPart(name, named[name], markdown.trusted(made or markdown.plain(getattr(brief, name))))
        for name, made in html.items()
    ]


def is_changed(draft: Brief | None, newest: Brief | None) -> bool:
    """Whether a draft says something else than the version that counts."""
    if draft is None:
        return False
    return newest is None or any(getattr(draft, name) != getattr(newest, name) for name in (*Brief.PARTS, "questions"))


def changes_between(older: Brief, newer: Brief) -> list[PartDiff]:
    """What changed, part by part, with a little of what stayed around it."""
    found = [
        PartDiff(label, _compared(getattr(older, name), getattr(newer, name)))
        for name, label in labels().items()
        if getattr(older, name) != getattr(newer, name)
    ]
    asked = [_questions_said(brief) for brief in (older, newer)]
    if asked[0] != asked[1]:
        found.append(PartDiff(_said("questions"), _compared(*asked)))
    return found


def readers_of(actor: Member, handoff: Handoff) -> list[Reader]:
    """For leaders: who confirmed which version last, those that read the newest first."""
    if actor.role not in LEADERS:
        return []
    newest = newest_number(handoff)
    found: dict[int, Reader] = {}
    for row in _readings(actor, handoff.pk):
        found.setdefault(row.person_id, _reader(row, newest))
    return list(found.values())


@written
def _readings(actor: Member, handoff: int) -> QuerySet[Reading]:
    rows = visible(actor, Reading).filter(brief__handoff=handoff)
    return rows.select_related("person", "brief", "by__user").order_by("-brief__number", "pk")


def newest_number(handoff: Handoff) -> int:
    """The number of the version that counts; 0 before the first."""
    return _number.first(handoff.pk) or 0


@written
def _number(handoff: int) -> QuerySet[Brief, int]:
    return Brief.objects.filter(handoff=handoff).order_by("-number").values_list("number", flat=True)[:1]


def asking(actor: Member, handoff: Handoff, brief: Brief) -> Asking:
    """What a member can do about reading a version that counts."""
    own = [] if handoff.person_id is None else _own_readings(handoff.pk, handoff.person_id)
    rows = {row.brief.number: row for row in own}
    reading = rows.get(brief.number)
    parts = parts_of(actor, handoff.person)
    return Asking(
        reading=reading,
        answers=[] if reading is None else _answers(reading, brief),
        may_confirm=handoff.person_id is not None and Part.PERSON in parts,
        is_noted=handoff.person is not None and not has_log_in(handoff.person),
        before=max((number for number in rows if number < brief.number), default=0),
    )


@written
def _own_readings(handoff: int, person: int) -> QuerySet[Reading]:
    return Reading.objects.filter(brief__handoff=handoff, person=person).select_related("brief")


def drafted(actor: Member, handoff: Handoff) -> Draft:
    """A brief to begin with, of what the log and the statements say about the activity."""
    stated = visible(actor, Earning).filter(activity=handoff.activity_id).values_list("minutes_per_unit", flat=True)
    facts = Facts(
        activity=handoff.name,
        ask=_whom_to_ask(actor),
        requires=handoff.requires or {},
        runs_needed=handoff.runs_needed,
        minutes_per_unit=next(iter(stated), None),
        times_per_month=None if handoff.activity is None else handoff.activity.times_per_month,
    )
    return draft_brief(facts, evidence_of(_past(actor, handoff)), translated)


def missing_in(actor: Member, handoff: Handoff, draft: Brief | None) -> tuple[str, ...]:
    """What a draft still lacks; nothing where there is none."""
    if draft is None:
        return ()
    texts = {name: getattr(draft, name) for name in Brief.PARTS}
    beside = visible(actor, Attachment).filter(handoff=handoff, removed_at=None).count()
    return lacks(texts, sum(1 for row in draft.questions if row["answer"]), beside, translated)


def _past(actor: Member, handoff: Handoff) -> Iterable[PastEntry]:
    """The newest entries of the activity that the member sees, from the last two years in which it was done."""
    newest = ActivityWeek.objects.filter(activity=handoff.activity_id).aggregate(week=Max("week"))["week"]
    if handoff.activity_id is None or newest is None:
        return
    # Entries are indexed by day: without the span, a rare activity would be looked for through the whole log.
    rows = visible(actor, Entry).filter(activity=handoff.activity_id, day__range=(newest - _SPAN, newest + 6))
    values = rows.order_by("-day", "-start").values_list("day", "seconds", "note", "start", "zone__name")
    for day, seconds, note, start, zone in values[:ENTRIES_READ]:
        minute = None if start is None else _minute(start, zone_or_utc(zone))
        yield PastEntry(date.fromordinal(day), seconds, note, minute)


def _minute(start: int, zone: ZoneInfo) -> int:
    local = datetime.fromtimestamp(start, zone)
    return local.hour * 60 + local.minute


def _whom_to_ask(actor: Member) -> str:
    """The owner, since it was their work; whoever writes, where no owner has a name."""
    owner = Member.objects.filter(workspace=actor.workspace_id, role=Role.OWNER, is_active=True).order_by("pk").first()
    return (owner or actor).user.name


def _reader(row: Reading, newest: int) -> Reader:
    is_own = row.by_id is not None and row.by_id == row.person.member_id
    return Reader(
        person=row.person,
        number=row.brief.number,
        at=row.at,
        is_newest=row.brief.number == newest,
        answers=_answers(row, row.brief),
        unclear=row.unclear,
        noted_by="" if is_own or row.by is None else str(row.by.user),
    )


def _answers(reading: Reading, brief: Brief) -> list[tuple[str, str, str]]:
    """Question, what was answered, and the right answer."""
    given = [*reading.answers, *[""] * len(brief.questions)]
    return [(asked["question"], said, asked["answer"]) for asked, said in zip(brief.questions, given, strict=False)]


def _questions_said(brief: Brief) -> str:
    return "\n".join(f"{asked['question']} — {asked['answer']}" for asked in brief.questions)


def _compared(older: str, newer: str) -> list[DiffLine]:
    before, after = older.splitlines(), newer.splitlines()
    if max(len(before), len(after)) > LINES_COMPARED:
        return []
    lines: list[DiffLine] = []
    for group in SequenceMatcher(None, before, after).get_grouped_opcodes(_AROUND):
        if lines:
            lines.append(DiffLine("gap", "…"))
        for tag, start, end, new_start, new_end in group:
            if tag == "equal":
                lines += [DiffLine("same", line) for line in before[start:end]]
                continue
            lines += [DiffLine("removed", line) for line in before[start:end] if line.strip()]
            lines += [DiffLine("added", line) for line in after[new_start:new_end] if line.strip()]
    return lines
