"""Addresses above the steps: the first page of a workspace, the palette."""

from django.urls import path

from hoursback.web.home import mail_views, views
from hoursback.web.home.reporting import views as reporting
from hoursback.web.home.weekly import views as weekly

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("mail", mail_views.mail, name="mail"),
    path("mail/again", mail_views.again, name="mail-again"),
    path("mail/feed", mail_views.feed, name="feed"),
    path("mail/feed/<int:feed>/close", mail_views.revoke, name="feed-revoke"),
    path("me", views.me, name="me"),
    path("palette", views.palette, name="palette"),
    path("weekly/", weekly.weekly, name="weekly"),
    path("weekly/<str:week>/", weekly.weekly, name="weekly"),
    path("weekly/<str:week>/save", weekly.save, name="weekly-save"),
    path("weekly/<str:week>/back", weekly.take_back, name="weekly-back"),
    path("weeks/", weekly.weeks, name="weeks"),
    path("reports/", reporting.reports, name="reports"),
    path("reports/report.pdf", reporting.report_pdf, name="report-pdf"),
    path("reports/report.xlsx", reporting.report_xlsx, name="report-xlsx"),
    path("reports/links", reporting.share, name="report-share"),
    path("reports/links/<int:link>/close", reporting.withdraw, name="report-withdraw"),
]
