"""A model that is created without its relatives is in the state as one created with them."""

from __future__ import annotations

import pytest
from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from marketplace.core.creating import CreateRendered

PARENT = ("parent", models.ForeignKey("core.Parent", models.CASCADE, related_name="children"))
KEY = ("id", models.BigAutoField(primary_key=True))


def state_after(*operations: Operation) -> ProjectState:
    """Return the state in which they were rendered one after another."""
    state = ProjectState()
    assert not state.apps.get_models()
    for operation in operations:
        operation.state_forwards("core", state)
    return state


@pytest.fixture(params=[CreateRendered, migrations.CreateModel])
def family(request):
    """Return how a parent and its child are created, in our way and in Django's."""
    return request.param("Parent", [KEY]), request.param("Child", [KEY, PARENT])


def test_the_parent_knows_its_child(family):
    apps = state_after(*family).apps
    parent, child = apps.get_model("core", "Parent"), apps.get_model("core", "Child")
    assert child._meta.get_field("parent").related_model is parent
    assert [one.related_model for one in parent._meta.related_objects] == [child]
    assert parent(pk=1).children.model is child


def test_a_later_change_of_the_parent_renders_the_child_anew(family):
    added = migrations.AddField("Parent", "head", models.ForeignKey("core.Child", models.CASCADE))
    apps = state_after(*family, added).apps
    parent, child = apps.get_model("core", "Parent"), apps.get_model("core", "Child")
    assert child._meta.get_field("parent").related_model is parent
    assert parent._meta.get_field("head").related_model is child


def test_a_state_that_nobody_rendered_yet_stays_so(family):
    state = ProjectState()
    for operation in family:
        operation.state_forwards("core", state)
    assert "apps" not in vars(state)
    assert {model.__name__ for model in state.apps.get_models()} == {"Parent", "Child"}
