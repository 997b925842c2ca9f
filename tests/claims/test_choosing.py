"""Several applications at once: filtered, side by side, all the rest declined."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.claims.answers import ask_details
from marketplace.claims.comparing import comparison_rows
from marketplace.claims.models import Claim
from marketplace.organisations.models import Kind, Role
from tests.claims.factories import claim_for, open_demand, person_of
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def at(name, demand):
    return reverse(f"claims:{name}", args=[demand.lifecycle.number])


def rows(response):
    return list(response.context["page"])


def text_of(response):
    return response.content.decode()


def test_the_table_narrows_by_due_kind_and_words_and_sorts(client, demand, officer):
    institute = OrganisationFactory(kind=Kind.RESEARCH, name="厦门湾海洋研究所")
    late, soon, later = (claim_for(demand), claim_for(demand, institute), claim_for(demand))
    now = timezone.now()
    for claim, due in ((late, -1), (soon, 5), (later, 50)):
        Claim.objects.filter(pk=claim.pk).update(answer_due=now + timedelta(hours=due))
    asked = claim_for(demand, pitch="用声呐看水下管网")
    Claim.objects.filter(pk=asked.pk).update(answer_due=now - timedelta(hours=1))
    ask_details(asked, by=officer, reason="请补充精度")
    client.force_login(officer)

    def found(**query):
        return rows(client.get(at("of_demand", demand), query))

    assert found(due="late") == [late]
    assert found(due="soon") == [soon]
    assert found(due="later") == [later]
    assert found(kind="research") == [soon]
    assert found(q="海洋研究所") == [soon]
    assert found(q="声呐") == [asked]
    assert found(q=later.receipt.lower()) == [later]
    assert found(sort="due") == [late, soon, later, asked]
    assert found(sort="oldest") == [late, soon, later, asked]
    assert len(found(sort="nonsense", due="nonsense")) == 4


@pytest.mark.parametrize("text", ["a\0b", "长" * 200, "%", "_", "'; --"])
def test_hostile_words_narrow_to_nothing_or_are_told(text, client, demand, officer):
    claim_for(demand)
    client.force_login(officer)
    response = client.get(at("of_demand", demand), {"q": text})
    assert response.status_code == 200
    assert rows(response) == [] or response.context["filters"].form.errors


def test_two_to_four_are_compared_in_the_order_of_arrival_without_a_score(client, demand, officer):
    claims = [claim_for(demand, pitch=f"做法 {number}") for number in range(3)]
    client.force_login(officer)
    query = {"claim": [claim.receipt for claim in reversed(claims)]}
    response = client.get(at("compare", demand), query)
    assert response.context["claims"] == claims
    assert "做法 2" in text_of(response)
    assert "匹配分" not in text_of(response)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_fewer_than_two_or_more_than_four_are_told_so(count, client, demand, officer):
    claims = [claim_for(demand) for _ in range(count)]
    client.force_login(officer)
    query = {"claim": [claim.receipt for claim in claims]}
    assert client.get(at("compare", demand), query).status_code == 422


def test_applications_for_another_demand_are_not_compared(client, demand, officer):
    own, other = claim_for(demand), claim_for(open_demand(), pitch="别家的做法")
    client.force_login(officer)
    query = {"claim": [own.receipt, other.receipt]}
    response = client.get(at("compare", demand), query)
    assert response.status_code == 422
    assert "别家的做法" not in text_of(response)


@pytest.mark.parametrize("name", ["compare", "decline_all"])
def test_others_are_refused(name, client, demand):
    claim = claim_for(demand)
    for person in (claim.submitted_by, person_of(demand.lifecycle.owner, Role.BIDDER)):
        client.force_login(person)
        assert client.get(at(name, demand)).status_code == 403


def test_rows_hold_a_cell_for_each_and_say_what_differs(demand):
    claims = [claim_for(demand, pitch="甲"), claim_for(demand, pitch="乙")]
    found = comparison_rows(claims, at=timezone.now())
    assert {len(row.cells) for row in found} == {2}
    pitches = next(row for row in found if "甲" in row.cells)
    assert (pitches.cells, pitches.differs) == (("甲", "乙"), True)
    gates = [row for row in found if row.is_gate]
    assert gates
    assert not any("分" in row.label for row in gates)


def test_the_rest_is_declined_from_the_page(client, demand, officer):
    claims = [claim_for(demand) for _ in range(3)]
    client.force_login(officer)
    page = client.get(at("decline_all", demand))
    assert page.context["claims"] == claims
    later = claim_for(demand)
    read = {f"version-{claim.receipt}": "1" for claim in claims}
    assert all(f'name="{name}" value="1"' in text_of(page) for name in read)
    sent = {"receipt": [claim.receipt for claim in claims[:2]], "reason": "名额已满", **read}
    refused = client.post(at("decline_all", demand), {**sent, "reason": " "})
    assert refused.status_code == 422
    assert refused.context["chosen"] == sent["receipt"]
    assert client.post(at("decline_all", demand), sent).status_code == 302
    states = Claim.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["declined", "declined", "submitted", "submitted"]
    assert later.state == "submitted"
    again = client.post(at("decline_all", demand), sent)
    assert again.status_code == 422
    assert "名额已满" in text_of(again)
