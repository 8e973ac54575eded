"""Addresses of the people of a workspace."""

from django.urls import path

from hoursback.web.people.views import inviting, people, skills, time_off

app_name = "people"
urlpatterns = [
    path("", people.index, name="index"),
    path("new", people.new, name="new"),
    path("skills/", skills.index, name="skills"),
    path("skills/<int:skill>", skills.skill, name="skill"),
    path("skills/<int:skill>/archive", skills.archive, name="skill-archive"),
    path("skills/<int:skill>/return", skills.give_back, name="skill-return"),
    path("skills/<int:skill>/merge", skills.merge, name="skill-merge"),
    path("skills/<int:skill>/part", skills.part, name="skill-part"),
    path("time-off/<int:time_off>", time_off.change, name="time-off-change"),
    path("time-off/<int:time_off>/remove", time_off.remove, name="time-off-remove"),
    path("<int:person>", people.person, name="person"),
    path("<int:person>/skills", skills.level, name="level"),
    path("<int:person>/time-off", time_off.time_off, name="time-off"),
    path("<int:person>/invite", inviting.invite, name="invite"),
    path("<int:person>/archive", people.archive, name="archive"),
    path("<int:person>/return", people.give_back, name="return"),
]
