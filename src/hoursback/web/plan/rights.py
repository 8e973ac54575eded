"""Rights on plans: leaders see them, the owner decides."""

from __future__ import annotations

from hoursback.web.accounts.rights import by_role, routes
from hoursback.web.accounts.roles import LEADERS, OWNER, member
from hoursback.web.plan.models import Limits, Line, MadePlan, Quote, Share, Terms

for _model in (Limits, Line, MadePlan, Quote, Terms):
    by_role(_model, see=LEADERS, change=OWNER)
by_role(Share, see=OWNER, change=OWNER)
routes({"plan:index": member(LEADERS)})
