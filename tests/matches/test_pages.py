from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace.listings.models import Demand
from marketplace.matches import actions
from marketplace.matches.models import Event, Invitation, Match, MutedOrganisation, Side
from marketplace.organisations.models import Role
from tests.claims.factories import capability_of, person_of, with_lifecycle
from tests.factories import AgencyFactory, OrganisationFactory, UserFactory
from tests.matches.factories import Pair, explanation, found

pytestmark = pytest.mark.django_db

LISTS = {
    Side.DEMAND: "/workbench/matches/demands/",
    Side.CAPABILITY: "/workbench/matches/capabilities/",
}
MUTED = "/workbench/matches/muted/"
both_sides = pytest.mark.parametrize("side", list(Side))


@pytest.fixture
def pair():
    return Pair()


def address(match, verb=""):
    return f"/workbench/matches/{match.pk}/" + (f"{verb}/" if verb else "")


def text(response):
    return response.content.decode()


def open_as(client, person, url, status=200):
    client.force_login(person)
    response = client.get(url)
    assert response.status_code == status, (url, response.status_code)
    return text(response)


@both_sides
def test_each_side_has_its_list_with_reasons_and_a_level_and_no_score(client, pair, side):
    page = open_as(client, pair.person(side), LISTS[side])
    across = pair.capability if side is Side.DEMAND else pair.demand
    assert across.title in page
    assert "积水预报" in page
    assert "泵站联动" in page
    assert not re.search(r"\b71\b", re.sub(r"<[^>]+>", " ", page))
    shown = Event.objects.get(kind="shown")
    assert shown.pairs == [[pair.demand.pk, pair.capability.pk]]
    assert (shown.rank, shown.count) == (1, 1)
    assert shown.organisation == pair.match.lifecycle_of(side).owner


def test_a_visitor_signs_in_first(client, pair):
    for url in (*LISTS.values(), address(pair.match)):
        assert client.get(url).status_code == 302


@pytest.mark.parametrize("role", list(Role))
def test_nobody_else_reads_a_match_or_learns_that_it_is_there(client, pair, role):
    strangers = [person_of(OrganisationFactory(), role), person_of(AgencyFactory(), role)]
    for stranger in (*strangers, UserFactory(staff=True)):
        for url in LISTS.values():
            page = open_as(client, stranger, url)
            assert pair.capability.title not in page
            assert pair.demand.title not in page
        open_as(client, stranger, address(pair.match), status=404)
        for verb in ("confirm", "dismiss", "invite"):
            response = client.post(address(pair.match, verb), {"reason": "不"})
            assert response.status_code == 404
    assert pair.match.state == "suggested"
    assert not Event.objects.filter(kind="shown").exists()


def test_a_firms_list_is_the_same_whatever_another_firm_does(client, pair):
    other = capability_of(OrganisationFactory())
    before = open_as(client, pair.bidder, LISTS[Side.CAPABILITY])
    pair.record(found(pair.demand, pair.capability), found(pair.demand, other, total=99.0))
    stranger = Match.objects.for_rows().get(capability=other)
    person_of(other.lifecycle.owner)
    actions.invite_to_apply(stranger, by=pair.officer)
    after = open_as(client, pair.bidder, LISTS[Side.CAPABILITY])
    assert body(after) == body(before)


def body(page):
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
    return page.split("<main", 1)[1].split("</main>", 1)[0]


def test_opening_notes_the_place_in_the_list_and_that_it_was_seen(client, pair):
    open_as(client, pair.officer, address(pair.match) + "?side=demand&rank=7")
    assert pair.match.state == "seen"
    event = Event.objects.get(kind="opened")
    assert (event.rank, event.where, event.demand) == (7, "bench_demands", pair.demand)
    for rank in ("", "0", "-1", "x", "９", "1e3", "9" * 40, "\x00"):
        client.get(address(pair.match), {"rank": rank})
    assert Event.objects.filter(kind="opened").count() == 1
    client.head(address(pair.match) + "?rank=2")
    assert Event.objects.filter(kind="opened").count() == 1


@both_sides
def test_both_confirm_and_each_reads_who_did(client, pair, side):
    client.force_login(pair.person(side))
    assert client.post(address(pair.match, "confirm"), {"side": side}).status_code == 302
    waiting = open_as(client, pair.person(side), address(pair.match))
    assert "等对方确认" in waiting
    asked = open_as(client, pair.person(side.other), address(pair.match))
    assert pair.person(side).name in asked
    response = client.post(address(pair.match, "confirm"), {"next": LISTS[side.other]})
    assert response.url == LISTS[side.other]
    assert "双方已对接" in open_as(client, pair.person(side), LISTS[side])
    assert client.post(address(pair.match, "confirm")).status_code == 409


def test_a_form_leads_to_pages_of_the_portal_alone(client, pair):
    client.force_login(pair.officer)
    posted = {"next": "https://elsewhere.example/"}
    assert client.post(address(pair.match, "confirm"), posted).url == address(pair.match)


@both_sides
def test_putting_aside_asks_why_keeps_what_was_typed_and_can_be_undone(client, pair, side):
    client.force_login(pair.person(side))
    response = client.post(address(pair.match, "dismiss"), {"reason": "长" * 301})
    assert response.status_code == 422
    assert "长" * 301 in text(response)
    client.post(address(pair.match, "dismiss"), {"reason": "规模不合适"})
    across = pair.capability if side is Side.DEMAND else pair.demand
    assert (
        across.title not in body(open_as(client, pair.person(side), LISTS[side])).split("<ul")[-1]
    )
    aside = open_as(client, pair.person(side), LISTS[side] + "?state=dismissed")
    assert across.title in aside
    other = open_as(client, pair.person(side.other), LISTS[side.other] + "?state=dismissed")
    assert "规模不合适" not in other
    own = pair.demand if side is Side.DEMAND else pair.capability
    assert own.title not in body(other)
    assert "规模不合适" not in open_as(client, pair.person(side.other), address(pair.match))
    client.force_login(pair.person(side))
    client.post(address(pair.match, "restore"))
    assert pair.match.state == "seen"


def test_a_side_that_waits_is_told_that_it_was_not_taken_up_and_never_why(client, pair):
    actions.confirm_contact(pair.match, side="capability", by=pair.bidder)
    pair.dismissed("demand")
    page = open_as(client, pair.bidder, LISTS[Side.CAPABILITY] + "?state=dismissed")
    assert "对方暂不考虑" in page
    own = open_as(client, pair.bidder, address(pair.match))
    assert "对方暂不考虑" in own
    assert "规模不合适" not in own


def test_one_click_invites_and_the_firm_declines_with_a_reason(client, pair):
    page = open_as(client, pair.officer, LISTS[Side.DEMAND])
    assert address(pair.match, "invite") in page
    client.post(address(pair.match, "invite"), {"next": LISTS[Side.DEMAND]})
    assert Invitation.objects.get().sent_by == pair.officer
    assert address(pair.match, "invite") not in open_as(client, pair.officer, LISTS[Side.DEMAND])
    firm = open_as(client, pair.bidder, address(pair.match))
    assert address(pair.match, "accept") in firm
    assert client.post(address(pair.match, "decline"), {"reason": ""}).status_code == 422
    client.post(address(pair.match, "decline"), {"reason": "今年没有人手"})
    assert "今年没有人手" in open_as(client, pair.officer, address(pair.match))


def test_accepting_lands_in_the_application_with_the_capability_chosen(client, pair):
    actions.invite_to_apply(pair.match, by=pair.officer)
    assert address(pair.match, "accept") in open_as(client, pair.bidder, address(pair.match))
    response = client.post(address(pair.match, "accept"), follow=True)
    assert f'value="{pair.capability.pk}" selected' in text(response)
    assert "已接受邀请" in text(response)
    assert address(pair.match, "accept") not in open_as(client, pair.bidder, address(pair.match))
    assert "企业已接受邀请" in open_as(client, pair.officer, address(pair.match))


def test_a_firm_mutes_an_organisation_and_lifts_it_on_its_page(client, pair):
    actions.invite_to_apply(pair.match, by=pair.officer)
    assert address(pair.match, "mute") in open_as(client, pair.bidder, address(pair.match))
    client.post(address(pair.match, "mute"))
    assert address(pair.match, "mute") not in open_as(client, pair.bidder, address(pair.match))
    owner = str(pair.demand.lifecycle.owner)
    assert owner in body(open_as(client, pair.bidder, MUTED))
    muted = MutedOrganisation.objects.get()
    for other in (pair.officer, UserFactory(), UserFactory(staff=True)):
        assert owner not in body(open_as(client, other, MUTED))
        assert client.post(f"{MUTED}{muted.pk}/lift/").status_code == 404
    client.force_login(pair.bidder)
    client.post(f"{MUTED}{muted.pk}/lift/")
    assert not MutedOrganisation.objects.exists()


def test_who_is_muted_reads_the_same_as_where_nobody_can_be_reached(client, pair):
    other = capability_of(OrganisationFactory(name=pair.firm.name + "二"))
    person_of(other.lifecycle.owner, Role.VIEWER)
    pair.record(found(pair.demand, pair.capability), found(pair.demand, other))
    addresses = (address(pair.match), LISTS[Side.DEMAND])
    open_as(client, pair.officer, address(pair.match))
    before = [body(open_as(client, pair.officer, one)) for one in addresses]
    MutedOrganisation.objects.create(
        firm=pair.firm,
        organisation=pair.demand.lifecycle.owner,
        muted_at=timezone.now(),
        muted_by=pair.bidder,
    )
    assert [body(open_as(client, pair.officer, one)) for one in addresses] == before
    unreached = Match.objects.get(capability=other)
    answers = [client.post(address(one, "invite")) for one in (pair.match, unreached)]
    assert [one.status_code for one in answers] == [409, 409]
    assert body(text(answers[0])) == body(text(answers[1]))
    assert "邀请无法送达该企业" in text(answers[0])


def test_the_link_opens_the_application_with_the_capability_chosen(client, pair):
    foreign = capability_of(OrganisationFactory())
    client.force_login(pair.bidder)
    url = f"/demands/{pair.demand.lifecycle.number}/claim/"
    for number, chosen in (
        (pair.capability.lifecycle.number, True),
        (foreign.lifecycle.number, False),
        ("\x00", False),
    ):
        page = text(client.get(url, {"capability": number}))
        assert (f'value="{pair.capability.pk}" selected' in page) is chosen
        assert f'value="{foreign.pk}" selected' not in page


def test_the_reasons_of_march_are_read_in_june(client, pair):
    newer = explanation(covered=[], versions={"weights": "w2"})
    pair.record(found(pair.demand, pair.capability, level="fair", explanation=newer))
    page = open_as(client, pair.officer, address(pair.match))
    assert "w1" in page
    assert "w2" in page
    assert page.count("积水预报") == 1


def test_withdrawn_and_closed_leave_the_lists(client, pair):
    with_lifecycle(pair.demand, closes_at=timezone.now() - timedelta(minutes=1))
    for side, url in LISTS.items():
        page = open_as(client, pair.person(side), url)
        assert pair.match.lifecycle_of(side.other).number not in page
    assert pair.capability.title in open_as(client, pair.officer, address(pair.match))


def test_the_reasons_of_a_match_go_once_bids_for_its_challenge_are_judged(client, pair):
    Demand.objects.filter(pk=pair.demand.pk).update(mode="challenge")
    sides = (pair.officer, pair.bidder)
    assert all('id="why"' in open_as(client, one, address(pair.match)) for one in sides)
    with_lifecycle(pair.demand, closes_at=timezone.now() - timedelta(minutes=1))
    for one in sides:
        shown = open_as(client, one, address(pair.match))
        assert 'id="why"' not in shown
        assert "积水预报" not in body(shown)


def test_filters_narrow_and_unknown_values_are_told(client, pair):
    second = capability_of(pair.firm, title="泵站联动控制柜")
    pair.record(
        found(pair.demand, pair.capability), found(pair.demand, second, level="fair", total=9.0)
    )
    url = LISTS[Side.CAPABILITY]
    assert "泵站联动控制柜" in body(open_as(client, pair.bidder, url)).split("</form>", 1)[1]
    for query in ("level=strong", f"listing={pair.capability.lifecycle.number}"):
        page = body(open_as(client, pair.bidder, f"{url}?{query}")).split("</form>", 1)[1]
        assert "泵站联动控制柜" not in page
    for query in ("level=nonsense", "state=%00", "listing=' OR 1=1", "page=999999999999", "page=x"):
        open_as(client, pair.bidder, f"{url}?{query}")


@both_sides
def test_a_list_takes_the_same_queries_whatever_its_length(
    client, pair, side, django_assert_max_num_queries
):
    pairs = [found(pair.demand, pair.capability)]
    pairs += [found(pair.demand, capability_of(pair.firm), total=40.0 - n) for n in range(24)]
    pair.record(*pairs)
    client.force_login(pair.person(side))
    client.get(LISTS[side])
    with django_assert_max_num_queries(17):
        page = text(client.get(LISTS[side]))
    assert page.count("match-own") == 20
    with django_assert_max_num_queries(17):
        client.get(f"{LISTS[side]}?page=2")
    ranks = Event.objects.filter(kind="shown").values_list("rank", "count")
    assert list(ranks) == [(1, 20), (1, 20), (21, 5)]


def test_what_hardly_fits_is_shown_when_it_is_asked_for(client, pair):
    pair.record(found(pair.demand, pair.capability, level="weak"))
    url = LISTS[Side.DEMAND]
    row = f"/workbench/matches/{pair.match.pk}/"
    shown = open_as(client, pair.officer, url)
    assert row not in shown
    assert "另有 1 项只是勉强相关" in shown
    assert row in open_as(client, pair.officer, f"{url}?level=weak")
    actions.confirm_contact(pair.match, side=Side.DEMAND, by=pair.officer)
    assert row in open_as(client, pair.officer, url)
