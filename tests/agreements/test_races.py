"""Two people at the same moment: an edit and a consent, two confirmations."""

from __future__ import annotations

import pytest

from marketplace.agreements import offering, signing
from marketplace.agreements.writing import write_agreement
from marketplace.journal.models import Entry
from tests.agreements.factories import again
from tests.agreements.test_signing import copies
from tests.agreements.texts import text_of
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_the_firm_agrees_to_nothing_that_the_officer_changes_meanwhile(table):
    agreement = table.as_offered()
    changed = text_of(agreement, own_money=agreement.own_money + 1)

    def change():
        offering.take_back(agreement, by=table.officer)
        write_agreement(agreement, by=table.officer, text=changed, seen=1)

    answers = at_once(lambda: offering.agree(agreement, by=table.bidder, seen=1), change)
    after = again(agreement)
    if answers == ["done", "done"]:  # the consent came first, and was taken back
        assert Entry.objects.filter(kind="agreement_agreed").count() == 1
    else:
        assert answers == ["done", "wrong_state"]
    assert (after.state, after.version) == ("drafted", 2)


def test_of_two_writers_one_wins(table):
    agreement = table.drafted()
    texts = [text_of(agreement, own_money=agreement.own_money + more) for more in (1, 2, 3)]
    calls = [
        lambda text=text: write_agreement(agreement, by=table.officer, text=text, seen=1)
        for text in texts
    ]
    assert at_once(*calls) == ["done", "other_version", "other_version"]
    assert again(agreement).version == 2


def test_both_confirm_at_once_and_it_is_signed_once(table):
    firms, owners = copies(table, table.as_agreed())
    answers = at_once(
        lambda: signing.confirm_copy(firms, by=table.officer),
        lambda: signing.confirm_copy(owners, by=table.bidder),
    )
    assert answers == ["done", "done"]
    assert again(firms.agreement).state == "signed"
    assert Entry.objects.filter(kind="agreement_signed").count() == 1
