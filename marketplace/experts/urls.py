"""Addresses of the pool of experts."""

from django.urls import path

from marketplace.experts.views import own, pool

app_name = "experts"

urlpatterns = [
    path("workbench/expert/", own.mine, name="mine"),
    path("workbench/expert/apply/", own.apply, name="apply"),
    path("workbench/expert/join/", own.join, name="join"),
    path("workbench/expert/profile/", own.profile, name="profile"),
    path("workbench/expert/employments/", own.add_employment, name="add_employment"),
    path("workbench/expert/employments/<int:pk>/end/", own.end_employment, name="end_employment"),
    path("workbench/expert/ties/", own.add_tie, name="add_tie"),
    path("workbench/expert/<slug:verb>/", own.turn, name="turn"),
    path("workbench/experts/", pool.pool, name="pool"),
    path("workbench/experts/import/", pool.bring_in, name="import"),
    path("workbench/experts/<slug:code>/", pool.expert, name="expert"),
    path("workbench/experts/<slug:code>/<slug:verb>/", pool.decide, name="decide"),
]
