"""The drawings show the tables, and the models move as the tables say."""

from __future__ import annotations

import pytest
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.core.refusals import Refusal
from marketplace.matches.models import Invitation, InvitationState, Match, MatchState
from marketplace.matches.transitions import INVITATION, MATCH
from tests.drawings import drawing_of, table_of

STATES = {"match": MatchState, "invitation": InvitationState}
both_machines = pytest.mark.parametrize("machine", [MATCH, INVITATION], ids=lambda one: one.name)

SOMEBODY = User(pk=1)
MATCH_VERBS = {
    "see": lambda one: one.see(),
    "contact": lambda one: one.contact(at=timezone.now()),
    "dismiss": lambda one: one.dismiss(
        side="demand", by=SOMEBODY, at=timezone.now(), reason="不合适"
    ),
    "restore": lambda one: one.restore(),
    "claim": lambda one: one.claim(),
}
INVITATION_VERBS = {
    "accept": lambda one: one.accept(by=SOMEBODY, at=timezone.now()),
    "decline": lambda one: one.decline(by=SOMEBODY, at=timezone.now(), reason="没有人手"),
    "answer": lambda one: one.answer(at=timezone.now()),
}


@both_machines
def test_the_drawing_is_the_table(machine):
    assert drawing_of("matches.md", machine) == table_of(machine, STATES[machine.name].values)


def test_every_verb_of_the_machines_is_tested():
    assert {row.verb for row in MATCH} == set(MATCH_VERBS)
    assert {row.verb for row in INVITATION} == set(INVITATION_VERBS)


@pytest.mark.parametrize("state", list(MatchState))
@pytest.mark.parametrize("verb", list(MATCH_VERBS))
def test_a_match_moves_as_the_machine_says_and_not_otherwise(verb, state):
    moves(Match(state=state), MATCH, verb, MATCH_VERBS[verb])


@pytest.mark.parametrize("state", list(InvitationState))
@pytest.mark.parametrize("verb", list(INVITATION_VERBS))
def test_an_invitation_moves_as_the_machine_says_and_not_otherwise(verb, state):
    moves(Invitation(state=state), INVITATION, verb, INVITATION_VERBS[verb])


def moves(row, machine, verb, call):
    before = row.state
    if machine.allows(verb, before):
        call(row)
        assert row.state == machine[verb].target
        return
    with pytest.raises(Refusal) as refusal:
        call(row)
    assert refusal.value.code == "wrong_state"
    assert row.state == before


def test_taking_up_again_leaves_nothing_of_the_dismissal():
    match = Match(state=MatchState.SEEN)
    MATCH_VERBS["dismiss"](match)
    assert (match.dismissed_side, match.dismissed_reason) == ("demand", "不合适")
    match.restore()
    assert (match.dismissed_side, match.dismissed_reason) == ("", "")
    assert match.dismissed_by is None
    assert match.dismissed_at is None
