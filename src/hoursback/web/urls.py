"""Every address of the app: what belongs to a workspace lies under /w/<workspace>/."""

from __future__ import annotations

from django.urls import include, path

handler400 = "hoursback.web.shared.faults.bad_request"
handler403 = "hoursback.web.shared.faults.forbidden"
handler404 = "hoursback.web.shared.faults.not_found"
handler500 = "hoursback.web.shared.faults.fault"

_WORKSPACE = [
    path("", include("hoursback.web.home.urls")),
    path("log/", include("hoursback.web.capture.urls")),
    path("review/", include("hoursback.web.review.urls")),
    path("worth/", include("hoursback.web.worth.urls")),
    path("plan/", include("hoursback.web.plan.urls")),
    path("handoff/", include("hoursback.web.handoff.urls")),
    path("cycle/", include("hoursback.web.cycle.urls")),
    path("focus/", include("hoursback.web.focus.urls")),
    path("outcome/", include("hoursback.web.outcome.urls")),
    path("outlook/", include("hoursback.web.outlook.urls")),
    path("people/", include("hoursback.web.people.urls")),
    path("settings/", include("hoursback.web.accounts.workspace_urls")),
]

urlpatterns = [
    path("w/<str:workspace>/", include(_WORKSPACE)),
    path("", include("hoursback.web.plan.public_urls")),
    path("", include("hoursback.web.home.feed_urls")),
    path("", include("hoursback.web.home.reporting.public_urls")),
    path("account/", include("allauth.urls")),
    path("api/v1/", include("hoursback.web.home.api_urls")),
    path("", include("hoursback.web.accounts.urls")),
    path("", include("hoursback.web.shared.urls")),
]
