"""The figures say what the events say: worked out here by hand, there by queries."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from wagtail.admin.menu import reports_menu

from marketplace.matches import actions, events
from marketplace.matches.claiming import note_application
from marketplace.matches.figures import FIRST, RANKS, figures
from marketplace.matches.models import Event, Match
from marketplace.matches.recording import record_matches
from tests.claims.factories import capability_of, open_demand, person_of
from tests.factories import OrganisationFactory, UserFactory
from tests.matches.factories import Pair, found
from tests.portal.pairs import flood_demand, forecast, indexed, match_url, page, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def past():
    """Give an uncovered demand, a withdrawn one, one applied for from its list, and one beside."""
    now = timezone.now()
    listed, beside = Pair(), Pair()
    record_matches(open_demand(), [], position=1)
    gone = Pair()
    record_matches(gone.demand, [], position=9, is_public=False)
    for _time in range(3):
        pairs = [(listed.demand.pk, listed.capability.pk)] * 4
        events.note_shown(pairs, reader=listed.officer, where="bench_demands", at=now)
    events.note_shown(pairs, reader=listed.officer, where="bench_demands", first=19, at=now)
    events.note_opened(pairs[0], reader=listed.officer, where="demand", rank=2, at=now)
    note_application(demand=listed.demand.pk, firm=listed.firm.pk, capability=None, at=now)
    stranger = OrganisationFactory()
    note_application(demand=beside.demand.pk, firm=stranger.pk, capability=None, at=now)
    actions.invite_to_apply(beside.match, by=beside.officer)
    return listed, beside


def test_every_figure_is_worked_out_from_the_events_alone(past):
    shown: Counter[int] = Counter()
    opened: Counter[int] = Counter()
    last, fit, claims = {}, {}, []
    for event in Event.objects.order_by("pk"):
        if event.kind == "shown":
            for offset, _pair in enumerate(event.pairs):
                shown[(event.rank or 0) + offset] += 1
        elif event.kind == "opened":
            opened[event.rank or 0] += 1
        elif event.kind in {"computed", "left"} and event.demand_id:
            last[event.demand_id] = event.kind
        elif event.kind in {"suggested", "unfitted"}:
            fit[event.demand_id, event.capability_id] = event.kind
        elif event.kind == "claimed":
            claims.append((event.demand_id, event.rank))
    standing = {demand for demand, kind in last.items() if kind == "computed"}
    result = figures()
    assert [(one.rank, one.shown, one.opened) for one in result.places] == [
        (rank, shown[rank], opened[rank]) for rank in range(1, RANKS + 1)
    ]
    assert result.demands == standing
    assert result.claimed == {demand for demand, _rank in claims}
    assert result.claimed_from_first == {one for one, rank in claims if rank and rank <= FIRST}
    assert result.uncovered == standing - {
        key[0] for key, kind in fit.items() if kind == "suggested"
    }
    assert (len(result.demands), len(result.uncovered)) == (3, 1)
    assert (len(result.claimed), len(result.claimed_from_first)) == (2, 1)
    assert result.places[0].shown == 3
    assert result.places[1].rate == pytest.approx(1 / 3)
    assert result.places[19].shown == 1
    assert result.counts == {"invited": 1, "dismissed": 0, "contacted": 0, "claimed": 2}


def test_a_demand_that_everything_hardly_fits_is_uncovered():
    pair = Pair()
    assert figures().uncovered == frozenset()
    for level, is_covered in (("weak", False), ("fair", True), ("strong", True), ("weak", False)):
        pair.record(found(pair.demand, pair.capability, level=level))
        assert (pair.demand.pk not in figures().uncovered) is is_covered
    kinds = ["suggested", "unfitted"]
    assert list(Event.objects.filter(kind__in=kinds).values_list("kind", flat=True)) == kinds * 2
    pair.record()
    pair.record(found(pair.demand, pair.capability, fits=False))
    assert pair.demand.pk in figures().uncovered


def test_a_pair_that_is_recorded_as_weak_was_never_suggested():
    demand, capability = open_demand(), capability_of(OrganisationFactory())
    record_matches(demand, [found(demand, capability, level="weak")], position=1)
    assert Match.objects.get().fits
    assert not Event.objects.filter(kind="suggested").exists()
    record_matches(demand, [], position=2)
    assert not Event.objects.filter(kind="unfitted").exists()
    assert figures().uncovered == {demand.pk}


def test_figures_of_a_stretch_leave_out_what_lies_outside(past):
    Event.objects.filter(kind="shown").update(at=timezone.now() - timedelta(days=40))
    recent = figures(since=timezone.now() - timedelta(days=28))
    assert recent.places[0].shown == 0
    assert recent.counts["claimed"] == 2
    assert figures(until=timezone.now() - timedelta(days=30)).demands == frozenset()


def test_the_page_for_staff_and_the_command_say_the_same(past, client):
    out = StringIO()
    call_command("match_figures", "--days", "28", stdout=out)
    told = dict(line.split("\t", 1) for line in out.getvalue().splitlines())
    assert told["demands"] == "3"
    assert told["share claimed from the first ten"] == "33.3%"
    assert told["rank 2"] == "shown 3, opened 1, rate 33.3%"
    client.force_login(UserFactory(staff=True))
    shown = client.get("/workbench/matches/quality/")
    assert shown.context["figures"] == figures(since=timezone.now() - timedelta(days=28))
    assert "33.3" in shown.content.decode()
    assert client.get("/workbench/matches/quality/?days=x").context["days"] == 28


def test_the_figures_stand_among_the_reports_of_those_who_read_them(past, rf):
    request = rf.get("/admin/")
    for person, is_shown in ((UserFactory(staff=True), True), (past[0].officer, False)):
        request.user = person
        addresses = [one.url for one in reports_menu.menu_items_for_request(request)]
        assert ("/workbench/matches/quality/" in addresses) is is_shown


def test_nobody_but_staff_reads_the_figures(past, client):
    address = "/workbench/matches/quality/"
    assert client.get(address).status_code == 302
    client.force_login(past[0].officer)
    assert client.get(address).status_code == 403


def test_a_public_page_counts_what_it_shows_without_the_reader(index, few, client):
    demand, capability = flood_demand(), forecast()
    indexed()
    page(client, url_of(demand))
    event = Event.objects.get()
    assert (event.kind, event.where, event.organisation) == ("shown", "demand", None)
    assert event.pairs == [[demand.pk, capability.pk]]
    client.head(url_of(demand))
    page(client, url_of(demand, "matches"))
    page(client, url_of(capability))
    wheres = Event.objects.order_by("pk").values_list("where", flat=True)
    assert list(wheres) == ["demand", "demand_all", "capability"]


def test_a_reader_is_counted_under_the_organisation_alone(index, few, client):
    demand = flood_demand()
    forecast()
    indexed()
    reader = person_of(OrganisationFactory())
    client.force_login(reader)
    page(client, url_of(demand))
    assert Event.objects.get().organisation == reader.memberships.get().organisation


def test_opening_from_a_list_is_counted_with_its_place_and_nothing_else_is(index, few, client):
    demand, capability = flood_demand(), forecast()
    indexed()
    address = match_url(demand, capability)
    listed = page(client, url_of(demand))
    assert f"{address}?via={demand.lifecycle.number}.1" in listed
    opened = Event.objects.filter(kind="opened")
    for via in ("", "x", "XQ-2026-0001", "XQ-2026-0001.0", "XQ-2026-0001.99999", "'\x00.1"):
        client.get(address, {"via": via})
    assert not opened.exists()
    client.get(f"{address}?via={demand.lifecycle.number}.3")
    event = opened.get()
    assert (event.rank, event.where, event.organisation) == (3, "demand", None)


def test_what_a_page_cannot_count_it_shows_all_the_same(index, few, client, monkeypatch):
    demand = flood_demand()
    forecast()
    indexed()

    def full(*args, **options):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(Event, "save", full)
    assert demand.title in page(client, url_of(demand))
