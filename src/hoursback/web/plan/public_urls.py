"""Addresses of plan for people without a log-in, at the root of the app: /plan/shared/<token>/."""

from django.urls import path

from hoursback.web.plan import sharing_views

app_name = "sharing"
urlpatterns = [path("plan/shared/<str:token>/", sharing_views.shared, name="plan")]
