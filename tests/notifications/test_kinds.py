"""What every kind of the portal says of itself."""

from __future__ import annotations

import pytest
from django.utils import translation

from marketplace.notifications.kinds import Kind, all_kinds, topics
from marketplace.notifications.ways import REASONS, Channel, Pace, Topic, Urgency, pace_for
from tests.notifications.ring import RING

pytestmark = pytest.mark.django_db


def own() -> list[Kind]:
    """Return the portal's kinds, without those of the tests."""
    return [kind for kind in all_kinds() if kind.name != RING.name]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_kind_says_in_both_languages_what_it_is_and_why_it_comes(language):
    with translation.override(language):
        for kind in own():
            assert kind.called
            assert kind.why
            if kind.example:
                words = (kind.title(kind.example), kind.text(kind.example), str(kind.action))
                assert all(words), kind.name


def test_the_kinds_are_told_by_few_topics():
    assert len(Topic) <= 8
    assert set(REASONS) == set(Topic)
    assert {Topic.APPLICATIONS, Topic.MATCHES, Topic.SUBSCRIPTIONS} <= set(topics())


def test_refusals_and_withdrawals_have_legal_effect():
    legal = {kind.name for kind in own() if kind.is_legal}
    assert {"organisation_refused", "organisation_unverified", "demand_withdrawn"} <= legal


@pytest.mark.parametrize(
    ("chosen", "urgency", "muted", "told"),
    [
        (Pace.DAILY, Urgency.NORMAL, False, Pace.DAILY),
        (Pace.DAILY, Urgency.URGENT, False, Pace.INSTANT),
        (Pace.URGENT, Urgency.NORMAL, False, Pace.OFF),
        (Pace.URGENT, Urgency.URGENT, False, Pace.INSTANT),
        (Pace.OFF, Urgency.URGENT, False, Pace.OFF),
        (Pace.INSTANT, Urgency.URGENT, True, Pace.OFF),
        (Pace.OFF, Urgency.LEGAL, True, Pace.INSTANT),
    ],
)
def test_a_pace_follows_from_the_choice_and_the_urgency(chosen, urgency, muted, told):
    assert pace_for(chosen, urgency, muted=muted) == told


def test_every_kind_may_be_told_on_the_page():
    assert all(Channel.PAGE in kind.channels for kind in own())
