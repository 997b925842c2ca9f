"""Who is told of what is filled in: the firm to check and send, the park what concerns it."""

from __future__ import annotations

import pytest

from marketplace.claims.filling import hand_over
from marketplace.claims.mandates import end_mandates, withdraw_mandate
from marketplace.claims.models import Mandate
from marketplace.organisations.models import Role
from tests.claims.factories import person_of, sent
from tests.claims.helping import Help, day
from tests.claims.test_draft_notices import told

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def help_():
    return Help()


def opens(client, person, notice):
    """Return the page to which a notice leads its reader."""
    client.force_login(person)
    return client.get(notice.url, follow=True)


def test_the_park_is_told_of_a_mandate_and_of_its_end(client, help_):
    person_of(help_.park, Role.VIEWER)
    given = told("mandate_given")
    assert set(given) == {help_.filler}
    assert str(help_.firm) in str(given[help_.filler].title)
    assert opens(client, help_.filler, given[help_.filler]).status_code == 200
    withdraw_mandate(help_.mandate, by=help_.owner)
    assert set(told("mandate_withdrawn")) == {help_.filler}
    help_.give()
    Mandate.objects.update(ends_on=day(-1))
    end_mandates()
    assert set(told("mandate_ended")) == {help_.filler}


def test_the_firm_is_asked_to_check_and_send_where_it_can_do_so(client, help_, demand):
    person_of(help_.firm, Role.VIEWER)
    hand_over(help_.filled_in(demand), by=help_.filler)
    notices = told("draft_handed_over")
    assert set(notices) == {help_.bidder, help_.owner}
    assert str(help_.park) in str(notices[help_.bidder].title)
    page = opens(client, help_.bidder, notices[help_.bidder])
    assert page.status_code == 200
    assert 'name="seen"' in page.text


def test_the_park_is_told_that_the_firm_sent_it_and_no_receipt(help_, demand):
    claim = sent(help_.filled_in(demand), help_.bidder)
    notices = told("draft_sent")
    assert set(notices) == {help_.filler}
    notice = notices[help_.filler]
    assert claim.receipt not in f"{notice.title} {notice.text} {notice.url}"


def test_after_the_mandate_the_park_hears_nothing_more(help_, demand):
    draft = help_.filled_in(demand)
    withdraw_mandate(help_.mandate, by=help_.owner)
    sent(draft, help_.bidder)
    assert told("draft_sent") == {}
