"""What is recorded with the engine, as listings are published, revised and withdrawn."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from marketplace.journal.catching_up import NotCaughtUpError, run_until_caught_up
from marketplace.journal.consumers import OutageError
from marketplace.journal.models import Cursor
from marketplace.listings.models import Capability, CapabilityLifecycle
from marketplace.matches.models import Event, Match, PastReason, Shortlist
from marketplace.matches.recording import record_matches
from marketplace.notifications.models import Notification
from marketplace.organisations.models import Role
from marketplace.portal import recording
from search import builds
from search.engines.protocol import EngineUnavailable
from tests.claims.factories import claim_for, person_of, with_lifecycle
from tests.factories import OrganisationFactory
from tests.portal.pairs import flood_demand, forecast, forecasts
from tests.search.indexing import follow_journal, tell

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def serving(index):
    """Give the portal's index; `published` builds it anew, so that statistics know all."""


def published(*listings):
    builds.rebuild()
    for listing in listings:
        tell(f"{listing.KEY}_published", listing)
    follow_journal()


def test_publishing_either_side_records_the_pair_with_its_reasons(serving):
    demand, capability = flood_demand(), forecast()
    published(demand, capability)
    match = Match.objects.get()
    assert (match.demand, match.capability, match.state) == (demand, capability, "suggested")
    assert match.fits
    assert match.explanation["total"] == match.total
    assert match.explanation["level"] == match.level
    assert match.explanation["versions"]["weights"]
    assert any(point["text"] for point in match.explanation["covered"])
    gates = {gate["code"]: gate["answer"] for gate in match.explanation["gates"]}
    assert gates["qualification:iso27001"] == "failed"
    assert Event.objects.filter(kind="computed").count() == 2


def test_a_revision_renews_the_reasons_and_keeps_the_old_ones(serving):
    demand, capability = flood_demand(), forecast()
    published(demand, capability)
    before = Match.objects.get()
    capability.summary = "提供雷达降雨数据。"
    capability.save()
    tell("capability_revised", capability)
    follow_journal()
    match = Match.objects.get()
    assert match.total < before.total
    assert PastReason.objects.latest("pk").explanation == before.explanation


def test_a_revision_that_fits_no_longer_is_marked_and_nothing_is_deleted(serving):
    demand, capability = flood_demand(), forecast()
    published(demand, capability)
    capability.title, capability.summary = "乡村戏台木作修缮", "修缮戏台的木构件与彩绘。"
    capability.save()
    tell("capability_revised", capability)
    follow_journal()
    assert not Match.objects.get().fits


def test_withdrawing_takes_the_fit_away(serving):
    demand, capability = flood_demand(), forecast()
    published(demand, capability)
    CapabilityLifecycle.objects.update(state="withdrawn")
    tell("capability_withdrawn", capability)
    follow_journal()
    assert not Match.objects.get().fits
    assert Event.objects.filter(kind="left").get().capability == capability


def test_the_best_of_many_are_kept_and_an_organisations_own_are_not(serving):
    demand = flood_demand()
    own = forecast(firm=demand.lifecycle.owner)
    forecasts(25)
    published(demand)
    rows = Match.objects.filter(demand=demand)
    assert not rows.filter(capability=own).exists()
    assert rows.count() == recording.KEPT


def test_what_a_later_computing_does_not_list_is_scored_again(serving):
    demand = flood_demand()
    published(demand, *forecasts(25))
    before = Match.objects.filter(demand=demand, fits=True).count()
    assert before > recording.KEPT
    tell("demand_revised", demand)
    follow_journal()
    assert Match.objects.filter(demand=demand, fits=True).count() == before


def test_it_may_run_twice(serving):
    demand, capability = flood_demand(), forecast()
    person_of(demand.lifecycle.owner, Role.EDITOR)
    published(demand, capability)
    before = list(Match.objects.values())
    told = Notification.objects.count()
    Cursor.objects.filter(name="matches").update(position=0)
    follow_journal()
    assert list(Match.objects.values()) == before
    assert Notification.objects.count() == told
    assert Event.objects.filter(kind="computed").count() == 2


def test_killed_between_two_listings_it_goes_on_where_it_was(serving, monkeypatch):
    demand, capability = flood_demand(), forecast()
    published(demand)
    tell("capability_published", capability)
    tell("demand_revised", demand)

    class KilledError(BaseException):
        pass

    whole = record_matches

    def killed_after(*args, **options):
        whole(*args, **options)
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(recording, "record_matches", killed_after)
        with pytest.raises(KilledError):
            follow_journal()
    assert Match.objects.count() == 1
    follow_journal()
    assert Match.objects.count() == 1
    assert Event.objects.filter(kind="computed").count() == 3


def test_it_waits_for_the_index_and_for_the_engine(serving, monkeypatch):
    demand = flood_demand()
    forecasts(5)
    published(demand)
    capability = forecast()
    with pytest.raises(OutageError):
        recording.record_for(capability, position=10_000)
    tell("capability_published", capability)

    def away():
        raise EngineUnavailable("away")

    with monkeypatch.context() as patched:
        patched.setattr(recording, "matcher", away)
        with pytest.raises(NotCaughtUpError):
            run_until_caught_up(patience=0.3)
    assert not Match.objects.filter(capability=capability).exists()
    follow_journal()
    assert Match.objects.filter(capability=capability).exists()


def test_the_people_of_both_listings_are_told_of_a_strong_match_alone(serving):
    demand, capability = flood_demand(), forecast()
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    reader = person_of(demand.lifecycle.owner, Role.VIEWER)
    published(demand, capability)
    match = Match.objects.get()
    told = Notification.objects.filter(kind__in=["new_match", "new_matches"])
    assert told.filter(user=officer).count() == (match.level == "strong")
    assert not told.filter(user=reader).exists()


def test_an_application_moves_the_match_also_one_recorded_later(serving):
    demand, capability = flood_demand(), forecast()
    demand.qualifications.clear()
    demand.save()
    with transaction.atomic():
        claim_for(demand, capability.lifecycle.owner, capability=capability)
    follow_journal()
    assert Event.objects.get(kind="claimed").rank is None
    published(demand, capability)
    assert Match.objects.get().state == "claimed"
    other = forecast(firm=OrganisationFactory(), title="积水预报与泵站联动平台")
    published(other)
    claim_for(with_lifecycle(demand), other.lifecycle.owner, capability=other)
    follow_journal()
    assert Match.objects.get(capability=other).state == "claimed"
    assert Event.objects.filter(kind="claimed").latest("pk").rank in {1, 2}


def test_a_batch_reads_what_its_listings_match_with_together(serving):
    demands = [flood_demand(title=f"内涝积水预警示范 {number}") for number in range(4)]
    published(*demands, *forecasts(4))
    due = [(demand, Shortlist.objects.get(demand=demand).position) for demand in demands]
    asked = {}
    for count in (1, 4):
        Shortlist.objects.update(position=0)
        with CaptureQueriesContext(connection) as queries:
            recording.record_for_all(due[:count])
        asked[count] = sum(_reads(query["sql"], Capability) for query in queries)
    assert asked == {1: 1, 4: 1}
    assert Match.objects.count() == len(demands) * 4


def _reads(sql, model):
    return f'FROM "{model._meta.db_table}"' in sql.partition("WHERE")[0]
