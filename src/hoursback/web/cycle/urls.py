"""Addresses of cycles."""

from django.urls import path

from hoursback.web.cycle.views import goals, leading, notes, performance, rounds, skills

app_name = "cycle"
urlpatterns = [
    # Cycles with a person
    path("", rounds.index, name="index"),
    path("person/<int:person>", rounds.person, name="person"),
    path("person/<int:person>/start", rounds.start, name="start"),
    path("person/<int:person>/rounds.csv", rounds.as_csv, name="csv"),
    path("person/<int:person>/notes", notes.notes, name="notes"),
    path("person/<int:person>/plan", notes.plan, name="next-plan"),
    path("notes/<int:note>/share", notes.share, name="share"),
    path("<int:cycle>", rounds.cycle, name="cycle"),
    path("<int:cycle>/move", rounds.move, name="move"),
    path("<int:cycle>/skills", skills.rate, name="rate"),
    path("<int:cycle>/training", skills.train, name="training"),
    path("training/<int:item>", skills.item, name="item"),
    path("<int:cycle>/goals", goals.index, name="goals"),
    path("goals/<int:goal>", goals.goal, name="goal"),
    path("goals/<int:goal>/agree", goals.agree, name="goal-agree"),
    path("goals/<int:goal>/drop", goals.drop, name="goal-drop"),
    path("goals/<int:goal>/result", goals.result, name="goal-result"),
    path("<int:cycle>/views", performance.reflect, name="reflect"),
    path("<int:cycle>/verdict", performance.verdict, name="verdict"),
    # The leader's own
    path("leading", leading.index, name="leading"),
    path("leading/<int:check>", leading.close_goal, name="leading-goal"),
    path("upward", leading.upward, name="upward"),
    path("guide", leading.guide, name="guide"),
]
