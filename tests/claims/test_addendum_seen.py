"""An application names the addendum that its form was opened with; a newer one is read first."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.claims.models import Claim
from marketplace.listings.models import Addendum
from tests.claims.factories import (
    PHONE,
    PITCH,
    announce_change,
    claim_for,
    draft_for,
    open_demand,
    person_of,
    with_lifecycle,
)
from tests.factories import PASSWORD, OrganisationFactory
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def url(demand):
    return reverse("claims:apply", args=[demand.lifecycle.number])


def typed(firm, **changes):
    return {"firm": firm.pk, "pitch": PITCH, "contact_phone": PHONE, "key": "k1", **changes}


def carried(page):
    """Return the number of the addendum that the page's form hands back."""
    return page.content.decode().split('name="addendum" value="')[1].split('"')[0]


def test_what_changed_meanwhile_is_shown_and_nothing_typed_is_lost(client, demand, firm, bidder):
    client.force_login(bidder)
    opened = carried(client.get(url(demand)))
    announce_change(demand, is_material=False)
    given = typed(firm, contact_name="林工", addendum=opened)
    page = client.post(url(demand), given)
    text = page.content.decode()
    assert (opened, page.status_code, Claim.objects.count()) == ("0", 409, 0)
    assert all(part in text for part in ("开元路沿线", "筼筜路沿线", PITCH, "林工", PHONE))
    assert text.index('id="changed-since"') < text.index(PITCH)
    assert client.post(url(demand), given).status_code == 409
    again = client.post(url(demand), {**given, "addendum": carried(page)})
    assert again.url == reverse("claims:receipt", args=[Claim.objects.get().receipt])
    assert client.post(url(demand), given).url == again.url


def test_a_form_that_is_opened_after_the_change_is_sent_and_tells_of_none(
    client, demand, firm, bidder
):
    announce_change(demand)
    client.force_login(bidder)
    page = client.get(url(demand))
    assert "changed-since" not in page.content.decode()
    assert client.post(url(demand), typed(firm, addendum=carried(page))).status_code == 302


def test_only_what_came_since_is_told_of(client, demand, firm, bidder):
    first, second = announce_change(demand), announce_change(demand)
    client.force_login(bidder)
    page = client.post(url(demand), typed(firm, addendum=first.number))
    assert [one.addendum for one in page.context["news"]] == [second]


@pytest.mark.parametrize("number", ["", "0", "2", "-1", "一", "9" * 5000, "\0"])
def test_a_number_that_nobody_read_sends_nothing(number, client, demand, firm, bidder):
    announce_change(demand)
    client.force_login(bidder)
    assert client.post(url(demand), typed(firm, addendum=number)).status_code in {409, 422}
    assert not Claim.objects.exists()


def test_a_change_during_the_sign_in_is_shown_with_what_was_typed(client, demand, firm, bidder):
    asked = client.post(url(demand), typed(firm, addendum="0"))
    announce_change(demand)
    client.post(reverse("account_login"), {"login": bidder.email, "password": PASSWORD})
    assert asked.status_code == 302
    page = client.get(url(demand))
    text = page.content.decode()
    assert all(part in text for part in ("筼筜路沿线", PITCH, 'id="changed-since"'))
    assert client.post(url(demand), typed(firm, addendum=carried(page))).status_code == 302


def test_of_a_demand_that_was_withdrawn_no_change_is_shown(client, demand, firm, bidder):
    announce_change(demand)
    with_lifecycle(demand, state="withdrawn")
    client.force_login(bidder)
    page = client.post(url(demand), typed(firm, addendum="0"))
    assert page.status_code >= 400
    assert "筼筜路沿线" not in page.content.decode()


def test_the_page_of_the_full_form_shows_what_changed_since_it_was_read(
    client, demand, firm, bidder
):
    draft = draft_for(demand, firm, bidder)
    client.force_login(bidder)
    review = reverse("claims:review", args=[demand.lifecycle.number, draft.key])
    page = client.get(review)
    given = {"seen": page.context["drafted"].mark, "key": "k1", "addendum": carried(page)}
    announce_change(demand)
    page = client.post(review, given)
    assert (page.status_code, Claim.objects.count()) == (409, 0)
    assert "筼筜路沿线" in page.content.decode()
    given = {**given, "seen": page.context["drafted"].mark, "addendum": carried(page)}
    assert client.post(review, given).status_code == 302


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_an_application_and_an_addendum_at_once_leave_nobody_unaware():
    demand, firm = open_demand(), OrganisationFactory()
    person = person_of(firm)

    ends = at_once(
        lambda: claim_for(demand, firm, person, addendum=0), lambda: announce_change(demand)
    )
    addendum, claim = Addendum.objects.get(), Claim.objects.first()
    if claim is None:
        assert ends == ["changed_meanwhile", "done"]
    else:
        assert ends == ["done", "done"]
        assert claim.confirmed_at < addendum.published_at
