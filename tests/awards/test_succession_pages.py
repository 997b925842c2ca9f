"""Pages of the next in the ranking: for owner, bidder, supervisor; and the public reads nothing."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from marketplace.awards import succeeding
from marketplace.awards.models import Succession
from marketplace.bids.models import Bid
from marketplace.organisations.models import Role
from tests.awards.successions import WHY, Gap
from tests.challenges.factories import reason_for
from tests.claims.factories import person_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

MAIN = re.compile("<main.*</main>", re.DOTALL)
TOKEN = re.compile('name="csrfmiddlewaretoken" value="[^"]*"')
PAGES = ("succession", "succession_answer")


def url(name, gap):
    return reverse(f"awards:{name}", args=[gap.table.court.number])


def as_person(client, person):
    client.force_login(person)
    return client


def text_of(response):
    return response.content.decode()


def test_officer_approver_and_bidder_bring_it_on_show_by_their_pages(client):
    gap = Gap()
    page, answer = url("succession", gap), url("succession_answer", gap)
    form = as_person(client, gap.officer).get(page).context["name_form"]
    empty = client.post(page, {"verb": "name", "reason": "", "seen": form["seen"].value()})
    assert empty.status_code == 422
    client.post(page, {"verb": "name", "reason": WHY, "seen": form["seen"].value()})
    named = Succession.objects.get()
    own = client.post(page, {"verb": "ask", "succession": named.pk})
    assert own.status_code == 403
    as_person(client, gap.approver)
    assert WHY in text_of(client.get(page))
    assert client.post(page, {"verb": "ask", "succession": named.pk}).status_code == 302
    assert client.post(page, {"verb": "ask", "succession": "9" * 30}).status_code == 404
    as_person(client, gap.bidders[1])
    assert client.get(answer).context["may_answer"]
    assert client.post(answer, {"verb": "nonsense"}).status_code == 404
    assert client.post(answer, {"verb": "stand", "answer": "<b>x</b>"}).status_code == 422
    assert client.post(answer, {"verb": "stand", "answer": "愿意"}).status_code == 302
    as_person(client, gap.approver).post(page, {"verb": "show", "succession": named.pk})
    client.logout()
    public = text_of(client.get(url("notice", gap)))
    assert gap.bids[1].firm.name in public
    assert gap.first.statement in public
    assert WHY not in public


def test_the_supervisor_reads_both_prices_and_changes_nothing(client):
    gap = Gap()
    Bid.objects.filter(pk=gap.bids[1].pk).update(content={"public_money": "1560000"})
    owner = gap.challenge.demand.lifecycle.owner
    named = gap.named()
    as_person(client, person_of(owner, Role.SUPERVISOR))
    shown = client.get(url("succession", gap))
    prices = [place.bid.content["public_money"] for place in shown.context["places"]]
    assert prices == ["1200000.00", "1560000"]
    assert 'value="ask"' not in text_of(shown)
    refused = client.post(url("succession", gap), {"verb": "ask", "succession": named.pk})
    assert refused.status_code == 403
    watched = reverse("portal:supervised", args=[gap.table.court.number])
    assert url("succession", gap) in text_of(client.get(watched))


def test_to_others_there_is_nothing_of_it(client):
    gap = Gap()
    gap.named()
    for person in (gap.bidders[0], gap.bidders[1], gap.bidders[2], UserFactory()):
        as_person(client, person)
        statuses = [client.get(url(one, gap)).status_code for one in PAGES]
        assert statuses == [404, 404]


def test_the_public_reads_the_same_whatever_the_next_answers(client):
    gap = Gap()
    pages = [url("notice", gap), reverse("portal:demand", args=[gap.table.court.number])]

    def public():
        client.logout()
        shown = [MAIN.findall(text_of(client.get(page))) for page in pages]
        return [TOKEN.sub("", "".join(one)) for one in shown]

    before = public()
    asked = gap.asked()
    assert public() == before
    succeeding.decline(asked, by=gap.bidders[1])
    assert public() == before
    gap.stood(3)
    assert public() == before


def test_the_owner_ends_the_challenge_on_the_page(client):
    gap = Gap()
    as_person(client, gap.officer)
    none = client.post(url("succession", gap), {"verb": "end", "reason": ""})
    assert none.status_code == 422
    sent = {"verb": "end", "reason": reason_for("failed").pk, "words": "改由其他途径解决。"}
    assert client.post(url("succession", gap), sent).status_code == 302
    assert gap.challenge.state == "failed"


def test_what_a_signed_out_bidder_typed_is_there_after_signing_in(client):
    gap = Gap()
    gap.asked()
    client.post(url("succession_answer", gap), {"verb": "stand", "answer": "愿按原方案履行"})
    as_person(client, gap.bidders[1])
    assert "愿按原方案履行" in text_of(client.get(url("succession_answer", gap)))
