"""What changes the catalogue of skills: names, anchors, merges; each can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.people.anchors import drafted
from hoursback.web.people.models import Person, Skill, SkillLevel
from hoursback.web.people.signals import skill_renamed, skill_restored
from hoursback.web.people.skills import find_skill, kept, levels_of, recount, restate, skill_key
from hoursback.web.shared.conflict import StaleError


class SkillTakenError(HoursbackError):
    """Two skills of one catalogue would have one name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("There is a skill with this name already."), value=name, hint=_("Merge the two if they are one.")
        )


def skill_here(actor: Member, skill_id: int, verb: Verb = Verb.CHANGE) -> Skill:
    """A skill of the workspace; 404 for any other."""
    return visible_or_404(actor, Skill, skill_id, verb)


def anchors_of(skill: Skill) -> list[str]:
    """What each level looks like: as edited here, drafted where nobody has."""
    texts = [text for text in skill.anchors if isinstance(text, str)]
    return texts if len(texts) == len(drafted("")) and any(texts) else drafted(skill.name)


@transaction.atomic
def add_skill(*, actor: Member, name: str, once: str = "") -> Skill | None:
    """A new skill in the catalogue, with drafted anchors; None: this very form added it already.

    Raises: SkillTakenError.
    """
    if not first_time(actor, "people:skills", once):
        return None
    name = " ".join(name.split())
    known = find_skill(actor, name)
    if known is not None and not known.is_archived:
        raise SkillTakenError(name)
    if known is not None:
        return archive_skill(actor=actor, skill_id=known.pk, is_archived=False)
    skill = Skill.objects.create(workspace_id=actor.workspace_id, name=name, anchors=drafted(name))
    record(actor, "skill added", "skill", skill.pk, name=name)
    return skill


@transaction.atomic
def change_skill(*, actor: Member, skill_id: int, version: int, name: str, anchors: Sequence[str]) -> Skill:
    """Rename a skill, wherever it is asked for too, or change what its levels look like.

    Raises: StaleError, SkillTakenError.
    """
    skill = skill_here(actor, skill_id)
    name = " ".join(name.split())
    taken = find_skill(actor, name)
    if taken is not None and taken.pk not in (skill.pk, skill.merged_into_id):
        raise SkillTakenError(name)
    here = Skill.objects.filter(pk=skill.pk, version=version)
    if not here.update(version=version + 1, name=name, anchors=list(anchors)):
        raise StaleError
    old, changed = skill.name, Skill.objects.get(pk=skill.pk)
    if skill_key(old) != skill_key(name):
        _rename_levels(changed, old)
        _tell_renamed(actor, old, name, [])
    record(actor, "skill changed", "skill", skill.pk, old=old, new=name)
    return changed


@transaction.atomic
def archive_skill(*, actor: Member, skill_id: int, is_archived: bool = True) -> Skill:
    """Put a skill away, or take it back: it is offered nowhere, levels and history stay."""
    skill = skill_here(actor, skill_id)
    if Skill.objects.filter(pk=skill.pk, is_archived=not is_archived).update(is_archived=is_archived):
        record(actor, "skill archived" if is_archived else "skill returned", "skill", skill.pk, name=skill.name)
    skill.is_archived = is_archived
    return skill


@transaction.atomic
def merge_skill(*, actor: Member, skill_id: int, into_id: int) -> Skill:
    """Let one skill count as another from now on; its levels stay where they are. Returns the one that is kept.

    Raises: HoursbackError, for a skill and itself, or one that was merged already.
    """
    skill, into = skill_here(actor, skill_id), skill_here(actor, into_id)
    if skill.pk == into.pk or skill.merged_into_id or into.merged_into_id:
        raise HoursbackError(
            _("These two cannot be merged."), value=into.name, hint=_("Choose another skill that is in use.")
        )
    people = _people_with(skill)
    for person in people:
        _write_down(actor, person)
    before: list[Any] = []
    _tell_renamed(actor, skill.name, into.name, before)
    changed = {"merged_into": into, "before": {"asked": before}, "version": F("version") + 1}
    Skill.objects.filter(pk=skill.pk).update(**changed)
    Skill.objects.filter(merged_into=skill).update(merged_into=into)  # what was merged into it comes along
    _forget(people, skill)
    recount(skills=[into], people=people)
    record(actor, "skill merged", "skill", skill.pk, name=skill.name, into=into.name)
    return into


@transaction.atomic
def part_skill(*, actor: Member, skill_id: int) -> Skill:
    """Take a merge back: the skill stands for itself again, here and where it was asked for."""
    skill = skill_here(actor, skill_id)
    into = skill.merged_into
    if into is None:
        return skill
    people = _people_with(into)
    Skill.objects.filter(pk=skill.pk).update(merged_into=None, before={}, version=F("version") + 1)
    parted = Skill.objects.get(pk=skill.pk)
    recount(skills=[into, parted], people=people)
    skill_restored.send(sender=Skill, workspace_id=actor.workspace_id, before=skill.before.get("asked", []))
    record(actor, "skill parted", "skill", skill.pk, name=skill.name, from_=into.name)
    return parted


def _tell_renamed(actor: Member, old: str, new: str, before: list[Any]) -> None:
    facts = {"old": skill_key(old), "new": skill_key(new), "before": before}
    skill_renamed.send(sender=Skill, workspace_id=actor.workspace_id, **facts)


def _people_with(skill: Skill) -> list[Person]:
    """Whoever has the skill, by row or by what is stated."""
    key, same = skill_key(skill.name), Q(skill=skill) | Q(skill__merged_into=skill)
    by_row = set(SkillLevel.objects.filter(same, workspace=skill.workspace_id).values_list("person", flat=True))
    people = Person.objects.filter(workspace=skill.workspace_id)
    return [person for person in people if person.pk in by_row or key in (person.skills or {})]


def _write_down(actor: Member, person: Person) -> None:
    """Rows for whatever a person's row alone says, so that nothing is lost with its name."""
    known = {skill_key(kept(row.skill).name) for row in levels_of(person)}
    if any(name not in known for name in person.skills or {}):
        restate(actor=actor, person=person, wanted=person.skills)


def _rename_levels(skill: Skill, old: str) -> None:
    """Let everybody's stated skills go by the new name."""
    before, after = skill_key(old), skill_key(skill.name)
    for person in Person.objects.filter(workspace=skill.workspace_id, skills__isnull=False):
        if before in (person.skills or {}):
            skills = {after if name == before else name: level for name, level in (person.skills or {}).items()}
            Person.objects.filter(pk=person.pk).update(skills=skills, version=F("version") + 1)


def _forget(people: Sequence[Person], skill: Skill) -> None:
    """Take a name off everybody's stated skills."""
    for person in people:
        skills = {name: level for name, level in (person.skills or {}).items() if name != skill_key(skill.name)}
        Person.objects.filter(pk=person.pk).update(skills=skills or None)
