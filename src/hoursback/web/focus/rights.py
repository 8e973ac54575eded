"""Rights on what focus keeps: the owner's own day, theirs alone; nobody else sees when they worked on what."""

from __future__ import annotations

from django.db.models import Q

from hoursback.web.accounts.rights import by_role, routes
from hoursback.web.accounts.roles import OWNER, member
from hoursback.web.focus.models import BadDay, Block, Busy, Calendar, Protection, Written

for _model in (Protection, Block, BadDay):
    by_role(_model, see=OWNER, change=OWNER, sees=lambda actor: Q(person__member=actor))

# Today: protected time, blocks, bad days and what displaced them
_BLOCK = {"block": "focus.Block"}
routes(
    {
        "focus:blocks": member(OWNER),
        "focus:blocks-make": member(OWNER, "POST"),
        "focus:blocks-back": member(OWNER, "POST"),
        "focus:blocks-settle": member(OWNER, "POST"),
        "focus:block-new": member(OWNER, "POST"),
        "focus:block": member(OWNER, "GET POST", objects=_BLOCK),
        "focus:block-back": member(OWNER, "POST", objects=_BLOCK),
        "focus:block-remove": member(OWNER, "POST", objects=_BLOCK),
        "focus:block-return": member(OWNER, "POST", objects=_BLOCK),
        "focus:protect": member(OWNER, "GET POST"),
        "focus:badday": member(OWNER, "POST"),
        "focus:intrusions": member(OWNER),
    }
)

# The calendar elsewhere
for _own in (Calendar, Busy):
    by_role(_own, see=OWNER, change=OWNER, sees=lambda actor: Q(person__member=actor))
by_role(Written, see=OWNER, change=OWNER, sees=lambda actor: Q(calendar__person__member=actor))
routes(
    {
        "focus:calendar": member(OWNER, "GET POST"),
        "focus:calendar-try": member(OWNER, "POST"),
        "focus:calendar-off": member(OWNER, "POST"),
    }
)
