"""Rights on what stands above the steps."""

from __future__ import annotations

from django.db.models import Q

from hoursback.web.accounts.rights import by_role, routes
from hoursback.web.accounts.roles import EVERYBODY, LEADERS, OWNER, READERS, member, public
from hoursback.web.home.api_access import ROUTES as API
from hoursback.web.home.models import ReportLink, WeeklyMail, WeeklyReview

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
# The weekly review: what an owner answers is theirs alone; a manager reads the hours that came back.
by_role(WeeklyReview, see=OWNER, change=OWNER, sees=lambda actor: Q(person__member=actor))
by_role(WeeklyMail, see=EVERYBODY, change=EVERYBODY, sees=lambda actor: Q(member=actor))
routes(
    {
        "home:weekly": member(LEADERS),
        "home:weekly-save": member(OWNER, "POST"),
        "home:weekly-back": member(OWNER, "POST"),
        "home:weeks": member(OWNER),
    }
)
# Reports: whoever may open the page that a report is of may have it; the owner sends links.
by_role(ReportLink, see=OWNER, change=OWNER)
routes(
    {
        "home:reports": member(READERS),
        "home:report-pdf": member(READERS),
        "home:report-xlsx": member(READERS),
        "home:report-share": member(OWNER, "POST"),
        "home:report-withdraw": member(OWNER, "POST", objects={"link": "home.ReportLink"}),
        "reports:shared": public(),
        "reports:pdf": public(),
        "reports:xlsx": public(),
    }
)
