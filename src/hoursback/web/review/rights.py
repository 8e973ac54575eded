"""Rights on the review: the owner's honest answers are the owner's."""

from __future__ import annotations

from hoursback.web.accounts.rights import by_role, routes
from hoursback.web.accounts.roles import OWNER, member
from hoursback.web.review.models import Answer, Undone

by_role(Answer, see=OWNER, change=OWNER)
by_role(Undone, see=OWNER, change=OWNER)
routes({"review:index": member(OWNER)})
