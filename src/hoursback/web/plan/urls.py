"""Addresses of plan."""

from django.urls import path

from hoursback.web.plan import sharing_views, stating_views, views

app_name = "plan"
urlpatterns = [
    path("", views.index, name="index"),
    path("make/", views.make, name="make"),
    path("look/", views.look, name="look"),
    path("<int:plan>/keep/", views.keep, name="keep"),
    path("<int:plan>/line/<int:index>/", views.line, name="line"),
    path("<int:plan>/line/<int:index>/decide/", views.decide, name="decide"),
    path("<int:plan>/line/<int:index>/retract/", views.retract, name="retract"),
    path("<int:plan>/links/", sharing_views.shares, name="shares"),
    path("links/<int:share>/close/", sharing_views.revoke, name="revoke"),
    path("history/", views.history, name="history"),
    path("compare/", views.compare, name="compare"),
    path("print/", views.paper, name="print"),
    path("<int:plan>/print/", views.paper, name="print"),
    path("limits/", stating_views.limits, name="limits"),
    path("limits/file/", stating_views.file, name="file"),
    path("limits/assumptions/", stating_views.assumptions, name="assumptions"),
    path("limits/terms/<int:activity>/", stating_views.terms, name="terms"),
    path("limits/terms/<int:activity>/quote/", stating_views.quote, name="quote"),
    path("limits/quotes/<int:quote>/remove/", stating_views.remove_quote, name="remove_quote"),
]
