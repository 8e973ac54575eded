"""Steps that can be taken back: what the rows were before, and whether they still are as the step left them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import IntegrityError, models, transaction
from django.db.models import ForeignObjectRel
from django.utils import timezone
from django.utils.translation import gettext as _

from hoursback.web.accounts.models import Member
from hoursback.web.accounts.record import first_time, record
from hoursback.web.accounts.rights import visible_or_404
from hoursback.web.accounts.roles import Verb
from hoursback.web.capture.actions.rows import COLUMNS, Write, move, write
from hoursback.web.capture.errors import RepeatError, UndoError
from hoursback.web.capture.models import Activity, Choice, Entry, Step, Timer
from hoursback.web.shared.conflict import StaleError
from hoursback.web.shared.figurefield import stored

Rows = dict[str, dict[str, Any] | None]

_TABLES: Final[Mapping[str, type[models.Model]]] = {
    "entries": Entry,
    "activities": Activity,
    "choices": Choice,
    "timers": Timer,
}
_NAMES = {model: name for name, model in _TABLES.items()}
_WATCHED = ("entries", "activities", "timers")
"""Tables whose rows must still be as the step left them; what was learned may have been learned again since."""
_UNSAID = frozenset({"version", "workspace_id", "rate"})
"""Columns that a step neither keeps nor compares; a price follows from person, activity and day."""
SPLIT = "activity split"
"""The kind of step that leaves closed weeks alone, done and undone."""


class Keeper:
    """Gathers rows as they are before a change, and then writes the step."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.before: dict[str, Rows] = {}
        self.moved: list[dict[str, Any]] = []

    def keep(self, *rows: models.Model) -> None:
        """Remember rows as they are now."""
        for row in rows:
            self._table(row).setdefault(str(row.pk), _said(row))

    def new(self, *rows: models.Model) -> None:
        """Remember that rows did not exist."""
        for row in rows:
            self._table(row).setdefault(str(row.pk), None)

    def move(self, ids: Iterable[int], *, origin: int, target: int) -> None:
        """Remember that entries went from one activity to another."""
        self.moved.append({"from": origin, "to": target, "ids": list(ids)})

    def save(self, kind: str, said: str, *, once: str = "") -> Step:
        """Write the step; the last thing in an action's transaction."""
        before: dict[str, Any] = {**self.before, "after": _marks(self.member.workspace_id, self.before)}
        if self.moved:
            before["moved"] = self.moved
        if once:
            before["once"] = once[:100]
        shown = said if len(said) <= 300 else said[:299] + "…"
        return Step.everywhere.create(
            workspace_id=self.member.workspace_id, member=self.member, kind=kind, said=shown, before=before
        )

    def _table(self, row: models.Model) -> Rows:
        return self.before.setdefault(_NAMES[type(row)], {})


def repeated(member: Member, route: str, once: str) -> Step | None:
    """None for a new submission; else the step that the first one made.

    Raises: RepeatError, when its effect was taken back meanwhile.
    """
    if first_time(member, route, once):
        return None
    step = Step.everywhere.filter(workspace_id=member.workspace_id, member=member, before__once=once[:100]).first()
    if step is None or step.undone_at is not None:
        raise RepeatError(
            _("This form was sent before, and nothing is done twice."), hint=_("Load the page again to start afresh.")
        )
    return step


def made_by(step: Step, model: type[models.Model]) -> int:
    """Number of the row that a step made.

    Raises: RepeatError, when there is none any more.
    """
    rows: Rows = step.before.get(_NAMES[model], {})
    for pk, row in rows.items():
        if row is None and model._base_manager.filter(pk=pk).exists():
            return int(pk)
    raise RepeatError(_("This form was sent before, and nothing is done twice."), hint=_("Load the page again."))


@transaction.atomic
def undo(*, member: Member, step_id: int) -> Step:
    """Take a step back, once.

    Raises: UndoError, when it was taken back already or what it changed has changed since.
    """
    step = visible_or_404(member, Step, step_id, Verb.CHANGE)
    if not Step.everywhere.filter(pk=step.pk, undone_at=None).update(undone_at=timezone.now()):
        raise UndoError(_("This was taken back already."), hint=_("Nothing more needs doing."))
    facts = step.before
    kept: dict[str, Rows] = {name: facts[name] for name in _TABLES if name in facts}
    if _marks(member.workspace_id, kept) != facts.get("after", {}):
        raise _changed_since()
    try:
        with transaction.atomic():
            _restore(member.workspace_id, kept, facts.get("moved", []), leaves_closed=step.kind == SPLIT)
            # Databases look at references only when the transaction ends, which is too late for an answer.
            if _points_nowhere(kept):
                raise StaleError
    except (IntegrityError, StaleError) as error:
        raise _changed_since() from error
    record(member, "step taken back", "step", step.pk, log=True, kind=step.kind)
    return step


def _changed_since() -> UndoError:
    return UndoError(
        _("This cannot be taken back as it stands: it was changed again since."),
        hint=_("Take back the later change first; the list of steps has them in order."),
    )


def _restore(
    workspace_id: int, kept: Mapping[str, Rows], moved: Iterable[Mapping[str, Any]], *, leaves_closed: bool
) -> None:
    made = [int(pk) for pk, row in kept.get("activities", {}).items() if row is None]
    _put_back(workspace_id, Activity, {pk: row for pk, row in kept.get("activities", {}).items() if row is not None})
    _put_back(workspace_id, Choice, kept.get("choices", {}))
    rows = kept.get("entries", {})
    write(
        workspace_id,
        [Write(None if row is None else {c: row[c] for c in COLUMNS}, int(pk)) for pk, row in rows.items()],
    )
    for each in moved:
        # Only what is still where the step put it; the rest has been decided anew.
        move(workspace_id, each["ids"], origin=each["to"], target=each["from"], leaves_closed=leaves_closed)
        timers = Timer.everywhere.filter(workspace_id=workspace_id, pk__in=each.get("timers", []))
        timers.filter(activity_id=each["to"]).update(activity_id=each["from"], version=models.F("version") + 1)
    _put_back(workspace_id, Timer, kept.get("timers", {}))
    for activity in Activity.everywhere.filter(workspace_id=workspace_id, pk__in=made):
        if not _is_used(activity):
            activity.delete()


def _put_back(workspace_id: int, model: type[models.Model], rows: Rows) -> None:
    # What goes comes first: a person has one timer, and a name one activity.
    for pk, row in sorted(rows.items(), key=lambda item: item[1] is not None):
        mine = model._base_manager.filter(workspace_id=workspace_id, pk=int(pk))
        if row is None:
            mine.delete()
            continue
        values = {f.attname: f.to_python(row[f.attname]) for f in _columns(model) if f.attname in row}
        changed = mine.update(**values)
        if not changed:
            model(pk=int(pk), workspace_id=workspace_id, **values).save(force_insert=True)
        elif any(f.name == "version" for f in model._meta.concrete_fields):
            mine.update(version=models.F("version") + 1)


def _points_nowhere(kept: Mapping[str, Rows]) -> bool:
    """Whether rows that came back refer to something gone since, such as an activity whose import was taken back."""
    for name, rows in kept.items():
        back = [row for row in rows.values() if row is not None]
        for column in (field for field in _columns(_TABLES[name]) if field.remote_field is not None):
            wanted = {row[column.attname] for row in back if row.get(column.attname) is not None}
            if column.remote_field.model._base_manager.filter(pk__in=wanted).count() < len(wanted):
                return True
    return False


def _is_used(activity: Activity) -> bool:
    """Whether anything of any step of the journey refers to an activity."""
    for relation in activity._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model is not None:
            others = relation.related_model._base_manager.filter(**{relation.field.name: activity})
            if others.exists():
                return True
    return False


def _columns(model: type[models.Model]) -> list[Any]:
    return [f for f in model._meta.concrete_fields if not f.primary_key and f.attname not in _UNSAID]


def _said(row: models.Model) -> dict[str, Any]:
    return {f.attname: stored(f.value_from_object(row)) for f in _columns(type(row))}


def _marks(workspace_id: int, kept: Mapping[str, Rows]) -> dict[str, dict[str, str | None]]:
    """A short print of each watched row as it is now; None for one that does not exist."""
    marks: dict[str, dict[str, str | None]] = {}
    for name in _WATCHED:
        if name not in kept:
            continue
        rows = _TABLES[name]._base_manager.filter(workspace_id=workspace_id, pk__in=[int(pk) for pk in kept[name]])
        found = {str(row.pk): _print(_said(row)) for row in rows}
        marks[name] = {pk: found.get(pk) for pk in kept[name]}
    return marks


def _print(said: Mapping[str, Any]) -> str:
    return hashlib.blake2b(repr(sorted(said.items())).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
