"""Rights on plans: leaders and advisers see them, the owner decides; whoever has a link sees that plan."""

from __future__ import annotations

from hoursback.web.accounts.rights import by_role, routes
from hoursback.web.accounts.roles import LEADERS, OWNER, READERS, member, public
from hoursback.web.plan.models import Limits, Line, MadePlan, Quote, Share, Terms

for _model in (Limits, Quote, Terms):
    by_role(_model, see=LEADERS, change=OWNER)
by_role(Line, see=READERS, change=OWNER)
by_role(MadePlan, see=READERS, change=OWNER)
by_role(Share, see=OWNER, change=OWNER)

_PLAN = {"plan": "plan.MadePlan"}
_ACTIVITY = {"activity": "capture.Activity"}
# None of these pages carries an ETag: what others than the owner see of them changes with what the owner shares, and
# they change while a plan is being worked out. So browsers keep none of them.
routes(
    {
        "plan:index": member(READERS),
        "plan:make": member(OWNER, "POST"),
        "plan:look": member(OWNER, "POST"),
        "plan:keep": member(OWNER, "POST", objects=_PLAN),
        "plan:line": member(READERS, objects=_PLAN),
        "plan:decide": member(OWNER, "POST", objects=_PLAN),
        "plan:retract": member(OWNER, "POST", objects=_PLAN),
        "plan:history": member(READERS),
        "plan:compare": member(READERS),
        "plan:print": member(READERS, objects=_PLAN),
        "plan:shares": member(OWNER, "GET POST", objects=_PLAN),
        "plan:revoke": member(OWNER, "POST", objects={"share": "plan.Share"}),
        "plan:limits": member(OWNER, "GET POST"),
        "plan:file": member(OWNER, "GET POST", money=True),
        "plan:assumptions": member(OWNER, "GET POST"),
        "plan:terms": member(OWNER, "GET POST", objects=_ACTIVITY),
        "plan:quote": member(OWNER, "POST", objects=_ACTIVITY),
        "plan:remove_quote": member(OWNER, "POST", objects={"quote": "plan.Quote"}),
        "sharing:plan": public(),
    }
)
