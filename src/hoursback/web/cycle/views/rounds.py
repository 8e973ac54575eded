"""Pages of rounds: everybody's, one person's, one round and its moves."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hoursback.engine.errors import HoursbackError
from hoursback.engine.moves import MoveError
from hoursback.web.accounts.cells import safe_row
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, today_of
from hoursback.web.cycle import words
from hoursback.web.cycle.actions import moving, seeding
from hoursback.web.cycle.charts import levels_chart
from hoursback.web.cycle.selectors import feeding, goals, holding, people, rounds, skills, telling, training
from hoursback.web.cycle.views import around
from hoursback.web.shared import faults
from hoursback.web.shared.conflict import Side, StaleError
from hoursback.web.shared.notes import tell

_ROUNDS = 20
"""On one page of the list."""
_REASON_ASKED = {"stop", "change goals"}


def index(request: WorkspaceRequest) -> HttpResponse:
    """Everybody with a round: where it stands, what is due, whose turn it is. A helper's own page is the person's."""
    own = people.own_rounds(request.member)
    if request.member.role == "helper":
        assert own is not None, "whoever helps is a person"
        return redirect(inside(request, "cycle:person", person=own.pk))
    today = today_of(request)
    listed, to_start = people.in_order(request.member, today), people.to_start(request.member, today)
    page = Paginator(listed, _ROUNDS).get_page(request.GET.get("page"))
    shown = people.rounds_by_id(request.member, [pk for pk, _is_mine in page], today)
    facts = {
        "lines": [_line(request, each) for each in shown],
        "page": page,
        "all": len(listed),
        "mine": sum(is_mine for _pk, is_mine in listed),
        "to_start": to_start[:_ROUNDS],
        "more_to_start": len(to_start[_ROUNDS:]),
    }
    return render(request, "cycle/index.html", facts)


def person(request: WorkspaceRequest, person: int) -> HttpResponse:
    """One person's rounds, and how their levels moved."""
    return _person_page(request, people.person_here(request.member, person))


def as_csv(request: WorkspaceRequest, person: int) -> HttpResponse:
    """One person's rounds with their levels, training and goals, as CSV."""
    _row, lines = telling.table_of(request.member, person)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(telling.COLUMNS)
    writer.writerows(safe_row("" if cell is None else cell for cell in line) for line in lines)
    response = HttpResponse(text.getvalue().encode(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rounds-{person}.csv"'
    return response


def start(request: WorkspaceRequest, person: int) -> HttpResponse:
    """Begin a first round, or another after one was stopped."""
    row = people.person_here(request.member, person)
    try:
        made = seeding.start_cycle(
            actor=request.member, person_id=row.pk, today=today_of(request), once=once_of(request)
        )
    except HoursbackError as error:
        return _person_page(request, row, error=error, status=400)
    if made is None:
        return redirect(inside(request, "cycle:person", person=row.pk))
    tell(request, _("The round has begun: first the skills."))
    return redirect(inside(request, "cycle:cycle", cycle=made.pk))


def cycle(request: WorkspaceRequest, cycle: int) -> HttpResponse:
    """One round: where it stands and what is next."""
    return _cycle_page(request, rounds.cycle_here(request.member, cycle))


def move(request: WorkspaceRequest, cycle: int) -> HttpResponse:
    """Make a move of the table."""
    row = rounds.cycle_here(request.member, cycle)
    name, reason = request.POST.get("name", ""), request.POST.get("reason", "")
    try:
        moved = moving.move_cycle(
            actor=request.member,
            cycle_id=row.pk,
            name=name,
            version=around.version_of(request),
            today=today_of(request),
            reason=reason,
        )
    except StaleError:
        return _moved_meanwhile(request, cycle, name)
    except HoursbackError as error:
        return _cycle_page(request, row, error=error, reason=reason, status=400)
    if moved.phase == "repeat":
        latest = rounds.rounds_of(request.member, moved.person, today_of(request))[0].cycle
        tell(request, _("The round is over. Round %(number)d has begun.") % {"number": latest.number})
        return redirect(inside(request, "cycle:cycle", cycle=latest.pk))
    tell(request, _("Now: %(phase)s.") % {"phase": words.phase_label(moved.phase)})
    return redirect(inside(request, "cycle:cycle", cycle=row.pk))


def _line(request: WorkspaceRequest, each: rounds.Round) -> dict[str, Any]:
    said, address = around.next_of(request, each)
    return {"round": each, "phase": words.phase_label(each.cycle.phase), "said": said, "address": address}


def _person_page(
    request: WorkspaceRequest, row: Any, *, error: HoursbackError | None = None, status: int = 200
) -> HttpResponse:
    today = today_of(request)
    sees = rounds.sees_rounds(request.member, row)
    listed = rounds.rounds_of(request.member, row, today) if sees else []
    levels = people.levels_over_time(request.member, row) if sees else []
    is_lead = rounds.leads(request.member, row)
    facts = {
        "person": row,
        "sees": sees,
        "lines": [_line(request, each) for each in listed],
        "live": next((each for each in listed if not each.is_over), None),
        "can_start": rounds.can_start(request.member, row) and all(each.is_over for each in listed),
        "can_have": rounds.can_have(row),
        "is_owner": row.kind == rounds.Kind.OWNER,
        "is_self": row.member_id == request.member.pk,
        "is_lead": is_lead,
        "chart": levels_chart(
            [(people.skill_name(level), level.on, level.level, level.get_basis_display()) for level in levels], today
        ),
        "levels": [(people.skill_name(level), level) for level in reversed(levels)],
        "asked": skills.asked_of(row) if sees else [],
        "notes": people.notes_of(request.member, row) if sees else [],
        "feed": feeding.feed_shown(request.member, row, today) if is_lead else None,
        "error": error,
    }
    return render(request, "cycle/person.html", facts, status=status)


def _cycle_page(
    request: WorkspaceRequest, row: Any, *, error: HoursbackError | None = None, reason: str = "", status: int = 200
) -> HttpResponse:
    today = today_of(request)
    seen = skills.skills_of(request.member, row)
    met = holding.met(row, today)
    facts = {
        "skills": seen,
        "short": [each for each in seen.rows if each.is_short],
        "items": training.items_of(request.member, row, today),
        "goals": (listed := goals.goals_of(request.member, row, today)),
        "progress": goals.progress(listed),
        "buttons": [_button(move, missing) for move, missing in rounds.buttons(request.member, row, met)],
        "turns": [
            (words.MOVES.get(turn.move, turn.move), words.phase_label(turn.target), turn)
            for turn in rounds.turns_of(row)
        ],
        "views": people.reflections_of(request.member, row.pk),
        "next_round": rounds.after(request.member, row),
        "error": error,
        "refused": error.value if isinstance(error, MoveError) else "",
        "reason": reason,
        "writes": [each for each in seen.rows if each.seen is not None and not each.is_kept] if row.verdict else [],
    }
    return around.page(request, row, "cycle/cycle.html", facts, "cycle", status)


def _button(move: Any, missing: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": move.name,
        "label": words.MOVES.get(move.name, move.name),
        "missing": missing,
        "asks_reason": move.name in _REASON_ASKED,
        "is_end": move.name == "stop",
    }


def _moved_meanwhile(request: WorkspaceRequest, cycle: int, name: str) -> HttpResponse:
    now = rounds.cycle_here(request.member, cycle)
    if not around.version_of(request):
        return faults.bad_request(request)
    sides = [Side(_("Where it goes"), str(words.MOVES.get(name, name)), str(words.phase_label(now.phase)))]
    back = inside(request, "cycle:cycle", cycle=cycle)
    return around.conflict(request, what=_("this round"), sides=sides, version=now.version, back=back)
