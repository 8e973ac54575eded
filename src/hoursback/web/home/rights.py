"""Rights on what stands above the steps."""

from __future__ import annotations

from hoursback.web.accounts.rights import routes
from hoursback.web.accounts.roles import EVERYBODY, OWNER, member, public
from hoursback.web.home.api_access import ROUTES as API

routes({"home:today": member(EVERYBODY), "home:me": member(EVERYBODY), "home:palette": member(EVERYBODY)})
routes(
    {
        "home:mail": member(EVERYBODY, "GET POST"),
        "home:mail-again": member(OWNER, "POST"),
        "home:feed": member(EVERYBODY, "POST"),
        "home:feed-revoke": member(EVERYBODY, "POST", objects={"feed": "accounts.Feed"}),
        "feed:calendar": public(),
    }
)
routes(API)
