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


ABOUT_THE_ACCOUNT = {"address_proved", "address_taken"}
"""Kinds of the topic that is about a person's account."""


def test_every_kind_has_a_name_a_reason_and_an_example_and_a_topic_that_is_chosen():
    lacking = [kind.name for kind in own() if not (kind.label and kind.reason and kind.example)]
    assert not lacking
    assert {kind.name for kind in own() if kind.topic == Topic.PORTAL} == ABOUT_THE_ACCOUNT


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", own(), ids=lambda kind: kind.name)
def test_every_kind_draws_its_example_in_both_languages(kind, language):
    facts = kind.example
    with translation.override(language):
        assert all((kind.called, kind.why, str(kind.action)))
        assert all((kind.title(facts), kind.text(facts)))
        assert kind.url(facts).startswith("/")
        assert all(label and address for label, address in kind.more(facts))
        assert isinstance(kind.line(facts), str)


def test_what_presses_is_told_at_once():
    urgent = {kind.name for kind in own() if kind.urgency == Urgency.URGENT}
    overdue = {"claim_overdue", "claim_overdue_supervised", "claim_overdue_applicant"}
    closing = {"applicants_reminded", "draft_closing", "followed_demand_closing"}
    assert {"claim_answer_reminded"} | overdue | closing <= urgent


def test_the_kinds_are_told_by_few_topics():
    assert len(Topic) <= 8
    assert set(REASONS) == set(Topic)
    assert {Topic.APPLICATIONS, Topic.MATCHES, Topic.SUBSCRIPTIONS} <= set(topics())


def test_refusals_withdrawals_addenda_and_agreements_have_legal_effect():
    legal = {kind.name for kind in own() if kind.is_legal}
    assert {"organisation_refused", "organisation_unverified", "demand_withdrawn"} <= legal
    assert {"applicants_told_of_change", "cooperation_agreed", "cooperation_ended"} <= legal


@pytest.mark.parametrize(
    ("chosen", "urgency", "muted", "told"),
    [
        (Pace.DAILY, Urgency.NORMAL, False, Pace.DAILY),
        (Pace.DAILY, Urgency.URGENT, False, Pace.DAILY),
        (Pace.URGENT, Urgency.NORMAL, False, Pace.OFF),
        (Pace.URGENT, Urgency.URGENT, False, Pace.INSTANT),
        (Pace.OFF, Urgency.URGENT, False, Pace.OFF),
        (Pace.INSTANT, Urgency.URGENT, True, Pace.OFF),
        (Pace.OFF, Urgency.LEGAL, True, Pace.INSTANT),
    ],
)
def test_a_pace_follows_from_the_choice_and_the_urgency(chosen, urgency, muted, told):
    assert pace_for(chosen, urgency, muted=muted) == told


def test_urgency_is_the_pace_of_who_chose_nothing():
    told = pace_for(Pace.DAILY, Urgency.URGENT, muted=False, is_own=False)
    assert told == Pace.INSTANT
    assert pace_for(Pace.DAILY, Urgency.NORMAL, muted=False, is_own=False) == Pace.DAILY


def test_every_kind_may_be_told_on_the_page():
    assert all(Channel.PAGE in kind.channels for kind in own())
