"""Addresses of focus."""

from __future__ import annotations

from django.urls import path

from hoursback.web.focus.views import blocks, boxes, calendars, incidents, protecting

app_name = "focus"
urlpatterns = [
    # Protected time
    path("blocks/", blocks.blocks, name="blocks"),
    path("blocks/week/<str:week>/", blocks.blocks, name="blocks"),
    path("blocks/make", blocks.make, name="blocks-make"),
    path("blocks/back", blocks.unmake, name="blocks-back"),
    path("blocks/settle", blocks.settle, name="blocks-settle"),
    path("blocks/new", blocks.new, name="block-new"),
    path("blocks/<int:block>/", blocks.block, name="block"),
    path("blocks/<int:block>/back", blocks.move_back, name="block-back"),
    path("blocks/<int:block>/remove", blocks.remove, name="block-remove"),
    path("blocks/<int:block>/return", blocks.put_back, name="block-return"),
    path("protect/", protecting.protect, name="protect"),
    path("bad-day", protecting.bad_day, name="badday"),
    path("intrusions/", protecting.intrusions, name="intrusions"),
    # Fix or pay
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/<int:incident>/", incidents.incident, name="incident"),
    path("incidents/<int:incident>/pay", incidents.pay, name="incident-pay"),
    path("incidents/<int:incident>/undecide", incidents.undecide, name="incident-undecide"),
    path("incidents/<int:incident>/end", incidents.end, name="incident-end"),
    path("incidents/<int:incident>/reopen", incidents.reopen, name="incident-reopen"),
    path("incidents/<int:incident>/remove", incidents.remove, name="incident-remove"),
    path("incidents/<int:incident>/return", incidents.put_back, name="incident-return"),
    path("incidents/<int:incident>/box", boxes.timebox, name="timebox"),
    path("incidents/<int:incident>/box/back", boxes.take_back, name="timebox-back"),
    # The calendar elsewhere
    path("calendar", calendars.calendar, name="calendar"),
    path("calendar/try", calendars.try_now, name="calendar-try"),
    path("calendar/off", calendars.off, name="calendar-off"),
]
