"""The address of a calendar feed, at the root of the app: /calendar/<secret>.ics."""

from django.urls import path

from hoursback.web.home import mail_views

app_name = "feed"
urlpatterns = [path("calendar/<str:secret>.ics", mail_views.calendar, name="calendar")]
