"""Rights on what stands above the steps."""

from __future__ import annotations

from hoursback.web.accounts.rights import routes
from hoursback.web.accounts.roles import EVERYBODY, member
from hoursback.web.home.api_access import ROUTES as API

routes({"home:today": member(EVERYBODY), "home:palette": member(EVERYBODY)})
routes(API)
