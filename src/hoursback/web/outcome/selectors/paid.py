"""What was paid for handed-over work, by hand-off and week: stored lines, and open weeks by the same rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from django.db.models import F

from hoursback.engine.handoff.stages import EDITABLE
from hoursback.engine.outcome.weeks import WEEK
from hoursback.web.accounts.models import Workspace
from hoursback.web.handoff.models import Timesheet, TimesheetLine
from hoursback.web.handoff.selectors.books import book, seconds_of
from hoursback.web.handoff.selectors.weeks import HUNDREDTHS

type Paid = dict[int, dict[int, Decimal]]
"""By hand-off and Monday."""


def paid_by_week(workspace: Workspace, people: Collection[int], first: int, last: int) -> Paid:
    """Money of each hand-off in each week from one Monday to another.

    A price that changed later changes nothing here: a stored line and a logged entry keep theirs.
    """
    found: Paid = defaultdict(lambda: defaultdict(Decimal))
    lines = TimesheetLine.objects.filter(workspace_id=workspace.pk, day__gte=first, day__lt=last + WEEK)
    stored = lines.exclude(handoff=None).values_list("handoff_id", F("timesheet__week")).annotate(sum=HUNDREDTHS)
    for handoff, week, hundredths in stored.order_by():
        found[handoff][week] += Decimal(hundredths).scaleb(-2)
    rows = Timesheet.objects.filter(workspace_id=workspace.pk, week__gte=first, week__lte=last, person__in=people)
    states = {
        (person, week): (state, hours)
        for person, week, state, hours in rows.values_list("person_id", "week", "state", "cap_hours")
    }
    books = book(workspace, people, first, last + WEEK - 1)
    for person in books.people:
        for week in range(first, last + 1, WEEK):
            state, hours = states.get((person, week), (Timesheet.State.OPEN, None))
            if state not in EDITABLE:
                continue
            for line in books.sheet(person, week, cap=seconds_of(hours)).lines:
                if line.handoff is not None:
                    found[line.handoff][week] += line.amount
    return found
