"""Every address of the API with who may open it."""

from __future__ import annotations

from hoursback.web.accounts.api_access import ROUTES as ACCOUNTS
from hoursback.web.accounts.roles import Access
from hoursback.web.capture.api_access import ROUTES as CAPTURE
from hoursback.web.cycle.api_access import ROUTES as CYCLE
from hoursback.web.handoff.api_access import ROUTES as HANDOFF
from hoursback.web.outcome.api_access import ROUTES as OUTCOME
from hoursback.web.people.api_access import ROUTES as PEOPLE
from hoursback.web.plan.api_access import ROUTES as PLAN
from hoursback.web.review.api_access import ROUTES as REVIEW

ROUTES: dict[str, Access] = {**ACCOUNTS, **PEOPLE, **CAPTURE, **REVIEW, **PLAN, **HANDOFF, **CYCLE, **OUTCOME}
