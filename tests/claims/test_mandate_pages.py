"""The pages of filling in for a firm, and two worlds that differ in what the firm does itself."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.claims.actions import decline_claim
from marketplace.claims.drafting import Edit, save_draft
from marketplace.claims.mandates import withdraw_mandate
from marketplace.claims.models import Claim, ClaimDraft, Mandate
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.models import Notification
from marketplace.organisations.models import Kind, Role
from tests.claims.factories import accept, claim_for, draft_for, open_demand, person_of, sent
from tests.claims.helping import Help, day
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db

SECRET = "绝密的做法"


@pytest.fixture
def help_():
    return Help()


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def address(name, draft, *more):
    return reverse(f"claims:{name}", args=[draft.demand.lifecycle.number, draft.key, *more])


def test_an_owner_allows_and_withdraws_on_a_page(help_):
    association = OrganisationFactory(kind=Kind.ASSOCIATION, name="新材料促进会")
    client = signed_in(help_.owner)
    page = reverse("claims:mandates")
    assert str(help_.park) in client.get(page).text
    given = {"firm": help_.firm.pk, "helper": association.pk, "ends_on": day(9).isoformat()}
    assert client.post(page, given).url == page
    mandate = Mandate.objects.get(helper=association)
    assert mandate.ends_on == day(9)
    client.post(reverse("claims:withdraw_mandate", args=[mandate]))
    mandate.refresh_from_db()
    assert mandate.state == "withdrawn"
    assert "已撤销" in client.get(page).text


def test_a_wrong_day_stands_beside_its_message_and_a_foreign_firm_is_not_offered(help_):
    client = signed_in(help_.owner)
    page, stranger = reverse("claims:mandates"), OrganisationFactory()
    given = {"firm": help_.firm.pk, "helper": help_.park.pk, "ends_on": "2020-01-01"}
    response = client.post(page, given)
    assert response.status_code == 422
    assert 'id="id_ends_on_error"' in response.text
    assert 'value="2020-01-01"' in response.text
    assert client.post(page, {**given, "firm": stranger.pk}).status_code == 422
    assert client.post(page, {"firm": "\0", "helper": "x", "ends_on": "x"}).status_code == 422
    assert Mandate.objects.count() == 1


def test_only_the_owner_of_the_firm_finds_the_mandate(help_):
    withdraw = reverse("claims:withdraw_mandate", args=[help_.mandate])
    for person in (help_.bidder, help_.filler, UserFactory(), UserFactory(staff=True)):
        assert signed_in(person).post(withdraw).status_code == 404
    assert Mandate.objects.get().state == "given"


def test_a_park_begins_on_its_page_writes_and_hands_over(help_, demand):
    client = signed_in(help_.filler)
    page = reverse("claims:filling")
    number = demand.lifecycle.number
    assert number in client.get(page, {"demand": number}).text
    response = client.post(page, {"mandate": help_.mandate.pk, "demand": f" {number.lower()} "})
    draft = ClaimDraft.objects.get()
    assert response.url == address("step", draft, "approach")
    step = client.get(response.url).text
    assert str(help_.firm) in step
    posted = {"pitch": "由园区代写的一句话", "base-pitch": "", "go": "next"}
    assert client.post(response.url, posted).status_code == 302
    review = client.get(address("review", draft)).text
    assert "由园区代写的一句话" in review
    assert 'name="seen"' not in review
    assert client.post(address("review", draft)).url == page
    draft.refresh_from_db()
    assert draft.is_handed_over
    assert client.post(address("review", draft)).status_code == 409
    assert not Claim.objects.exists()


@pytest.mark.parametrize("number", ["XQ-2026-9999", "", "\0", "X" * 300, "' or 1=1"])
def test_a_number_of_no_demand_is_refused_beside_its_field(help_, number):
    page = reverse("claims:filling")
    response = signed_in(help_.filler).post(page, {"mandate": help_.mandate.pk, "demand": number})
    assert response.status_code == 422
    assert 'id="id_demand_error"' in response.text
    assert not ClaimDraft.objects.exists()


def test_the_firm_reads_who_wrote_what_and_sends(help_, demand):
    draft = help_.filled_in(demand)
    client = signed_in(help_.bidder)
    mine = client.get(reverse("claims:mine")).text
    assert address("start", draft) in mine
    assert f"由{help_.park}代填" in mine
    step = client.get(address("step", draft, "approach")).text
    assert f"{help_.filler}（{help_.park}）填写" in step
    page = client.get(address("review", draft)).text
    (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
    response = client.post(address("review", draft), {"seen": seen, "key": "k1"})
    claim = Claim.objects.get()
    assert response.url == reverse("claims:receipt", args=[claim.receipt])
    own = reverse("claims:start", args=[demand.lifecycle.number, help_.firm.pk])
    assert client.get(own).url == address("step", draft, "approach")


def test_an_open_page_is_told_that_the_door_is_closed_and_nothing_is_saved(help_, demand):
    draft = help_.filled_in(demand)
    client = signed_in(help_.filler)
    save = address("save", draft, "approach")
    mark = draft.answers.get(name="pitch").mark
    told = client.get(save).json()
    assert told["fields"]["pitch"]["by"]
    withdraw_mandate(help_.mandate, by=help_.owner)
    answer = client.post(save, {"pitch": "晚到的字", "base-pitch": mark})
    assert answer.status_code == 404
    assert answer.json()["message"]
    assert "晚到的字" not in {row.text for row in draft.answers.all()}
    for name, *more in (("start",), ("step", "approach"), ("review",)):
        response = client.get(address(name, draft, *more), follow=True)
        assert response.status_code == 404, name
    assert "晚到的字" not in signed_in(help_.bidder).get(address("review", draft)).text


def test_the_demands_page_leads_a_park_there_and_nobody_else(help_, demand):
    page = reverse("portal:demand", args=[demand.lifecycle.number])
    link = f"{reverse('claims:filling')}?demand={demand.lifecycle.number}"
    assert link in signed_in(help_.filler).get(page).text
    for person in (help_.bidder, help_.owner, person_of(help_.park, Role.VIEWER), UserFactory()):
        assert link not in signed_in(person).get(page).text


@pytest.mark.parametrize("key", ["0-0", "1-999999999999999999", "999999999999999999"])
def test_forged_keys_lead_nowhere(help_, demand, key):
    client = signed_in(help_.filler)
    number = demand.lifecycle.number
    for rest in ("", "approach/", "review/", "approach/save/"):
        response = client.get(f"/demands/{number}/claim/{key}/{rest}", follow=True)
        assert response.status_code == 404


def plain(response, number):
    """Leave out what changes by request, and the version of the demand whose count is public."""
    changing = r'(name="(csrfmiddlewaretoken|key)" value=)"[^"]*"'
    text = re.sub(changing, r"\1", response.content.decode())
    text = re.sub(rf'(data-live="demand:{number}" data-version=)"\d+"', r"\1", text)
    kept = (line for line in text.splitlines() if "server-now" not in line)
    return [line for line in kept if "data-deadline" not in line]


def seen_by(person, draft, other):
    """Return all that a person of the park reads around the firm and two demands."""
    client = signed_in(person)
    number, firm = draft.demand.lifecycle.number, draft.firm_id
    addresses = [
        *(f"/demands/{one.lifecycle.number}/claim/" for one in (draft.demand, other)),
        f"/demands/{number}/claim/{firm}/",
        f"/demands/{number}/claim/{firm}/approach/",
        f"/demands/{number}/claim/{firm}/approach/save/",
        f"/demands/{number}/claim/{firm}/review/",
        f"/demands/{number}/claims/",
        address("start", draft),
        *(address("step", draft, step) for step in ("approach", "answers", "material")),
        address("save", draft, "approach"),
        address("review", draft),
        reverse("claims:filling"),
        reverse("claims:mine"),
        reverse("claims:mandates"),
        f"/organisations/{firm}/",
        "/workbench/",
        "/workbench/cooperations/",
        reverse("notifications:inbox"),
    ]
    answers = {one: client.get(one) for one in addresses}
    return {
        address: [str(one.status_code), str(one.headers.get("Location")), *plain(one, number)]
        for address, one in answers.items()
    }


def differences(before, after):
    """Return the lines that two worlds show differently, by address."""
    return {
        one: sorted(set(before[one]) ^ set(after[one]))
        for one in before
        if before[one] != after[one]
    }


def with_own_draft(help_, demand, _officer):
    draft_for(demand, help_.firm, help_.bidder, approach=SECRET)


def with_claim_declined(help_, demand, officer):
    decline_claim(
        claim_for(demand, help_.firm, help_.bidder, pitch=SECRET), by=officer, reason="否"
    )


def with_claim_accepted(help_, demand, officer):
    accept(claim_for(demand, help_.firm, help_.bidder, pitch=SECRET), by=officer)


@pytest.mark.parametrize("does", [with_own_draft, with_claim_declined, with_claim_accepted])
def test_the_park_learns_nothing_of_what_the_firm_does_itself(help_, demand, officer, does):
    other = open_demand(owner=demand.lifecycle.owner, path="procurement")
    draft = help_.filled_in(demand)
    run_until_caught_up()
    before = seen_by(help_.filler, draft, other)
    for one in (demand, other):
        does(help_, one, officer)
    run_until_caught_up()
    assert differences(before, seen_by(help_.filler, draft, other)) == {}
    assert not Notification.objects.filter(user=help_.filler).exclude(kind="mandate_given").exists()


def test_the_park_learns_of_a_draft_it_filled_in_that_it_was_sent_and_nothing_after(
    help_, demand, officer
):
    draft = help_.filled_in(demand)
    claim = sent(draft, help_.bidder)
    run_until_caught_up()
    other = open_demand(owner=demand.lifecycle.owner)
    before = seen_by(help_.filler, draft, other)
    save_draft(draft, by=help_.bidder, edits={"schedule": Edit(SECRET)})
    accept(claim, by=officer, reason=SECRET)
    run_until_caught_up()
    after = seen_by(help_.filler, draft, other)
    assert differences(before, after) == {}
    assert SECRET not in str(after)
