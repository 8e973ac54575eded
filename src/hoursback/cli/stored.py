"""The stored log for commands: bring a file in, read it like a file. Django is imported inside, when it is needed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hoursback.cli.files import STANDARD_INPUT, title_of
from hoursback.engine.errors import FileRefusedError, HoursbackError

if TYPE_CHECKING:
    from hoursback.cli.options import ReadChoices
    from hoursback.cli.reading import LogRead
    from hoursback.engine.plan.business import Settings
    from hoursback.web.accounts.models import Member

NONE_YET = "There is no workspace yet, so there is no log to use."
SET_UP = "Set one up with `hoursback serve`; none is needed with --dry-run, with log files named, or with --config."


def owner_of(workspace: str) -> Member:
    """The owner of the only workspace, or of the one with this id.

    Raises: HoursbackError, where there is none, or several and none was named.
    """
    from hoursback.cli.database import open_app, reach_database

    open_app()
    reach_database()
    from django.db import DatabaseError

    from hoursback.web.accounts.models import Member
    from hoursback.web.accounts.roles import Role

    owners = Member.objects.select_related("workspace", "user").filter(role=Role.OWNER, is_active=True)
    try:
        found = list(owners.filter(workspace__public_id=workspace) if workspace else owners.order_by("pk"))
    except DatabaseError:  # a database without tables
        found = []
    places = {member.workspace_id: member for member in reversed(found)}
    if len(places) == 1:
        return next(iter(places.values()))
    if not places and not workspace:
        raise HoursbackError(NONE_YET, where="database", hint=SET_UP)
    if not places:
        raise HoursbackError("There is no such workspace.", where="--workspace", value=workspace, hint=SET_UP)
    names = ", ".join(f"{member.workspace.public_id} ({member.workspace.name})" for member in places.values())
    raise HoursbackError(
        "There are several workspaces.", where="--workspace", value=names, hint="Name one of them with --workspace ID."
    )


def bring_in(
    file: str, choices: ReadChoices, *, workspace: str, by: str, names_apart: bool, skip_bad: bool
) -> dict[str, Any]:
    """Store a file; returns what became of it, with the keys of a preview and how many entries were added and known.

    Raises: HoursbackError, for a file that is refused; nothing is stored then.
    """
    choices.options()
    owner = owner_of(workspace)
    from hoursback.web.accounts.scope import acting_in
    from hoursback.web.capture.importing import actions
    from hoursback.web.capture.importing.choices import Choices

    chosen = Choices(
        format=choices.format,
        timezone=choices.timezone or owner.workspace.timezone,
        date_order=choices.date_order,
        encoding=choices.encoding,
        window=choices.window,
        by=by,
        others="new" if names_apart else "me",
        skip_bad=skip_bad,
    )
    source = sys.stdin.buffer if file == STANDARD_INPUT else _existing(file)
    with acting_in(owner.workspace):
        try:
            batch = actions.import_file(member=owner, path=source, filename=title_of(file), choices=chosen)
        except FileRefusedError as error:
            raise _with_its_rows(error, file, choices) from None
    result: dict[str, Any] = batch.result
    return result


def _with_its_rows(error: FileRefusedError, file: str, choices: ReadChoices) -> FileRefusedError:
    """A refusal for bad rows with the first of them; standard input is gone by now and keeps the first alone."""
    if error.problems or file == STANDARD_INPUT:
        return error
    from hoursback.cli.counts import Counts
    from hoursback.cli.reading import read_all

    try:
        found = read_all([file], choices.options(), Counts())
    except FileRefusedError as again:
        problems, total = again.problems, again.problems_total
    else:
        problems, total = tuple(found.problems), found.problems_total
    return FileRefusedError(
        error.what, where=error.where, value=error.value, hint=error.hint, problems=problems, problems_total=total
    )


def read_stored_log(settings: Settings, *, workspace: str = "", person: str = "") -> LogRead:
    """The stored log as `read_log` gives that of files: the owner's, or a named person's.

    Raises: HoursbackError, where there is no workspace or no such person.
    """
    from hoursback.cli.reading import Found, LogRead

    owner = owner_of(workspace)
    from hoursback.engine.capture.quality import Checker
    from hoursback.engine.review.log import DayLogBuilder
    from hoursback.web.capture.stream import by_name, rows_of

    builder = DayLogBuilder(by_name(owner.workspace_id))  # type: ignore[arg-type]  # it has what is asked of one
    checker = Checker(stated_hours_per_week=settings.business.hours_per_week, work_days=settings.business.work_days)
    found = Found(["the stored log"])
    for zone, rows in rows_of(owner.workspace_id, _person_id(owner, person)):
        builder.add_rows(rows, zone)
        checker.add_rows(rows, zone)
        found.used += len(rows)
    return LogRead(builder.build(), checker.quality(), found)


def _person_id(owner: Member, name: str) -> int:
    from hoursback.web.people.actions import ensure_person
    from hoursback.web.people.models import Person

    if not name.strip():
        return ensure_person(member=owner).pk
    wanted = name.strip().casefold()
    people = Person.everywhere.filter(workspace_id=owner.workspace_id).values_list("pk", "name")
    for pk, known in people:
        if known.casefold() == wanted:
            return pk
    raise HoursbackError(
        "There is no such person.",
        where="--person",
        value=name,
        hint="Use a name of the people page; case is no matter.",
    )


def _existing(file: str) -> Path:
    path = Path(file)
    if path.is_dir():
        raise FileRefusedError("This is a folder, not a file.", where=file, hint="Name the files in it.")
    if not path.exists():
        raise FileRefusedError("There is no such file.", where=file, hint="Check the name and the folder.")
    return path
