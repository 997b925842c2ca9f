"""The form that ends a challenge has the reason chosen where its bids cannot be opened."""

from __future__ import annotations

import pytest

from marketplace.bids import ceremony, checking
from marketplace.bids.models import Bid, Opener, OpeningAttempt, Vault
from marketplace.bids.opening import open_bids
from marketplace.challenges.forms import FailForm
from tests.bids.desk import Desk
from tests.bids.factories import admit_row, close, listed_with_ceremony, passphrase_of, sealed
from tests.bids.refusing import refused
from tests.challenges.factories import fresh

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def chosen(challenge):
    reason = FailForm(challenge=fresh(challenge), verb="fail").initial["reason"]
    return "" if reason is None else reason.code


def test_a_vault_that_was_altered_is_the_reason_once_an_attempt_found_it(challenge, officer):
    sealed(challenge)
    close(challenge)
    vault = Vault.objects.filter(challenge=challenge)
    box = bytes(vault.get().box)
    vault.update(box=box[:-1] + bytes([box[-1] ^ 1]))
    assert chosen(challenge) == ""
    refused("broken_vault", open_bids, fresh(challenge), by=officer)
    assert chosen(challenge) == "cannot_be_opened"
    vault.update(box=box)
    at = OpeningAttempt.objects.get().at
    OpeningAttempt.objects.create(challenge=challenge, at=at, by=officer, answer="allowed")
    assert chosen(challenge) == ""


def leave(*numbers):
    for opener in Opener.objects.filter(number__in=numbers):
        opener.user.is_active = False
        opener.user.save()


def test_openers_who_have_left_are_the_reason_with_bids_and_without():
    for count in (0, 1):
        challenge = listed_with_ceremony()
        for _number in range(count):
            sealed(challenge)
        close(challenge)
        leave(1)
        assert chosen(challenge) == ""
        leave(2)
        assert chosen(challenge) == "cannot_be_opened"


def test_a_share_that_was_handed_counts_while_another_opener_is_there():
    challenge = listed_with_ceremony()
    close(challenge)
    first = Opener.objects.get(number=1).user
    ceremony.give_passphrase(fresh(challenge), by=first, passphrase=passphrase_of(first))
    leave(1, 2)
    assert chosen(challenge) == ""
    leave(3)
    assert chosen(challenge) == "cannot_be_opened"


def lost(bid):
    bid.formal_check.delete()
    Bid.objects.filter(pk=bid.pk).update(fault="broken")


def test_opened_bids_are_too_few_because_one_was_lost_and_not_for_its_loss_alone():
    desk = Desk(minimum=2)
    lost(desk.rival)
    admit_row(desk.bid)
    assert chosen(desk.challenge) == "cannot_be_opened"


def test_where_others_were_kept_out_too_the_number_is_the_reason():
    desk = Desk(minimum=2)
    lost(desk.rival)
    desk.propose()
    checking.exclude_bid(desk.check, by=desk.other)
    assert chosen(desk.challenge) == "too_few_bids"
