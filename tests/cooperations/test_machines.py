"""The drawings show the tables."""

from __future__ import annotations

from marketplace.cooperations.models import CooperationState, ResourceRequestState
from marketplace.cooperations.transitions import COOPERATION, RESOURCE_REQUEST
from tests.drawings import drawing_of, table_of

DOCUMENT = "cooperations.md"


def test_the_drawing_of_a_cooperation_is_its_table():
    assert drawing_of(DOCUMENT, COOPERATION) == table_of(COOPERATION, CooperationState.values)


def test_the_drawing_of_a_resource_request_is_its_table():
    drawing = drawing_of(DOCUMENT, RESOURCE_REQUEST)
    assert drawing == table_of(RESOURCE_REQUEST, ResourceRequestState.values)
