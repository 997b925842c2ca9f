"""Addresses of the pages about organisations."""

from django.urls import path

from marketplace.organisations.views import people, profile, qualifications, takeovers

app_name = "organisations"

urlpatterns = [
    path("organisations/", profile.mine, name="mine"),
    path("organisations/new/", profile.new, name="new"),
    path("organisations/<int:pk>/", profile.detail, name="detail"),
    path("organisations/<int:pk>/edit/", profile.edit, name="edit"),
    path("organisations/<int:pk>/people/", people.people, name="people"),
    path("organisations/<int:pk>/people/add/", people.add_member, name="add_member"),
    path("organisations/<int:pk>/people/<int:membership>/", people.member, name="member"),
    path(
        "organisations/<int:pk>/people/<int:membership>/remove/",
        people.remove_member,
        name="remove_member",
    ),
    path("organisations/<int:pk>/units/add/", people.add_unit, name="add_unit"),
    path("organisations/<int:pk>/units/<int:unit>/retire/", people.retire_unit, name="retire_unit"),
    path(
        "organisations/<int:pk>/qualifications/",
        qualifications.qualifications,
        name="qualifications",
    ),
    path(
        "organisations/<int:pk>/qualifications/<int:qualification>/",
        qualifications.qualification,
        name="qualification",
    ),
    path(
        "organisations/<int:pk>/qualifications/<int:qualification>/remove/",
        qualifications.remove_qualification,
        name="remove_qualification",
    ),
    path("organisations/<int:pk>/takeover/", takeovers.takeover, name="takeover"),
    path(
        "organisations/takeovers/<int:takeover>/withdraw/",
        takeovers.withdraw_takeover,
        name="withdraw_takeover",
    ),
]
