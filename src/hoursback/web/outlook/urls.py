"""Addresses of outlook."""

from __future__ import annotations

from django.urls import path

from hoursback.web.outlook.views import drivers, looking, scenarios, vision

app_name = "outlook"
urlpatterns = [
    path("", looking.index, name="index"),
    path("activity/<int:activity>/", looking.forecast, name="forecast"),
    path("capacity/", looking.capacity, name="capacity"),
    path("triggers/", looking.triggers, name="triggers"),
    path("vision/", vision.vision, name="vision"),
    path("drivers/", drivers.index, name="drivers"),
    path("drivers/<int:driver>/", drivers.driver, name="driver"),
    path("drivers/<int:driver>/months/", drivers.bring_in, name="driver-import"),
    path("drivers/<int:driver>/remove/", drivers.remove, name="driver-remove"),
    path("scenarios/", scenarios.index, name="scenarios"),
    path("scenarios/<int:scenario>/", scenarios.scenario, name="scenario"),
    path("scenarios/<int:scenario>/make/", scenarios.make, name="scenario-make"),
    path("scenarios/<int:scenario>/remove/", scenarios.remove, name="scenario-remove"),
]
