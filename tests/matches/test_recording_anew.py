"""Matches are worked out anew when what they rest on has changed, and only then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.matches.models import Event, Match, PastReason, Shortlist
from marketplace.matches.recording import outdate, record_matches
from marketplace.organisations.models import Organisation
from marketplace.portal import recording, recording_anew
from marketplace.portal.recording_anew import outdated, record_anew
from search import builds
from search.models import Encoding
from search.pairs import matcher
from search.vectors import having_vectors
from search.weights import WEIGHTS
from tests.claims.factories import with_lifecycle
from tests.factories import QualificationFactory
from tests.portal.pairs import flood_demand, forecast
from tests.search.indexing import follow_journal, tell

pytestmark = [pytest.mark.django_db, pytest.mark.both, pytest.mark.usefixtures("index")]


@pytest.fixture
def match() -> Match:
    """A recorded match whose weights are others by now."""
    demand, capability = flood_demand(), forecast()
    builds.rebuild()
    for listing in (demand, capability):
        tell(f"{listing.KEY}_published", listing)
    follow_journal()
    return Match.objects.get()


def stale() -> set[str]:
    return {shortlist.listing.KEY for shortlist in outdated(matcher())}


def test_what_rests_on_the_present_is_left_alone(match: Match) -> None:
    before = Event.objects.count()
    record_anew()
    assert stale() == set()
    assert Event.objects.count() == before


def test_other_weights_give_every_listing_new_matches_once(
    match: Match, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "WEIGHTS", replace(WEIGHTS, version="other"))
    Match.objects.update(total=1.0)
    assert stale() == {"demand", "capability"}
    record_anew()
    match.refresh_from_db()
    assert match.total > 1
    assert stale() == set()
    assert {one.basis.split(".")[1:2] == ["other"] for one in Shortlist.objects.all()} == {True}
    assert Event.objects.filter(kind="computed").count() == 4


def test_a_reason_that_somebody_has_seen_is_kept(
    match: Match, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "WEIGHTS", replace(WEIGHTS, version="other"))
    Match.objects.update(explanation={"said": "before"})
    record_anew()
    assert not PastReason.objects.exists()
    monkeypatch.setattr(recording, "WEIGHTS", replace(WEIGHTS, version="third"))
    Match.objects.update(explanation={"said": "before"}, state="seen")
    record_anew()
    assert PastReason.objects.get().explanation == {"said": "before"}


def test_one_run_ends_in_time_and_the_next_goes_on(
    match: Match, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "WEIGHTS", replace(WEIGHTS, version="other"))
    monkeypatch.setattr(recording_anew, "_SECONDS", 0.0)
    record_anew()
    assert len(stale()) == 1
    record_anew()
    assert stale() == set()


def test_listings_that_the_index_lacks_hold_nobody_up(
    match: Match, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "WEIGHTS", replace(WEIGHTS, version="other"))
    monkeypatch.setattr(recording_anew, "_CHUNK", 1)
    for _ in range(2):
        for missing in ({"demand": flood_demand()}, {"capability": forecast()}):
            Shortlist.objects.create(**missing, position=1, computed_at=timezone.now())
    record_anew()
    match.refresh_from_db()
    done = Shortlist.objects.filter(basis__contains=".other.")
    assert {one.listing for one in done} == {match.demand, match.capability}
    assert stale() == {"demand", "capability"}


def test_a_changed_firm_has_its_conditions_asked_anew(match: Match) -> None:
    def answers() -> dict[str, str]:
        match.refresh_from_db()
        return {gate["code"]: gate["answer"] for gate in match.explanation["gates"]}

    firm = match.capability.lifecycle.owner
    assert answers()["qualification:iso27001"] == "failed"
    QualificationFactory(organisation=firm, valid_until=timezone.localdate() + timedelta(days=9))
    tell("organisation_changed", firm, fields=["qualifications"])
    follow_journal()
    assert stale() == {"capability"}
    record_anew()
    assert answers()["qualification:iso27001"] == "met"
    assert stale() == set()
    Organisation.objects.filter(pk=firm.pk).update(verified_at=None)
    tell("organisation_unverified", firm)
    follow_journal()
    record_anew()
    assert answers()["verified"] == "failed"
    assert Event.objects.filter(kind="computed").count() == 4


def test_what_is_worked_out_on_older_facts_of_a_firm_is_not_recorded(match: Match) -> None:
    shortlist = Shortlist.objects.get(capability=match.capability)
    outdate(match.capability.lifecycle.owner_id, position=shortlist.position + 1)
    assert not record_matches(match.capability, [], position=shortlist.position, basis="older")
    assert stale() == {"capability"}
    outdate(match.capability.lifecycle.owner_id, position=shortlist.position)
    shortlist.refresh_from_db()
    assert shortlist.basis == ""


def test_what_left_the_lists_is_not_worked_out(
    match: Match, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "WEIGHTS", replace(WEIGHTS, version="other"))
    with_lifecycle(match.demand, state="withdrawn")
    assert stale() == {"capability"}


def test_a_vector_that_came_is_seen(match: Match) -> None:
    Encoding.objects.create(
        key=f"demand:{match.demand_id}", model="m", digest="d", state=Encoding.State.DONE
    )
    Encoding.objects.create(key=f"capability:{match.capability_id}", model="m", digest="d")
    rows = Shortlist.objects.filter(having_vectors("demand", "demand_id", model="m"))
    assert [row.demand_id for row in rows] == [match.demand_id]
    waiting = having_vectors("capability", "capability_id", model="m")
    assert not Shortlist.objects.filter(waiting).exists()
