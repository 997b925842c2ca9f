"""The button that follows, the page of what is followed, and that nobody else sees either."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.listings.models import Batch
from marketplace.organisations.models import Role
from marketplace.subscriptions import permissions
from marketplace.subscriptions.following import follow
from marketplace.subscriptions.models import Follow
from tests.claims.factories import open_demand, person_of, with_lifecycle
from tests.factories import DomainFactory, OrganisationFactory, UserFactory
from tests.portal.pairs import page

pytestmark = pytest.mark.django_db
MINE = "/workbench/follows/"


@pytest.fixture
def person(client):
    person = UserFactory()
    client.force_login(person)
    return person


def press(client, kind, pk, verb="follow", **form):
    return client.post(reverse("subscriptions:follow", args=[kind, pk, verb]), form)


def test_the_button_of_a_demand_follows_and_ends_it(client, index, person):
    demand = open_demand(title="泵站联动")
    address = reverse("portal:demand", args=[demand.lifecycle.number])
    assert "关注<span" in page(client, address)
    response = press(client, "demand", demand.pk, next=address)
    assert response.headers["Location"] == address
    assert "已关注" in page(client, address)
    assert "泵站联动" in page(client, MINE)
    press(client, "demand", demand.pk)
    assert Follow.objects.count() == 1
    response = press(client, "demand", demand.pk, "unfollow", next="https://example.com/")
    assert response.headers["Location"] == MINE
    assert not Follow.objects.exists()


def test_an_organisation_a_domain_and_a_batch_have_their_button(client, index, person):
    firm, domain = OrganisationFactory(), DomainFactory(name="智慧停车")
    batch = Batch.objects.create(name="第九批", year=2026, order=9)
    with_lifecycle(open_demand(), batch=batch)
    for kind, target, address in (
        ("organisation", firm, reverse("organisations:detail", args=[firm.pk])),
        ("domain", domain, f"/demands/?domain={domain.slug}"),
        ("batch", batch, f"/demands/?batch={batch.pk}"),
        ("domain", DomainFactory(), MINE),
    ):
        button = reverse("subscriptions:follow", args=[kind, target.pk, "follow"])
        assert button in page(client, address)
        press(client, kind, target.pk)
        assert button not in page(client, address)
    assert "已关注" in page(client, MINE)


def test_a_visitor_is_led_to_sign_in_and_back(client, index):
    demand = open_demand()
    address = reverse("portal:demand", args=[demand.lifecycle.number])
    assert f"/accounts/login/?next={address.replace('/', '%2F')}" in page(client, address)
    response = press(client, "demand", demand.pk, next=address)
    assert response.headers["Location"] == f"/accounts/login/?next={address}"
    assert client.get(MINE).status_code == 302


def test_unknown_kinds_verbs_and_things_are_not_found(client, person):
    withdrawn = with_lifecycle(open_demand(), state="withdrawn")
    for kind, pk, verb in (
        ("user", person.pk, "follow"),
        ("domain", DomainFactory().pk, "praise"),
        ("demand", withdrawn.pk, "follow"),
        ("demand", 10**17, "follow"),
    ):
        assert press(client, kind, pk, verb).status_code == 404
    assert client.get(f"{MINE}demand/{withdrawn.pk}/follow/").status_code == 405


def test_a_withdrawn_demand_stays_by_its_number_until_it_is_let_go(client, person):
    demand = open_demand(title="不再公开的题目")
    follow(demand, by=person)
    with_lifecycle(demand, state="withdrawn")
    listed = page(client, MINE)
    assert "不再公开的题目" not in listed
    assert str(demand.lifecycle) in listed
    press(client, "demand", demand.pk, "unfollow")
    assert not Follow.objects.exists()


def test_the_limit_is_said(client, person, monkeypatch):
    monkeypatch.setattr(permissions, "MOST_FOLLOWED", 0)
    response = client.post(
        reverse("subscriptions:follow", args=["domain", DomainFactory().pk, "follow"]), follow=True
    )
    assert "达到上限" in response.content.decode()


def test_nobody_else_reads_or_counts_what_somebody_follows(client, index):
    demand = open_demand()
    address = reverse("portal:demand", args=[demand.lifecycle.number])
    client.force_login(person_of(demand.lifecycle.owner, Role.OWNER))
    before = page(client, address)
    for _ in range(3):
        follow(demand, by=UserFactory())
    assert page(client, address) == before
