"""What the API takes and gives about timesheets and costs, field by field; money is a decimal string."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from hoursback.web.shared.api import LARGEST_WHOLE, Cursor, Day, Given, Moment, PageSize, Taken, Text


class TimesheetState(StrEnum):
    """Where a week stands; a name of its own, for a plan has states too."""

    OPEN = "open"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    LOCKED = "locked"
    PAID = "paid"


QueryId = Annotated[int, Field(ge=1, le=LARGEST_WHOLE)]
Amount = Annotated[str, Field(pattern=r"^-?[0-9]+\.[0-9]{2}$", examples=["60.00"])]
Month = Annotated[str, Field(pattern=r"^(19[7-9][0-9]|20[0-9][0-9])-(0[1-9]|1[0-2])$", examples=["2026-03"])]
Seen = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]


class TimesheetLineOut(Given):
    """Money of one day, activity and price; `price` null: none was stated."""

    kind: str = Field(description="work, minimum (the rest of an agreed minimum) or fixed (a fixed price).")
    day: Day
    handoff_id: int | None
    activity_id: int | None
    name: str
    work_seconds: int
    price: Amount | None
    amount: Amount


class TimesheetShort(Given):
    """A week that something was done with."""

    person_id: int
    person: str
    week: Day = Field(description="Its Monday.")
    state: TimesheetState
    work_seconds: int
    amount: Amount | None = Field(description="What it comes to; of an open week, so far.")
    is_final: bool = Field(description="Handed in. Until then time and amount are what they come to so far.")
    version: int
    address: str


class TimesheetOut(Given):
    """One week: its lines as they were handed in, or, while it is open, as they stand now."""

    person_id: int
    person: str
    week: Day = Field(description="Its Monday.")
    state: TimesheetState
    currency: str
    work_seconds: int
    amount: Amount
    is_final: bool = Field(description="Handed in. Until then time and amount are what they come to so far.")
    still_to_pay: Amount | None = Field(description="Of a week that was paid and opened again: more than was paid.")
    lines: list[TimesheetLineOut]
    unpaid_seconds: int = Field(description="Other work in this week, which nobody pays for.")
    note: str
    reason: str = Field(description="Why it was sent back or opened again.")
    submitted_at: Moment | None
    paid_on: Day | None
    moves: list[str] = Field(description="What you may do with it now.")
    version: int = Field(description="0: nothing is stored yet.")
    address: str


class TimesheetsAsked(Taken):
    """Which weeks; both days belong to the range, which is about Mondays."""

    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")
    person_id: QueryId | None = None
    state: TimesheetState | None = None
    size: PageSize = 50
    cursor: Cursor | None = None


class TimesheetsOut(Given):
    """A page of weeks by Monday and id; `next_cursor` is null on the last page."""

    timesheets: list[TimesheetShort]
    next_cursor: str | None


class SubmitIn(Taken):
    """Handing in: the version that was read, 0 where nothing was stored yet."""

    version: Seen
    note: Text = ""


class CostsAsked(Taken):
    """Which month; this month where none is named."""

    month: Month | None = None


class CostOut(Given):
    """One person and hand-off in a month; `handoff_id` null: other paid work."""

    person_id: int
    person: str
    handoff_id: int | None
    handoff: str
    work_seconds: int
    handed_in: Amount
    not_handed_in: Amount
    amount: Amount
    agreed: Amount | None = Field(description="The most that was agreed; null: without a bound.")
    planned: Amount | None


class CostsTotal(Given):
    """The sums of a month."""

    work_seconds: int
    handed_in: Amount
    not_handed_in: Amount
    amount: Amount
    planned: Amount | None


class CostsOut(Given):
    """A month of costs; each amount is a sum of lines, and lines are rounded half up to the hundredth."""

    month: Month
    currency: str
    costs: list[CostOut]
    total: CostsTotal
    open_weeks: int
