"""Rights on what focus keeps: the owner's own day, theirs alone; nobody else sees when they worked on what."""

from __future__ import annotations

from django.db.models import Q

from hoursback.web.accounts.rights import by_role, routes
from hoursback.web.accounts.roles import OWNER, member
from hoursback.web.focus.models import BadDay, Block, Busy, Calendar, Incident, Protection, TimeBox, Written

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

# Fix or pay: what the owner's hour is worth stands on every page of it
by_role(Incident, see=OWNER, change=OWNER, sees=lambda actor: Q(person__member=actor))
by_role(TimeBox, see=OWNER, change=OWNER, sees=lambda actor: Q(incident__person__member=actor))
_INCIDENT = {"incident": "focus.Incident"}
routes(
    {
        "focus:incidents": member(OWNER, "GET POST"),
        "focus:incident": member(OWNER, "GET POST", objects=_INCIDENT),
        "focus:incident-pay": member(OWNER, "POST", objects=_INCIDENT),
        "focus:incident-undecide": member(OWNER, "POST", objects=_INCIDENT),
        "focus:incident-end": member(OWNER, "POST", objects=_INCIDENT),
        "focus:incident-reopen": member(OWNER, "POST", objects=_INCIDENT),
        "focus:incident-remove": member(OWNER, "POST", objects=_INCIDENT),
        "focus:incident-return": member(OWNER, "POST", objects=_INCIDENT),
        "focus:timebox": member(OWNER, "GET POST", objects=_INCIDENT),
        "focus:timebox-back": member(OWNER, "POST", objects=_INCIDENT),
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
