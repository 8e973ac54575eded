"""Addresses of reports for people without a log-in, at the root of the app: /reports/shared/<token>/."""

from django.urls import path

from hoursback.web.home.reporting import views

app_name = "reports"
urlpatterns = [
    path("reports/shared/<str:token>/", views.shared, name="shared"),
    path("reports/shared/<str:token>/report.pdf", views.shared_pdf, name="pdf"),
    path("reports/shared/<str:token>/report.xlsx", views.shared_xlsx, name="xlsx"),
]
