"""The drawing shows the table."""

from __future__ import annotations

from marketplace.challenges.models import ChallengeState
from marketplace.challenges.transitions import CHALLENGE
from tests.drawings import drawing_of, table_of


def test_the_drawing_of_a_challenge_is_its_table():
    assert drawing_of("challenges.md", CHALLENGE) == table_of(CHALLENGE, ChallengeState.values)
