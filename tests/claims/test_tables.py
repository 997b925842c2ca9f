from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from marketplace.claims.models import Claim
from marketplace.organisations.models import Role
from tests.claims.factories import claim_for, open_demand, person_of
from tests.factories import AgencyFactory, MembershipFactory, OrganisationFactory, UnitFactory

pytestmark = pytest.mark.django_db


def table(demand):
    return reverse("claims:of_demand", args=[demand.lifecycle.number])


def rows(response):
    return list(response.context["page"])


def text_of(response):
    return response.content.decode()


def test_the_officer_reads_who_applied_newest_first(client, demand, officer):
    claims = [claim_for(demand) for _ in range(3)]
    client.force_login(officer)
    page = client.get(table(demand))
    assert rows(page) == claims[::-1]
    assert claims[0].firm.name in text_of(page)
    assert "score" not in text_of(page)
    assert "匹配分" not in text_of(page)


def test_claims_for_other_demands_are_not_in_it(client, demand, officer):
    claim_for(open_demand(owner=demand.lifecycle.owner))
    client.force_login(officer)
    assert rows(client.get(table(demand))) == []


def test_others_are_refused_and_learn_nothing(client, demand):
    client.force_login(person_of(OrganisationFactory()))
    before = client.get(table(demand))
    claim_for(demand)
    after = client.get(table(demand))
    assert before.status_code == after.status_code == 403
    assert len(before.content) == len(after.content)


def test_another_unit_is_refused(client):
    owner = AgencyFactory()
    unit, other = UnitFactory(organisation=owner), UnitFactory(organisation=owner)
    demand = open_demand(owner=owner, unit=unit)
    client.force_login(person_of(owner, Role.EDITOR, other))
    assert client.get(table(demand)).status_code == 403
    client.force_login(person_of(owner, Role.EDITOR, unit))
    assert client.get(table(demand)).status_code == 200


def test_it_narrows_by_state(client, demand, officer):
    waiting, declined = claim_for(demand), claim_for(demand)
    Claim.objects.filter(pk=declined.pk).update(
        state="declined", reason="不符", decided_at=timezone.now()
    )
    client.force_login(officer)
    assert rows(client.get(table(demand), {"state": "declined"})) == [declined]
    assert rows(client.get(table(demand), {"state": "submitted"})) == [waiting]
    assert len(rows(client.get(table(demand), {"state": ""}))) == 2


def test_it_narrows_by_the_day_of_shanghai(client, demand, officer):
    old, new = claim_for(demand), claim_for(demand)
    today = timezone.localtime().replace(hour=0, minute=30)
    Claim.objects.filter(pk=new.pk).update(submitted_at=today)
    Claim.objects.filter(pk=old.pk).update(submitted_at=today - timedelta(hours=1))
    client.force_login(officer)
    day = today.date().isoformat()
    yesterday = (today.date() - timedelta(days=1)).isoformat()
    assert rows(client.get(table(demand), {"since": day})) == [new]
    assert rows(client.get(table(demand), {"until": yesterday})) == [old]


@pytest.mark.parametrize(
    "query",
    [
        {"state": "rich"},
        {"state": "<script>"},
        {"since": "2026-13-45"},
        {"until": "昨天"},
        {"page": "1000000000"},
        {"page": "-1"},
        {"page": "x"},
        {"what": "ever"},
        {"since": "0001-01-01", "until": "9999-12-31"},
    ],
)
def test_unknown_values_are_left_out_and_nothing_breaks(query, client, demand, officer):
    claim = claim_for(demand)
    client.force_login(officer)
    page = client.get(table(demand), query)
    assert page.status_code == 200
    assert rows(page) == [claim]
    assert "<script>" not in text_of(page).split("<main")[1]


def test_an_unknown_state_and_a_wrong_day_are_said(client, demand, officer):
    client.force_login(officer)
    page = client.get(table(demand), {"state": "rich", "since": "昨天"})
    assert page.context["filters"].form.fields["state"].unknown == ["rich"]
    assert page.context["filters"].form.errors["since"]
    assert 'id="id_since_error"' in text_of(page)


def test_queries_do_not_grow_with_the_rows(client, demand, officer):
    client.force_login(officer)
    counts = []
    for _ in range(2):
        claim_for(demand)
        with CaptureQueriesContext(connection) as queries:
            client.get(table(demand))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_many_come_on_pages_that_keep_the_filter(client, demand, officer):
    for _ in range(21):
        claim_for(demand)
    client.force_login(officer)
    page = client.get(table(demand), {"state": "submitted"})
    assert len(rows(page)) == 20
    assert "state=submitted&amp;page=2" in text_of(page)
    assert len(rows(client.get(table(demand), {"state": "submitted", "page": "2"}))) == 1


def test_my_list_holds_my_firms_claims_and_what_waits_for_me(client, demand, officer):
    mine, theirs = claim_for(demand), claim_for(demand)
    client.force_login(mine.submitted_by)
    page = client.get(reverse("claims:mine"))
    assert rows(page) == [mine]
    assert theirs.receipt not in text_of(page)
    client.force_login(officer)
    page = client.get(reverse("claims:mine"))
    assert set(page.context["waiting"]) == {mine, theirs}
    assert rows(page) == []


def test_a_viewer_has_nothing_waiting(client, demand):
    claim_for(demand)
    client.force_login(person_of(demand.lifecycle.owner, Role.VIEWER))
    assert not client.get(reverse("claims:mine")).context["waiting"]


def test_the_most_urgent_waits_first(client, demand, officer):
    later, sooner = claim_for(demand), claim_for(demand)
    Claim.objects.filter(pk=sooner.pk).update(answer_due=timezone.now() - timedelta(days=1))
    client.force_login(officer)
    page = client.get(reverse("claims:mine"))
    assert list(page.context["waiting"]) == [sooner, later]
    assert 'class="late"' in text_of(page)


def test_an_empty_list_says_how_to_begin(client):
    user = person_of(OrganisationFactory())
    MembershipFactory(user=user, organisation=AgencyFactory(), role=Role.EDITOR)
    client.force_login(user)
    page = client.get(reverse("claims:mine"))
    assert page.status_code == 200
    assert 'class="empty' in text_of(page)


def test_a_visitor_signs_in_first(client, demand):
    for address in (table(demand), reverse("claims:mine")):
        assert client.get(address).url.startswith("/accounts/login/")
