"""The board follows the replies; only those who run the round may follow it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.topics import followed, topic_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_only_those_who_run_a_round_follow_its_board(collecting):
    topic = topic_of("round")
    assert topic is not None
    key = str(collecting.key)
    assert topic.may_follow(collecting.runner, key)
    others = (collecting.editors[0], UserFactory())
    assert not any(topic.may_follow(person, key) for person in others)
    assert not topic.may_follow(collecting.runner, "x")


def test_a_reply_changes_the_board_and_its_part_shows_it(client, collecting):
    key = str(collecting.key)
    before = followed("round", key).version
    collecting.said_none()
    run_until_caught_up()
    assert followed("round", key).version > before
    client.force_login(collecting.runner)
    part = client.get(reverse("notifications:fragment", args=["round", key])).content.decode()
    assert "王主任" in part
    client.force_login(collecting.editors[0])
    other = client.get(reverse("notifications:fragment", args=["round", key]))
    assert other.status_code == 404
