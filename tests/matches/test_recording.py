from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.journal.models import Entry
from marketplace.matches.actions import see_match
from marketplace.matches.models import Event, Match, PastReason, Shortlist
from marketplace.matches.recording import is_recorded, pairs_of, record_matches
from tests.claims.factories import capability_of, open_demand
from tests.factories import OrganisationFactory
from tests.matches.factories import Pair, explanation, found

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    return Pair()


def events(kind):
    return Event.objects.filter(kind=kind)


def told(kind):
    return [entry.data["strong"] for entry in Entry.objects.filter(kind=kind).order_by("pk")]


def test_a_place_of_the_journal_is_taken_once_and_in_order():
    demand, capability = open_demand(), capability_of(OrganisationFactory())
    assert not is_recorded(demand, position=1)
    assert record_matches(demand, [found(demand, capability)], position=5)
    before = list(Match.objects.values())
    for position in (5, 4):
        assert is_recorded(demand, position=position)
        assert not record_matches(demand, [], position=position)
    assert list(Match.objects.values()) == before
    assert not is_recorded(demand, position=6)
    assert events("computed").count() == 1
    assert told("shortlist_computed") == [1]


def test_a_pair_is_one_row_from_whichever_side_it_was_found(pair):
    pair.record(found(pair.demand, pair.capability, total=60.0), listing=pair.capability)
    assert Match.objects.get().total == 60.0
    assert (
        pairs_of(pair.demand) == pairs_of(pair.capability) == [(pair.demand.pk, pair.capability.pk)]
    )


def test_the_reason_that_was_replaced_stays_readable_with_its_versions(pair):
    first = pair.match
    pair.record()
    assert not PastReason.objects.exists()
    newer = explanation(covered=[], versions={"weights": "w2"})
    pair.record(found(pair.demand, pair.capability, total=33.0, level="fair", explanation=newer))
    past = PastReason.objects.get()
    assert past.explanation == first.explanation
    assert past.explanation["versions"]["weights"] == "w1"
    assert (past.total, past.level) == (71.5, "strong")
    assert pair.match.explanation["versions"]["weights"] == "w2"


def test_what_is_found_no_longer_is_marked_and_may_fit_again(pair):
    pair.record(found(pair.demand, pair.capability, fits=False))
    assert not pair.match.fits
    pair.record()
    assert pair.match.fits
    other = capability_of(OrganisationFactory())
    pair.record(found(pair.demand, other))
    assert not pair.match.fits
    assert events("unfitted").count() == 2
    assert events("suggested").count() == 3


def test_a_pair_that_does_not_fit_is_not_begun(pair):
    other = capability_of(OrganisationFactory())
    pair.record(found(pair.demand, other, fits=False))
    assert not Match.objects.filter(capability=other).exists()


@pytest.mark.parametrize("side", ["demand", "capability"])
def test_computing_again_never_revives_what_a_person_put_aside(pair, side):
    kept = pair.dismissed(side)
    for total in (99.0, 1.0):
        pair.record(found(pair.demand, pair.capability, total=total))
    pair.record(found(pair.demand, pair.capability, fits=False))
    pair.record()
    match = pair.match
    assert match.state == "dismissed"
    assert match.dismissed_reason == kept.dismissed_reason
    assert match.dismissed_at == kept.dismissed_at


def test_computing_again_takes_no_state_back(pair):
    see_match(pair.match, side="demand", by=pair.officer)
    pair.record(found(pair.demand, pair.capability, total=5.0, level="weak"))
    assert pair.match.state == "seen"
    assert pair.match.side("demand").seen_at is not None


def test_a_withdrawn_listing_keeps_its_rows_and_nothing_fits(pair):
    record_matches(pair.demand, [], position=9, is_public=False)
    assert not pair.match.fits
    assert events("left").get().demand == pair.demand


def test_both_sides_are_told_once_of_a_new_strong_match(pair):
    assert told("shortlist_computed") == [1]
    assert told("shortlist_extended") == [1]
    extended = Entry.objects.get(kind="shortlist_extended")
    assert Shortlist.objects.get(pk=extended.subject_key).capability == pair.capability
    pair.record()
    assert told("shortlist_computed") == [1, 0]
    assert told("shortlist_extended") == [1]


def test_a_weaker_match_tells_nobody_until_it_is_strong():
    demand, capability = open_demand(), capability_of(OrganisationFactory())
    record_matches(demand, [found(demand, capability, level="fair")], position=1)
    assert told("shortlist_computed") == [0]
    record_matches(demand, [found(demand, capability)], position=2)
    assert told("shortlist_computed") == [0, 1]


def test_what_was_put_aside_is_no_news(pair):
    pair.record(found(pair.demand, pair.capability, level="fair"))
    pair.dismissed()
    pair.record()
    assert told("shortlist_computed") == [1, 0, 0]


def test_lists_hold_what_is_in_force_and_fits(pair):
    now = timezone.now()
    assert list(Match.objects.in_force(now).listed_for("demand")) == [pair.match]
    closing = pair.demand.lifecycle.closes_at
    assert not Match.objects.in_force(closing + timedelta(seconds=1)).exists()
    pair.record(found(pair.demand, pair.capability, fits=False))
    assert not Match.objects.listed_for("demand").exists()
    pair.record()
    pair.dismissed("demand")
    assert Match.objects.listed_for("demand").exists()
    assert not Match.objects.listed_for("capability").exists()
