"""Addresses of the inbox and the poll."""

from django.urls import path

from marketplace.files.converters import KEY
from marketplace.notifications import views

app_name = "notifications"
urlpatterns = [
    path("notifications/", views.inbox, name="inbox"),
    path("notifications/read/", views.read_all, name="read_all"),
    path(f"notifications/<{KEY}:number>/", views.open_notice, name="open"),
    path(f"notifications/<{KEY}:number>/read/", views.read_one, name="read"),
    path(f"notifications/since/<{KEY}:number>/", views.since, name="since"),
]
