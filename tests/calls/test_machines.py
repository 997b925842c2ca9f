"""The drawings show the tables."""

from __future__ import annotations

from marketplace.calls.models import CallState, ProposalState, ReplyState
from marketplace.calls.transitions import CALL, PROPOSAL, REPLY
from tests.drawings import drawing_of, table_of

DOCUMENT = "calls.md"


def test_the_drawing_of_a_call_is_its_table():
    assert drawing_of(DOCUMENT, CALL) == table_of(CALL, CallState.values)


def test_the_drawing_of_a_reply_is_its_table():
    assert drawing_of(DOCUMENT, REPLY) == table_of(REPLY, ReplyState.values)


def test_the_drawing_of_a_proposal_is_its_table():
    assert drawing_of(DOCUMENT, PROPOSAL) == table_of(PROPOSAL, ProposalState.values)
