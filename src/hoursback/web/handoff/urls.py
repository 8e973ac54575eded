"""Addresses of hand-offs and timesheets."""

from django.urls import URLPattern, path

from hoursback.web.handoff.views import (
    access,
    agreements,
    bench,
    briefs,
    choosing,
    costs,
    following,
    guard,
    mine,
    prices,
    runs,
    timesheets,
    training,
    work,
)

app_name = "handoff"
urlpatterns: list[URLPattern] = [
    # The board and one hand-off
    path("", work.board, name="board"),
    path("start", work.start, name="start"),
    path("<int:handoff>", work.handoff, name="handoff"),
    path("<int:handoff>/move", work.move, name="move"),
    path("<int:handoff>/facts", work.facts, name="facts"),
    path("<int:handoff>/history", work.history, name="history"),
    # Briefs, files, readings
    path("<int:handoff>/brief", briefs.brief, name="brief"),
    path("<int:handoff>/brief/draft", briefs.draft, name="draft"),
    path("<int:handoff>/brief/draft/log", briefs.redraft, name="redraft"),
    path("<int:handoff>/brief/publish", briefs.publish, name="publish"),
    path("<int:handoff>/brief/read", briefs.read, name="read"),
    path("<int:handoff>/brief/files", briefs.files, name="files"),
    path("files/<int:file>", briefs.file, name="file"),
    path("files/<int:file>/remove", briefs.remove, name="file-remove"),
    path("files/<int:file>/return", briefs.give_back, name="file-return"),
    # Finding, choosing, agreement, bench
    path("<int:handoff>/finding", choosing.finding, name="finding"),
    path("<int:handoff>/hire", choosing.hire, name="hire"),
    path("<int:handoff>/candidates", choosing.candidates, name="candidates"),
    path("candidates/<int:candidate>", choosing.candidate, name="candidate"),
    path("candidates/<int:candidate>/outcome", choosing.outcome, name="outcome"),
    path("<int:handoff>/agreement", agreements.agreement, name="agreement"),
    path("<int:handoff>/carry-on", agreements.carry_on, name="carry-on"),
    path("agreements/<int:agreement>", agreements.paper, name="agreement-paper"),
    path("agreements/<int:agreement>/confirm", agreements.confirm, name="confirm"),
    path("agreements/<int:agreement>/decline", agreements.decline, name="decline"),
    path("agreements/<int:agreement>/withdraw", agreements.withdraw, name="withdraw"),
    path("agreements/<int:agreement>/notice", agreements.notice, name="notice"),
    path("bench", bench.bench, name="bench"),
    # Training, runs, access, follow-ups, the round-trip guard, and somebody's own page
    path("<int:handoff>/training", training.training, name="training"),
    path("<int:handoff>/runs", runs.runs, name="runs"),
    path("runs/<int:run>", runs.run, name="run"),
    path("runs/<int:run>/judge", runs.judge, name="judge"),
    path("<int:handoff>/access", access.access, name="access"),
    path("<int:handoff>/follow-up", following.follow_up, name="follow-up"),
    path("flags", guard.flags, name="flags"),
    path("flags/<int:flag>", guard.flag, name="flag"),
    path("mine", mine.mine, name="mine"),
    # Timesheets, costs, prices
    path("timesheets", timesheets.timesheets, name="timesheets"),
    path("timesheets/<int:person>/<str:week>", timesheets.timesheet, name="timesheet"),
    path("timesheets/<int:person>/<str:week>/submit", timesheets.submit, name="submit"),
    path("timesheets/<int:person>/<str:week>/decide", timesheets.decide, name="decide"),
    path("costs", costs.costs, name="costs"),
    path("costs.csv", costs.costs_csv, name="costs-csv"),
    path("costs.xlsx", costs.costs_xlsx, name="costs-xlsx"),
    path("prices", prices.prices, name="prices"),
    path("prices/<int:person>", prices.price, name="price"),
]
