"""Addresses of outcome."""

from __future__ import annotations

from django.urls import URLPattern, path

from hoursback.web.outcome.views import journal, results

app_name = "outcome"
urlpatterns: list[URLPattern] = [
    # Results
    path("", results.index, name="index"),
    path("handoffs/<int:handoff>", results.handoff, name="handoff"),
    path("changes", results.changes, name="changes"),
    path("share", results.use_share, name="share"),
    path("share/back", results.share_back, name="share-back"),
    # The decision journal
    path("decisions", journal.journal, name="journal"),
    path("decisions/<int:line>", journal.decision, name="decision"),
    path("decisions/answers/<int:hindsight>/back", journal.decision_back, name="decision-back"),
    path("calibration", journal.calibration, name="calibration"),
    path("calibration/learn", journal.learn, name="learn"),
    path("calibration/learn/back", journal.learn_back, name="learn-back"),
]
