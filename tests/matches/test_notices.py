"""Who reads what they were told of matches: only as long as they belong to the organisation."""

from __future__ import annotations

import pytest

from marketplace.journal.models import Entry
from marketplace.matches.actions import (
    accept_invitation,
    confirm_contact,
    decline_invitation,
    invite_to_apply,
)
from marketplace.matches.models import Side
from marketplace.matches.notices import KINDS
from marketplace.notifications.models import Notification
from tests.matches.factories import Pair, found
from tests.notifications.dispatching import notify_on_entry

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def readable(user) -> list[str]:
    """Return the kinds of the messages that a person may read, the oldest first."""
    return list(Notification.objects.of(user.pk).reverse().values_list("kind", flat=True))


def test_a_message_of_a_match_is_read_by_members_only() -> None:
    pair = Pair()
    pair.record(found(pair.demand, pair.capability), listing=pair.capability)
    invite_to_apply(pair.match, by=pair.officer)
    accept_invitation(pair.match, by=pair.bidder)
    decline_invitation(pair.match, by=pair.bidder, reason="排期已满")
    confirm_contact(pair.match, side=Side.DEMAND, by=pair.officer)
    confirm_contact(pair.match, side=Side.CAPABILITY, by=pair.bidder)
    for entry in Entry.objects.order_by("pk"):
        notify_on_entry(entry, "")
    told = readable(pair.officer), readable(pair.bidder)
    assert told == (
        ["new_matches", "invitation_accepted", "invitation_declined", "match_contacted"],
        ["new_match", "invitation_sent", "match_confirmed"],
    )
    assert {kind for kinds in told for kind in kinds} == {kind.name for kind in KINDS}
    pair.officer.memberships.all().delete()
    assert (readable(pair.officer), readable(pair.bidder)) == ([], told[1])
    pair.bidder.memberships.all().delete()
    assert readable(pair.bidder) == []
