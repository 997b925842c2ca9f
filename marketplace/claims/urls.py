"""Addresses of applications."""

from django.urls import path

from marketplace.claims.views import answering, applying, reading

app_name = "claims"

urlpatterns = [
    path("demands/<slug:number>/claim/", applying.apply, name="apply"),
    path("demands/<slug:number>/claims/", answering.of_demand, name="of_demand"),
    path("claims/<slug:receipt>/", reading.receipt, name="receipt"),
    path("claims/<slug:receipt>/answer/", answering.answer, name="answer"),
    path("claims/<slug:receipt>/withdraw/", applying.withdraw, name="withdraw"),
    path("workbench/claims/", reading.mine, name="mine"),
]
