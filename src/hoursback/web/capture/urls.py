"""Addresses of the log."""

from django.urls import path

from hoursback.web.capture.importing.urls import urlpatterns as importing
from hoursback.web.capture.reports.urls import urlpatterns as reports
from hoursback.web.capture.views import activities, day, entries, quality, steps, timer, week

app_name = "capture"
urlpatterns = [
    path("", day.day, name="day"),
    path("day/<str:day>/", day.day, name="day"),
    path("echo/", day.echo, name="echo"),
    path("fill/", entries.fill, name="fill"),
    path("entry/<int:entry>/", entries.entry, name="entry"),
    path("entry/<int:entry>/move/", entries.move, name="move"),
    path("entry/<int:entry>/remove/", entries.remove, name="remove"),
    path("entry/<int:entry>/continue/", entries.go_on, name="continue"),
    path("timer/", timer.timer, name="timer"),
    path("week/", week.week, name="week"),
    path("week/<str:day>/", week.week, name="week"),
    path("activities/", activities.activities, name="activities"),
    path("activities/<int:activity>/", activities.activity, name="activity"),
    path("activities/<int:activity>/merge/", activities.merge, name="merge"),
    path("activities/<int:activity>/split/", activities.split, name="split"),
    path("ranges/", activities.ranges, name="ranges"),
    path("undo/", steps.steps, name="steps"),
    path("undo/<int:step>/", steps.undo, name="undo"),
    path("quality/", quality.quality, name="quality"),
    path("habits/", quality.habit, name="habit"),
    path("remind/", quality.remind, name="remind"),
    *importing,
    *reports,
]
