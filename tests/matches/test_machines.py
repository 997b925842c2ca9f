"""The drawings show the tables, and the models move as the tables say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.core.refusals import Refusal
from marketplace.matches.models import Invitation, InvitationState, Match, MatchState
from marketplace.matches.transitions import INVITATION, MATCH

DRAWINGS = (Path(__file__).resolve().parents[2] / "docs" / "matches.md").read_text()
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


def drawing_of(machine):
    return DRAWINGS.split(f"\n## {machine.name}\n")[1].split("\n## ")[0]


@both_machines
def test_the_arrows_are_the_tables(machine):
    arrows = re.findall(r"^\s*(\w+) --> (\w+): (\w+)", drawing_of(machine), re.MULTILINE)
    assert set(arrows) == {
        (source, row.target, row.verb) for row in machine for source in row.sources
    }


@both_machines
def test_the_rows_are_the_tables(machine):
    rows = re.findall(
        r"^\| `(\w+)` \| (.+) \| `(\w+)` \| (\w+) \|", drawing_of(machine), re.MULTILINE
    )
    assert set(rows) == {
        (row.verb, ", ".join(f"`{one}`" for one in sorted(row.sources)), row.target, row.who)
        for row in machine
    }


@both_machines
def test_every_state_is_begun_or_reached(machine):
    begun = set(re.findall(r"^\s*\[\*\] --> (\w+)", drawing_of(machine), re.MULTILINE))
    assert begun | {row.target for row in machine} == set(STATES[machine.name].values)


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
