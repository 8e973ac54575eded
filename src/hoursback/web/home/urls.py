"""Addresses above the steps: the first page of a workspace, the palette."""

from django.urls import path

from hoursback.web.home import mail_views, views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("mail", mail_views.mail, name="mail"),
    path("mail/again", mail_views.again, name="mail-again"),
    path("mail/feed", mail_views.feed, name="feed"),
    path("mail/feed/<int:feed>/close", mail_views.revoke, name="feed-revoke"),
    path("me", views.me, name="me"),
    path("palette", views.palette, name="palette"),
]
