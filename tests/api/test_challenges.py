"""A challenge in the interface: where it stands and its rules, nothing before it was listed."""

from __future__ import annotations

import pytest

from tests.challenges.factories import ChallengeOffice

pytestmark = pytest.mark.django_db


def told(client, demand):
    return client.get(f"/api/demands/{demand.lifecycle.number}").json()


def test_a_listed_challenge_tells_state_rules_and_criteria(client):
    challenge = ChallengeOffice().listed(rules={"bidder_kinds": ["firm"], "is_staged": True})
    found = told(client, challenge.demand)["challenge"]
    assert (found["state"], found["bidder_kinds"], found["is_staged"]) == (
        "published",
        ["firm"],
        True,
    )
    assert [one["name"] for one in found["criteria"]] == ["技术路线", "实施能力"]
    assert not {"bids", "argued_revision", "edition"} & set(found)


def test_a_scenario_has_none(client):
    assert told(client, ChallengeOffice().published())["challenge"] is None
