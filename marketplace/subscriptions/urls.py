"""Addresses of subscriptions."""

from django.urls import path

from marketplace.files.converters import KEY
from marketplace.subscriptions.views import follows, linked, mine, staff

app_name = "subscriptions"

urlpatterns = [
    path("workbench/subscriptions/", mine.mine, name="mine"),
    path("workbench/subscriptions/figures/", staff.staff, name="staff"),
    path(f"workbench/subscriptions/<{KEY}:pk>/", mine.change, name="change"),
    path(f"workbench/subscriptions/<{KEY}:pk>/<slug:verb>/", mine.act, name="act"),
    path(f"workbench/subscriptions/messages/<{KEY}:pk>/", mine.message, name="message"),
    path("workbench/follows/", follows.follows, name="follows"),
    path(f"workbench/follows/<slug:kind>/<{KEY}:pk>/<slug:verb>/", follows.act, name="follow"),
    path("workbench/follows/calendar/<slug:verb>/", follows.calendar, name="calendar_link"),
    path("subscriptions/<str:token>/<slug:verb>/", linked.linked, name="link"),
]
