from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.reviews.holding import hold_draw
from marketplace.reviews.labels import labelled_bids
from marketplace.reviews.models import Seat
from marketplace.reviews.promising import promise_draw
from marketplace.reviews.seating import declare_free
from tests.bids.factories import open_challenge, opened, sealed
from tests.challenges.factories import fresh
from tests.experts.factories import expert, keeper
from tests.factories import DomainFactory, OrganisationFactory
from tests.reviews.factories import VALUE, WATER, who

pytestmark = pytest.mark.django_db

APPROACHES = ("甲法", "乙法", "丙法")


@pytest.fixture
def seats():
    challenge = open_challenge(rules={"panel_size": 5, "consortium_limit": 2})
    partner = OrganisationFactory()
    for approach in APPROACHES:
        sealed(challenge, approach=approach, partners=f"{partner.name} 试制")
    for _one in range(5):
        expert(domains=[DomainFactory(slug="water")])
    draw = promise_draw(
        fresh(challenge), seats={WATER: 5}, alternates=0, source="指数", by=keeper()
    )
    opened(challenge)
    hold_draw(draw, public_input=VALUE, by=keeper())
    return list(Seat.objects.for_rows())


def order(seat):
    return "".join(one.content["approach"] for one in labelled_bids(seat))


def test_every_expert_reads_the_same_bids_in_an_order_that_stays_and_is_not_the_others(seats):
    for seat in seats:
        bids = labelled_bids(seat)
        assert [one.label for one in bids] == ["A", "B", "C"]
        assert {one.content["approach"] for one in bids} == set(APPROACHES)
        assert order(seat) == order(Seat.objects.get(pk=seat.pk))
    assert len({order(seat) for seat in seats}) > 1


def test_bids_are_read_after_the_declaration_and_name_nobody(client, seats):
    seat = seats[0]
    bids = list(seat.panel.challenge.bids.select_related("firm"))
    client.force_login(who(seat))
    page = reverse("reviews:seat", args=[seat.code])
    assert not any(text in client.get(page).content.decode() for text in APPROACHES)
    declare_free(seat, by=who(seat))
    text = client.get(page).content.decode()
    assert all(approach in text for approach in APPROACHES)
    hidden = [bids[0].content["partners"][0]["name"], bids[0].content["files"][0]["name"]]
    for bid in bids:
        hidden += [bid.firm.name, bid.receipt, bid.commitment, str(bid.submitted_by)]
    assert not [one for one in hidden if one in text]
    assert "方案A-附件1.pdf" in text
    assert "no-store" in client.get(page)["Cache-Control"]


def test_an_attachment_is_read_after_the_declaration_under_a_neutral_name_without_traces(
    client, seats
):
    seat = seats[0]
    client.force_login(who(seat))
    page = reverse("reviews:file", args=[seat.code, "A", 0])
    assert client.get(page).status_code == 403
    declare_free(seat, by=who(seat))
    given = client.get(page)
    assert "A-%E9%99%84%E4%BB%B61.pdf" in given["Content-Disposition"]
    assert given.content.startswith(b"%PDF")
    assert b"Producer" not in given.content
    for label, place in (("A", 9), ("Z", 0)):
        assert (
            client.get(reverse("reviews:file", args=[seat.code, label, place])).status_code == 404
        )
    client.force_login(who(seats[1]))
    assert client.get(page).status_code == 404
