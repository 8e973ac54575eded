"""What changes people."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hoursback.engine import people as engine
from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.roles import Role, Verb
from hoursback.web.people.models import Person
from hoursback.web.people.selectors import person_here
from hoursback.web.people.skills import restate
from hoursback.web.shared.conflict import StaleError

_KIND = {Role.OWNER: Person.Kind.OWNER, Role.MANAGER: Person.Kind.EMPLOYEE, Role.HELPER: Person.Kind.CONTRACTOR}
FIELDS = (
    *("name", "kind", "price", "hours_per_week", "experience", "engaged", "leaves_per_year", "fee", "search_hours"),
    *("setup_cost", "cost_per_month", "retainer_hours", "minimum_weeks", "efficiency_first", "efficiency_practised"),
    *("skills", "declines", "rework"),
)


class NameTakenError(HoursbackError):
    """Two people of one workspace would have one name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("There is somebody with this name already."), value=name, hint=_("Add a surname or what they do.")
        )


@transaction.atomic
def ensure_person(*, member: Member, person_id: int | None = None) -> Person:
    """The person a member is, made on first need; an adviser is nobody who works.

    Args:
        person_id: somebody stated before, who is this member from now on.
    """
    here = Person.everywhere.filter(workspace_id=member.workspace_id)
    known = here.filter(member=member).first()
    if known is not None:
        return known
    if person_id is not None and here.filter(pk=person_id, member=None).update(member=member, engaged=True):
        record(member, "person joined", "person", person_id)
        return here.get(pk=person_id)
    kind = _KIND[Role(member.role)]
    if kind is Person.Kind.OWNER and here.filter(kind=kind).exists():
        kind = Person.Kind.EMPLOYEE
    name = _free_name(member.workspace_id, str(member.user))
    person = Person.everywhere.create(
        workspace_id=member.workspace_id, member=member, kind=kind, name=name, engaged=True
    )
    record(member, "person added", "person", person.pk, name=name, kind=kind)
    return person


@transaction.atomic
def add_person(*, actor: Member, facts: dict[str, Any], once: str = "") -> Person | None:
    """Somebody new that work can go to; None: this very form added them already.

    Raises: NameTakenError.
    """
    if not first_time(actor, "people:new", once):
        return None
    person = Person(workspace_id=actor.workspace_id, **_known(facts))
    _save(person)
    _take_skills(actor, person)
    record(actor, "person added", "person", person.pk, name=person.name, kind=person.kind)
    return person


@transaction.atomic
def change_person(*, actor: Member, person_id: int, version: int, facts: dict[str, Any]) -> Person:
    """Change what is stated about somebody.

    Raises: StaleError, when somebody else changed them meanwhile. NameTakenError.
    """
    person = person_here(actor, person_id)
    if not Person.objects.filter(pk=person.pk, version=version).update(version=version + 1):
        raise StaleError
    stated = _known(facts)
    if "skills" in stated:
        stated["skills"] = restate(actor=actor, person=person, wanted=stated["skills"])
    changed = [name for name, value in stated.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, stated[name])
    person.version = version + 1
    _save(person)
    record(actor, "person changed", "person", person.pk, fields=changed)
    return person


@transaction.atomic
def archive_person(*, actor: Member, person_id: int, is_archived: bool = True) -> Person:
    """Put somebody away, or take them back: no plan uses them, what they logged stays.

    Raises: HoursbackError, for the owner.
    """
    person = person_here(actor, person_id, Verb.CHANGE)
    if person.kind == Person.Kind.OWNER:
        raise HoursbackError(_("The owner cannot be put away."), hint=_("The plan is about their hours."))
    if Person.objects.filter(pk=person.pk, is_archived=not is_archived).update(is_archived=is_archived):
        record(actor, "person archived" if is_archived else "person returned", "person", person.pk)
    return person


@transaction.atomic
def adopt_person(*, actor: Member, person: engine.Person) -> Person:
    """Somebody a plan proposed (a role to be found) as a person here; who has the name already is kept."""
    known = Person.objects.filter(name__iexact=person.name).first()
    if known is not None:
        return known
    first, practised = person.efficiency or (None, None)
    facts = {
        **{name: getattr(person, name) for name in FIELDS if hasattr(person, name)},
        "kind": person.kind.value,
        "experience": person.experience.value if person.experience else "",
        "skills": None if person.skills is None else dict(person.skills),
        "declines": list(person.declines),
        "efficiency_first": first,
        "efficiency_practised": practised,
    }
    made = Person.objects.create(workspace_id=actor.workspace_id, **facts)
    _take_skills(actor, made)
    record(actor, "person added", "person", made.pk, name=made.name, kind=made.kind)
    return made


def on_joined(*, member: Member, person_id: int | None, **_sender: Any) -> None:
    """Whoever joins and works is a person too."""
    if member.role != Role.ADVISER:
        ensure_person(member=member, person_id=person_id)


def on_erased(*, member: Member, **_sender: Any) -> None:
    """What an erased member logged stays under nobody's name."""
    person = Person.objects.filter(member=member).first()
    if person is None:
        return
    was_owner = person.kind == Person.Kind.OWNER
    name = _free_name(member.workspace_id, _("Former member"))
    blank = Person(pk=person.pk, workspace_id=person.workspace_id, name=name, kind=Person.Kind.PLACEHOLDER)
    blank.version, blank.is_archived = person.version + 1, True
    blank.save()
    if was_owner:
        heir = Member.objects.filter(workspace_id=member.workspace_id, role=Role.OWNER, is_active=True)
        heirs = Person.objects.filter(member__in=heir.exclude(pk=member.pk)).order_by("pk").values_list("pk", flat=True)
        Person.objects.filter(pk__in=heirs[:1]).update(kind=Person.Kind.OWNER)


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: facts[name] for name in FIELDS if name in facts}


def _take_skills(actor: Member, person: Person) -> None:
    """Let the history tell what a new person's row says."""
    skills = restate(actor=actor, person=person, wanted=person.skills)
    if skills != person.skills:
        person.skills = skills
        Person.objects.filter(pk=person.pk).update(skills=skills)


def _save(person: Person) -> None:
    others = Person.objects.filter(name__iexact=person.name).exclude(pk=person.pk)
    if others.exists():
        raise NameTakenError(person.name)
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError:  # somebody else was first with the name
        raise NameTakenError(person.name) from None


def _free_name(workspace_id: int, wanted: str) -> str:
    wanted = wanted[:190]
    taken = set(Person.everywhere.filter(workspace_id=workspace_id).values_list("name", flat=True))
    return next(name for name in (wanted, *(f"{wanted} {i}" for i in range(2, 100_000))) if name not in taken)
