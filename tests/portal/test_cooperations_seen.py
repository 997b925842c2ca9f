"""Two worlds that differ in a firm's co-operation look the same, but for what the rule shows."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from marketplace.claims.meetings import propose_meeting
from marketplace.claims.relisting import relist_demand
from marketplace.cooperations import actions
from marketplace.cooperations.models import Cooperation
from marketplace.journal.models import Entry
from marketplace.listings.models import Demand
from marketplace.organisations.models import Role
from marketplace.portal.live import numbers_going_on
from tests.claims.factories import claim_for, open_demand, person_of, with_lifecycle
from tests.cooperations.factories import Pair
from tests.factories import OrganisationFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index")]

LINE = re.compile(
    r'<li class="is-ok">(?:(?!</li>).)*'
    r"<h3>(?:双方确认对接|开始洽谈|签订协议|确认交付|通过验收)</h3></li>"
)


def readers() -> list[Client]:
    """Return a visitor, another firm's bid manager and portal staff."""
    clients = [Client(), Client(), Client()]
    clients[1].force_login(person_of(OrganisationFactory()))
    clients[2].force_login(UserFactory(staff=True))
    return clients


def seen(client: Client, demand: Demand, firm: Any) -> list[str]:
    """Return what a reader is told on the pages that stand near a co-operation."""
    addresses = [
        reverse("portal:demand", args=[demand.lifecycle.number]),
        reverse("organisations:detail", args=[firm.pk]),
        reverse("organisations:detail", args=[demand.lifecycle.owner.pk]),
    ]
    changing = re.compile(r"csrf|server-now|nonce|data-deadline")
    return [
        line
        for address in addresses
        for line in client.get(address).content.decode().splitlines()
        if line.strip() and not changing.search(line)
    ]


def test_on_a_quiet_path_nothing_tells_before_the_close() -> None:
    demand = open_demand(path=Demand.Path.PROCUREMENT)
    pair = Pair(demand)
    clients = readers()
    before = [seen(client, demand, pair.firm) for client in clients]
    pair.until("talking")
    assert [seen(client, demand, pair.firm) for client in clients] == before


def test_where_the_demand_keeps_it_nothing_tells_of_any_step_before_the_close_or_after() -> None:
    demand = open_demand(timeline="nothing")
    pair = Pair(demand)
    clients = readers()
    for closes_at in (timezone.now() + timedelta(days=9), timezone.now() - timedelta(minutes=1)):
        with_lifecycle(demand, closes_at=closes_at)
        before = [seen(client, demand, pair.firm) for client in clients]
        pair.until("agreed" if pair.cooperation.state == "opened" else "rated")
        assert [seen(client, demand, pair.firm) for client in clients] == before
    steps = Entry.objects.filter(kind__startswith="cooperation_", subject_key=str(pair.key))
    assert steps.count() > 6
    assert not any(list(numbers_going_on(entry)) for entry in steps)


@pytest.mark.parametrize(("timeline", "is_told"), [("steps", False), ("amounts", True)])
def test_a_visitor_reads_the_same_whatever_the_amount_where_amounts_are_kept(
    timeline: str, is_told: bool
) -> None:
    demand = open_demand(timeline=timeline)
    pair = Pair(demand).until("agreed")
    actions.publish_agreement(pair.cooperation, by=pair.officer)
    with_lifecycle(demand, closes_at=timezone.now() - timedelta(minutes=1))
    clients, worlds = readers(), []
    for amount in (120_000, 987_654, None):
        Cooperation.objects.filter(pk=pair.key).update(amount=amount)
        worlds.append([seen(client, demand, pair.firm) for client in clients])
    assert all(f"与{pair.firm}签约" in " ".join(pages) for world in worlds for pages in world)
    assert (worlds[0] != worlds[1], worlds[0] != worlds[2]) == (is_told, is_told)


def test_elsewhere_only_the_count_tells() -> None:
    demand = open_demand()
    pair = Pair(demand)
    clients = readers()
    worlds = []
    for state in ("opened", "talking", "agreed", "accepted"):
        pair.until(state)
        pages = [" ".join(seen(client, demand, pair.firm)) for client in clients]
        secrets = (pair.cooperation.number, pair.claim.receipt)
        assert not any(secret in page for page in pages for secret in secrets)
        worlds.append([LINE.sub("", page).split() for page in pages])
    assert all(world == worlds[0] for world in worlds)


def test_the_public_page_counts_and_names_as_the_owner_chose() -> None:
    demand = open_demand()
    pair = Pair(demand).until("agreed")
    address = reverse("portal:demand", args=[demand.lifecycle.number])
    assert "签订协议" in Client().get(address).content.decode()
    with_lifecycle(demand, closes_at=timezone.now() - timedelta(minutes=1))
    assert f"与{pair.firm}签约" not in Client().get(address).content.decode()
    actions.publish_agreement(pair.cooperation, by=pair.officer)
    assert f"与{pair.firm}签约" in Client().get(address).content.decode()


def test_both_pages_of_a_relisting_link_to_each_other_once_it_is_public() -> None:
    demand = with_lifecycle(open_demand(), closes_at=timezone.now() - timedelta(minutes=1))
    editor = person_of(demand.lifecycle.owner, Role.EDITOR)
    draft = relist_demand(demand, by=editor)
    old = reverse("portal:demand", args=[demand.lifecycle.number])
    before = Client().get(old).content.decode()
    assert "已重新发布" not in before
    Demand.objects.filter(pk=draft.pk).update(live=True)
    with_lifecycle(draft, state="live", number="XQ-2026-9009", published_at=timezone.now())
    new = reverse("portal:demand", args=["XQ-2026-9009"])
    assert new in Client().get(old).content.decode()
    assert old in Client().get(new).content.decode()


def test_the_workbench_holds_what_waits_on_either_side() -> None:
    pair = Pair()
    waiting = claim_for(open_demand(), pair.firm, pair.provider)
    officer = person_of(waiting.demand.lifecycle.owner, Role.EDITOR)
    propose_meeting(
        waiting,
        by=officer,
        starts_at=timezone.now() + timedelta(days=2),
        minutes=60,
        place="一号会议室",
        link="",
        text="",
    )
    client = Client()
    client.force_login(pair.provider)
    page = client.get("/workbench/").content.decode()
    for told in ("确认对接", "回复约谈", pair.cooperation.number):
        assert told in page
