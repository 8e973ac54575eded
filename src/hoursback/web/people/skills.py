"""Levels of skills: each statement is a row that stays; `Person.skills` has the newest of each, for the plan.

Names are compared whatever their case and spaces. `Person.skills` has them as `skill_key` writes them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.people import LEVELS, NO_LEVEL
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.roles import Role, Verb
from hoursback.web.accounts.selectors import zone_or_utc
from hoursback.web.accounts.written import written
from hoursback.web.people.models import Person, Skill, SkillLevel
from hoursback.web.people.selectors import person_here

Basis = SkillLevel.Basis
_BY_WORK = (Basis.SIGNED_OFF,)
"""Shown by the work itself, beside whatever else somebody can."""
NEEDS_EVIDENCE = frozenset({Basis.ASSESSED, Basis.SAMPLE, Basis.SIGNED_OFF, Basis.CYCLE})
"""Bases of a level that say how it is known, so that what was seen has to be written down."""
EARLIEST = date(1970, 1, 1)
LONGEST_NAME, LONGEST_EVIDENCE = 200, 1000


class LevelRefusedError(HoursbackError):
    """A level that cannot be stated like this; `where` is the field."""


def skill_key(text: str) -> str:
    """A skill as it is compared: whatever its case and spaces, as in a settings file."""
    return " ".join(text.split()).casefold()


def today_for(actor: Member) -> date:
    """The member's local date."""
    return timezone.localdate(timezone=zone_or_utc(actor.user.timezone or actor.workspace.timezone))


@transaction.atomic
def state_level(
    *, actor: Member, person_id: int, skill_name: str, level: int, basis: str, evidence: str, on: date
) -> SkillLevel:
    """State that somebody has a level of a skill from a day on; the newest of a skill is the one that counts.

    Args:
        skill_name: in any case; the catalogue gets it if it is new there.
        level: 1 to 5. basis: a value of SkillLevel.Basis. evidence: what was seen; needed for most bases.
        on: the day on which it was found, not in the future.
    Raises: LevelRefusedError. Http404, for people the actor may not change.
    """
    person = person_here(actor, person_id, Verb.CHANGE)
    if person.member_id == actor.pk and actor.role != Role.OWNER and basis in NEEDS_EVIDENCE:
        raise LevelRefusedError(
            _("Somebody else has to look at your own skills."), where="basis", hint=_("Ask the owner to rate it.")
        )
    evidence = evidence.strip()
    _check(skill_name, level, basis, evidence, on, today_for(actor))
    skill = ensure_skill(actor=actor, name=skill_name)
    row = SkillLevel.objects.create(
        workspace_id=actor.workspace_id,
        person=person,
        skill=skill,
        level=level,
        basis=basis,
        evidence=evidence,
        on=on,
        assessor=actor,
    )
    _recount(person, {skill})
    record(actor, "skill level stated", "person", person.pk, skill=skill.name, level=level, basis=str(basis))
    return row


@transaction.atomic
def add_level(
    *,
    actor: Member,
    person_id: int,
    skill_name: str,
    level: int,
    basis: str,
    evidence: str,
    on: date,
    once: str = "",
) -> SkillLevel | None:
    """The same from a form; None: this very form stated it already."""
    if not first_time(actor, "people:level", once):
        return None
    return state_level(
        actor=actor,
        person_id=person_id,
        skill_name=skill_name,
        level=level,
        basis=basis,
        evidence=evidence,
        on=on,
    )


def restate(
    *, actor: Member, person: Person, wanted: Mapping[str, int] | None, today: date | None = None
) -> dict[str, int] | None:
    """Make the stated skills of somebody these and no others, each change a row; call it inside a transaction.

    Returns: what belongs into `Person.skills`, which the caller saves with the rest of the person.
    """
    rows = levels_of(person)
    held = {pk: row.level for pk, row in _newest(rows).items() if row.level != NO_LEVEL}
    asked = {ensure_skill(actor=actor, name=name): level for name, level in (wanted or {}).items()}
    gone = [skill for skill in {kept(row.skill) for row in rows} if skill.pk in held and skill not in asked]
    # Whoever is ahead of us on the globe may have stated something "tomorrow"; what is said now counts all the same.
    on = max([today or today_for(actor), *(row.on for row in rows)])
    for skill, level in (*asked.items(), *((skill, NO_LEVEL) for skill in gone)):
        if held.get(skill.pk, NO_LEVEL) != level:
            SkillLevel.objects.create(
                workspace_id=actor.workspace_id,
                person=person,
                skill=skill,
                level=level,
                basis=Basis.STATED,
                on=on,
                assessor=actor,
            )
    return {skill_key(skill.name): level for skill, level in asked.items()} or None


def levels_of(person: Person) -> list[SkillLevel]:
    """Everything ever stated about somebody's skills, newest first; for people found by the actor's right."""
    return _levels(person.pk)


@written
def _levels(person: int) -> QuerySet[SkillLevel]:
    rows = SkillLevel.objects.filter(person=person).select_related("skill__merged_into", "assessor__user")
    return rows.order_by("-on", "-pk")


def kept(skill: Skill) -> Skill:
    """The skill that counts in place of one that was merged away."""
    return skill.merged_into or skill


def find_skill(actor: Member, name: str) -> Skill | None:
    """A skill of the catalogue by name, in any case; the one that counts, if it was merged."""
    wanted = skill_key(name)
    here = Skill.objects.filter(workspace=actor.workspace_id).select_related("merged_into")
    found = sorted((row for row in here if skill_key(row.name) == wanted), key=lambda row: row.pk)
    return kept(found[0]) if found else None


def ensure_skill(*, actor: Member, name: str) -> Skill:
    """The skill of this name, made if the catalogue lacks it, taken back if it was put away."""
    known = find_skill(actor, name)
    if known is None:
        name = " ".join(name.split())
        try:
            with transaction.atomic():
                return Skill.objects.create(workspace_id=actor.workspace_id, name=name)
        except IntegrityError:  # somebody else was first with it
            return Skill.objects.get(workspace_id=actor.workspace_id, name=name)
    if known.is_archived:
        Skill.objects.filter(pk=known.pk).update(is_archived=False)
        known.is_archived = False
    return known


def recount(*, skills: Collection[Skill], people: Collection[Person]) -> None:
    """Bring `Person.skills` in line with the rows of these skills, after their names or merges changed."""
    for person in people:
        _recount(person, skills)


def _check(name: str, level: int, basis: str, evidence: str, on: date, today: date) -> None:
    if not name.strip() or len(" ".join(name.split())) > LONGEST_NAME:
        raise LevelRefusedError(
            _("A skill needs a name of 200 characters at most."), where="skill", value=name[:80], hint=_("Name it.")
        )
    if level not in LEVELS:
        raise LevelRefusedError(
            _("A level is a whole number from 1 to 5."), where="level", value=str(level), hint=_("Choose one of them.")
        )
    if basis not in Basis.values:
        raise LevelRefusedError(_("Nobody knows this basis of a level."), where="basis", value=str(basis))
    if basis in NEEDS_EVIDENCE and not evidence:
        raise LevelRefusedError(
            _("A level that somebody assessed needs evidence."),
            where="evidence",
            hint=_("Say what you saw: a piece of work, a result, a date."),
        )
    if len(evidence) > LONGEST_EVIDENCE:
        raise LevelRefusedError(_("Evidence has 1,000 characters at most."), where="evidence", value=evidence[:80])
    _check_day(on, today)


def _check_day(on: date, today: date) -> None:
    if on > today:
        raise LevelRefusedError(
            _("This day is still to come."), where="on", value=on.isoformat(), hint=_("State the day it was seen.")
        )
    if on < EARLIEST:
        raise LevelRefusedError(
            _("This day is before 1970."), where="on", value=on.isoformat(), hint=_("Check the year.")
        )


def _newest(rows: Collection[SkillLevel]) -> dict[int, SkillLevel]:
    """The row that counts for each skill; `rows` come newest first."""
    found: dict[int, SkillLevel] = {}
    for row in rows:
        found.setdefault(kept(row.skill).pk, row)
    return found


def _recount(person: Person, skills: Collection[Skill]) -> None:
    """Take the newest level of each of these skills into `Person.skills`; others there are left alone."""
    newest = _newest(levels_of(person))
    # Read again and locked: of two statements at once, the second must not forget the first.
    row = Person.objects.select_for_update().get(pk=person.pk)
    if row.skills is None and all(level.basis in _BY_WORK for level in newest.values()):
        # Nobody has stated what they can, so they count as able to do all that is asked; one skill that work has
        # shown must not take the others away.
        return
    held = dict(row.skills or {})
    for skill in skills:
        for name in (skill, *skill.merged.filter(workspace=skill.workspace_id)):
            held.pop(skill_key(name.name), None)
        found = newest.get(skill.pk)
        if found is not None and found.level != NO_LEVEL:
            held[skill_key(skill.name)] = found.level
    changed = held or None
    if changed != row.skills:
        Person.objects.filter(pk=person.pk).update(skills=changed, version=F("version") + 1)
    person.skills = changed
