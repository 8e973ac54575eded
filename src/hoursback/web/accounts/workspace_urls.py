"""Addresses of a workspace's settings."""

from django.urls import path

from hoursback.web.accounts.views import members, tokens, workspace

app_name = "settings"
urlpatterns = [
    path("", workspace.workspace, name="workspace"),
    path("record", workspace.record, name="record"),
    path("members", members.members, name="members"),
    path("members/invite", members.invite, name="invite"),
    path("members/leave", members.leave, name="leave"),
    path("members/<int:place>/role", members.role, name="member-role"),
    path("members/<int:place>/remove", members.remove, name="member-remove"),
    path("members/<int:place>/return", members.give_back, name="member-return"),
    path("invitations/<int:invitation>/revoke", members.revoke, name="invitation-revoke"),
    path("tokens", tokens.tokens, name="tokens"),
    path("tokens/<int:token>/revoke", tokens.revoke, name="token-revoke"),
]
