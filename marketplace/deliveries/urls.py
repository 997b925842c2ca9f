"""Addresses of deliveries, acceptances and results."""

from __future__ import annotations

from django.urls import path

from marketplace.deliveries.views import acceptance, changes, delivery, opinions, public
from marketplace.files.converters import KEY

app_name = "deliveries"

_ONE = "deliveries/<slug:number>/"

urlpatterns = [
    path("workbench/deliveries/", delivery.mine, name="mine"),
    path(_ONE, delivery.delivery, name="delivery"),
    path(f"{_ONE}answers/", acceptance.answers, name="answers"),
    path(f"{_ONE}appraisal/", acceptance.appraise, name="appraise"),
    path(f"{_ONE}opinion/", opinions.opinion, name="opinion"),
    path(f"{_ONE}change/", changes.ask, name="change"),
    path(f"{_ONE}hand-ins/<{KEY}:place>/", acceptance.hand_in, name="hand_in"),
    path(f"{_ONE}<slug:kind>/<{KEY}:pk>/<slug:verb>/", delivery.act, name="act"),
    path("acceptances/<slug:number>/", acceptance.record, name="record"),
    path("results/", public.results, name="results"),
]
