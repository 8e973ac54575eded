"""Blocks of a week: proposed, made, moved, taken away."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hoursback.engine.errors import HoursbackError
from hoursback.web.accounts.request import WorkspaceRequest, inside, once_of, whole_number
from hoursback.web.capture.clocks import day_or_none
from hoursback.web.capture.forms.boxes import put_error
from hoursback.web.capture.views.common import back, said_in
from hoursback.web.focus.actions import blocks as actions
from hoursback.web.focus.clock import Clock, clock_of, monday_of
from hoursback.web.focus.forms.protecting import BlockForm, MoveForm
from hoursback.web.focus.selectors import blocks as selectors
from hoursback.web.focus.selectors.choices import activity_choices
from hoursback.web.focus.words import minutes_said
from hoursback.web.shared.conflict import Side, StaleError, answer_conflict
from hoursback.web.shared.notes import tell, warn

MOST_IDS = 60


def blocks(request: WorkspaceRequest, week: str = "") -> HttpResponse:
    """The blocks of a week."""
    return _week(request, clock_of(request.member), week)


def make(request: WorkspaceRequest) -> HttpResponse:
    """Propose blocks for a day, or for a week from its first day that lies ahead."""
    clock = clock_of(request.member)
    first = day_or_none(request.POST.get("day", "")) or clock.today
    number = 7 if request.POST.get("days", "") == "7" else 1
    days = [first + timedelta(days=n) for n in range(number)]
    made = actions.make_blocks(member=request.member, clock=clock, days=days, once=once_of(request))
    if made:
        ids = ",".join(str(block.pk) for block in made)
        said = ngettext("%(n)d block proposed.", "%(n)d blocks proposed.", len(made)) % {"n": len(made)}
        tell(request, said, undo=f"{inside(request, 'focus:blocks-back')}?made={ids}")
    else:
        warn(request, _("Nothing to propose: these days have blocks already, are days off, or have no room left."))
    return back(request, _address(request, first))


def unmake(request: WorkspaceRequest) -> HttpResponse:
    """Take proposals back that nobody has changed since."""
    ids = [whole_number(each) for each in request.GET.get("made", "").split(",")[:MOST_IDS]]
    gone = actions.take_back_blocks(member=request.member, ids=ids)
    tell(request, ngettext("%(n)d block taken back.", "%(n)d blocks taken back.", gone) % {"n": gone})
    return back(request, inside(request, "focus:blocks"))


def new(request: WorkspaceRequest) -> HttpResponse:
    """A block by hand."""
    clock = clock_of(request.member)
    form = BlockForm(request.POST, activities=activity_choices(request.member))
    if form.is_valid():
        start, end = form.span(clock)
        try:
            made = actions.make_block(
                member=request.member,
                clock=clock,
                start=start,
                end=end,
                activity_id=form.cleaned_data["activity"],
                once=once_of(request),
            )
        except HoursbackError as error:
            _put(form, error)
        else:
            if made is not None:
                tell(request, _("Protected."), undo=inside(request, "focus:block-remove", block=made.pk))
            return redirect(_address(request, form.cleaned_data["day"]))
    typed = form.cleaned_data.get("day")
    return _week(request, clock, typed.isoformat() if typed else "", form=form)


def block(request: WorkspaceRequest, block: int) -> HttpResponse:
    """One block, to be moved by its times."""
    clock, row = clock_of(request.member), selectors.block_here(request.member, block)
    choices = activity_choices(request.member)
    if request.method != "POST":
        return _block(request, clock, block, MoveForm(block=row, clock=clock, activities=choices))
    form = MoveForm(request.POST, block=row, clock=clock, activities=choices)
    if not form.is_valid():
        return _block(request, clock, block, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    start, end = form.span(clock)
    try:
        actions.change_block(
            member=request.member,
            block_id=block,
            clock=clock,
            start=start,
            end=end,
            activity_id=form.cleaned_data["activity"],
            version=form.cleaned_data["version"],
        )
    except StaleError:
        return _conflict(request, clock, block, form)
    except HoursbackError as error:
        _put(form, error)
        return _block(request, clock, block, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    undo = f"{inside(request, 'focus:block-back', block=block)}?start={row.start}&end={row.end}"
    tell(request, _("The block is changed."), undo=undo)
    return redirect(_address(request, form.cleaned_data["day"]))


def move_back(request: WorkspaceRequest, block: int) -> HttpResponse:
    """Put a block where it was."""
    clock, row = clock_of(request.member), selectors.block_here(request.member, block)
    start, end = (whole_number(request.GET.get(name, "")) for name in ("start", "end"))
    try:
        actions.change_block(
            member=request.member,
            block_id=block,
            clock=clock,
            start=start,
            end=end,
            activity_id=row.activity_id,
            version=row.version,
        )
        tell(request, _("The block is where it was."))
    except HoursbackError as error:
        warn(request, " ".join(part for part in (error.what, error.hint) if part))
    except StaleError:
        warn(request, _("The block was taken away meanwhile."))
    return back(request, _address(request, date.fromordinal(row.day)))


def remove(request: WorkspaceRequest, block: int) -> HttpResponse:
    """Take a block away."""
    gone = actions.remove_block(member=request.member, block_id=block)
    tell(request, _("The block is taken away."), undo=inside(request, "focus:block-return", block=block))
    return back(request, _address(request, date.fromordinal(gone.day)))


def put_back(request: WorkspaceRequest, block: int) -> HttpResponse:
    """Put a block back that was taken away."""
    row = actions.return_block(member=request.member, block_id=block)
    tell(request, _("The block is back."))
    return back(request, _address(request, date.fromordinal(row.day)))


def settle(request: WorkspaceRequest) -> HttpResponse:
    """Move blocks out of the way of what the calendar holds."""
    moved, stuck = actions.move_from_busy(member=request.member, clock=clock_of(request.member))
    if moved:
        tell(request, ngettext("%(n)d block moved.", "%(n)d blocks moved.", len(moved)) % {"n": len(moved)})
    if stuck:
        said = ngettext(
            "%(n)d block stays where it is: its day has no other room.",
            "%(n)d blocks stay where they are: their days have no other room.",
            len(stuck),
        )
        warn(request, said % {"n": len(stuck)})
    return back(request, inside(request, "focus:blocks"))


def _week(request: WorkspaceRequest, clock: Clock, week: str, form: BlockForm | None = None) -> HttpResponse:
    asked = day_or_none(week) if week else clock.today
    if asked is None and form is None:
        raise Http404
    monday = monday_of(asked or clock.today)
    facts = selectors.week(request.member, clock, monday)
    begin = form or BlockForm(activities=activity_choices(request.member), initial={"day": max(monday, clock.today)})
    shown = {
        "week": facts,
        "clock": clock,
        "form": begin,
        "before": monday - timedelta(weeks=1),
        "after": monday + timedelta(weeks=1),
        "protected": minutes_said(facts.seconds),
    }
    wrong = form is not None
    return render(
        request, "focus/blocks.html", shown, status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    )


def _block(
    request: WorkspaceRequest, clock: Clock, pk: int, form: MoveForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    row = selectors.block_here(request.member, pk)
    # Not “block”: inside a template's blocks that name is the template's own.
    shown = {"held": selectors.shown(row, clock), "form": form, "is_gone": row.state == "gone"}
    return render(request, "focus/block.html", shown, status=status)


def _conflict(request: WorkspaceRequest, clock: Clock, pk: int, form: MoveForm) -> HttpResponse:
    row = selectors.block_here(request.member, pk)
    theirs = MoveForm(block=row, clock=clock, activities=activity_choices(request.member))
    names = ("day", "begins", "ends", "activity")
    sides = [Side(str(form.fields[name].label), said_in(form, name), said_in(theirs, name)) for name in names]
    resend = {name: str(form[name].value() or "") for name in names} | {"version": str(row.version)}
    return answer_conflict(
        request, what=_("this block"), sides=sides, resend=resend, back=inside(request, "focus:blocks")
    )


def _put(form: BlockForm, error: HoursbackError) -> None:
    """At the box that shows it: the form has other names than the action."""
    form_name = {"start": "begins", "end": "ends"}.get(error.where, error.where)
    put_error(form, HoursbackError(error.what, where=form_name, value=error.value, hint=error.hint))


def _address(request: WorkspaceRequest, day: date) -> str:
    clock = clock_of(request.member)
    if monday_of(day) == clock.monday:
        return inside(request, "focus:blocks")
    return inside(request, "focus:blocks", week=monday_of(day).isoformat())
