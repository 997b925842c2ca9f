"""An officer invites a firm from the page of its capability, found to fit or not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from marketplace.core.refusals import Refusal
from marketplace.matches import permissions
from marketplace.matches.actions import invite_to_apply
from marketplace.matches.models import Event, Invitation, Match, MutedOrganisation
from marketplace.matches.recording import record_matches
from marketplace.organisations.models import Role
from marketplace.portal.inviting import demands_to_invite_for, invite_holder
from tests.claims.factories import open_demand, person_of, with_lifecycle
from tests.factories import AgencyFactory, OrganisationFactory, UnitFactory
from tests.matches.factories import found
from tests.portal.pairs import flood_demand, forecast, indexed, page, text_of, url_of
from tests.racing import at_once
from tests.search.indexing import empty_index

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def demand():
    return flood_demand()


@pytest.fixture
def firm():
    firm = OrganisationFactory()
    person_of(firm)
    return firm


@pytest.fixture
def capability(firm):
    return forecast(firm)


@pytest.fixture
def officer(demand):
    return person_of(demand.lifecycle.owner, Role.EDITOR)


@pytest.fixture
def _in_index(index, demand, capability):
    indexed()


def offered(person, capability):
    return list(demands_to_invite_for(person, capability, at=timezone.now()))


def refused(demand, capability, by):
    with pytest.raises(Refusal) as refusal:
        invite_holder(demand, capability, by=by)
    return refusal.value.code


@pytest.mark.usefixtures("_in_index")
def test_a_pair_that_nobody_recorded_is_worked_out_and_invited(client, demand, capability, officer):
    client.force_login(officer)
    assert demand.title in page(client, url_of(capability))
    answer = client.post(url_of(capability, "invite"), {"demand": demand.pk})
    match = Match.objects.get()
    assert answer.url == f"/workbench/matches/{match.pk}/?side=demand"
    assert (match.demand, match.capability, match.fits) == (demand, capability, True)
    assert match.explanation["versions"]["weights"]
    gates = {gate["code"]: gate["answer"] for gate in match.explanation["gates"]}
    assert gates["qualification:iso27001"] == "failed"
    assert Invitation.objects.get().sent_by == officer
    assert client.get(answer.url).status_code == 200
    assert offered(officer, capability) == []
    assert 'id="invite"' not in page(client, url_of(capability))


@pytest.mark.usefixtures("index")
def test_what_shares_nothing_with_the_demand_may_be_invited_and_is_no_suggestion(demand, firm):
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    stage = forecast(firm, title="乡村戏台木作修缮", summary="修缮戏台的木构件与彩绘。")
    indexed()
    invite_holder(demand, stage, by=officer)
    match = Match.objects.get()
    assert not match.fits
    assert not Event.objects.filter(kind="suggested").exists()
    assert match in Match.objects.listed_for("capability")


def test_a_recorded_pair_is_invited_as_it_stands_without_the_engine(demand, capability, officer):
    record_matches(demand, [found(demand, capability)], position=1)
    invite_holder(demand, capability, by=officer)
    assert Match.objects.get().total == 71.5


def test_while_matching_rests_the_page_says_so_and_keeps_the_choice(
    client, demand, capability, officer, tmp_path
):
    cache.clear()
    client.force_login(officer)
    with empty_index(tmp_path):
        answer = client.post(url_of(capability, "invite"), {"demand": demand.pk})
    assert (answer.status_code, Match.objects.count()) == (503, 0)
    assert f'<option value="{demand.pk}" selected>' in text_of(answer)
    assert "请过几分钟再试" in text_of(answer)


def test_only_the_handling_units_open_demands_are_offered(demand, capability, officer):
    owner = demand.lifecycle.owner
    unit = UnitFactory(organisation=owner)
    theirs = open_demand(owner, unit)
    open_demand()
    open_demand(owner, mode="challenge")
    with_lifecycle(open_demand(owner), closes_at=timezone.now() - timedelta(seconds=1))
    with_lifecycle(open_demand(owner), state="withdrawn")
    late = with_lifecycle(open_demand(owner), opens_at=timezone.now() + timedelta(days=1))
    assert set(offered(officer, capability)) == {demand, theirs, late}
    outsider = person_of(owner, Role.EDITOR, UnitFactory(organisation=owner))
    assert set(offered(outsider, capability)) == {demand, late}
    for reader in (
        person_of(owner, Role.VIEWER),
        person_of(owner, Role.BIDDER),
        person_of(AgencyFactory(), Role.EDITOR),
        person_of(capability.lifecycle.owner, Role.OWNER),
    ):
        assert offered(reader, capability) == []


def test_who_belongs_to_the_firm_and_who_looks_at_its_own_are_offered_nothing(demand, officer):
    firm = OrganisationFactory()
    firm.memberships.create(user=officer, role=Role.VIEWER)
    assert offered(officer, forecast(firm)) == []
    assert offered(officer, forecast(demand.lifecycle.owner)) == []
    assert offered(officer, forecast(OrganisationFactory(placeholder=True))) == []


def test_what_a_visitor_reads_is_the_same(client, demand, capability):
    before = page(client, url_of(capability))
    person_of(demand.lifecycle.owner, Role.EDITOR)
    record_matches(demand, [found(demand, capability)], position=1)
    invite_to_apply(Match.objects.get(), by=person_of(demand.lifecycle.owner, Role.EDITOR))
    assert page(client, url_of(capability)) == before
    assert 'id="invite"' not in before


@pytest.mark.usefixtures("_in_index")
def test_an_invitation_that_may_not_be_sent_records_nothing(
    demand, capability, officer, firm, monkeypatch
):
    stranger = person_of(AgencyFactory(), Role.EDITOR)
    assert refused(demand, capability, stranger) == "not_side"
    muted = MutedOrganisation.objects.create(
        firm=firm,
        organisation=demand.lifecycle.owner,
        muted_at=timezone.now(),
        muted_by=person_of(firm),
    )
    assert refused(demand, capability, officer) == "unreached"
    muted.delete()
    monkeypatch.setattr(permissions, "INVITATIONS_A_DAY", 0)
    assert refused(demand, capability, officer) == "limit"
    assert not Match.objects.exists()
    monkeypatch.setattr(permissions, "INVITATIONS_A_DAY", 1)
    invite_holder(demand, capability, by=officer)
    assert refused(demand, capability, officer) == "invited"


@pytest.mark.parametrize("chosen", ["", "0", "-1", "x", "9" * 40, "\0"])
def test_what_was_not_offered_is_refused_beside_the_field(
    chosen, client, demand, capability, officer
):
    client.force_login(officer)
    answer = client.post(url_of(capability, "invite"), {"demand": chosen})
    assert answer.status_code == 422
    assert 'id="id_demand_error"' in text_of(answer)
    other = client.post(url_of(capability, "invite"), {"demand": open_demand().pk})
    assert (other.status_code, Match.objects.count()) == (422, 0)


def test_nobody_invites_without_signing_in_or_by_a_link(client, demand, capability):
    answer = client.post(url_of(capability, "invite"), {"demand": demand.pk})
    assert answer.url.startswith("/accounts/login/")
    assert client.get(url_of(capability, "invite")).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_of_many_officers_at_once_one_invites(tmp_path):
    demand = flood_demand()
    firm = OrganisationFactory()
    person_of(firm)
    capability = forecast(firm)
    people = [person_of(demand.lifecycle.owner, Role.EDITOR) for _ in range(5)]
    with empty_index(tmp_path):
        indexed()
        ends = at_once(
            *[lambda one=one: invite_holder(demand, capability, by=one) for one in people]
        )
    assert ends == ["done"] + ["invited"] * 4
    assert (Match.objects.count(), Invitation.objects.count()) == (1, 1)
