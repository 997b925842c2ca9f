"""Members of the panel are heard on each item of an acceptance, where the rules say so."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.deliveries import accepting, hearing, verdicts
from marketplace.deliveries.heard import seats_heard, unheard
from marketplace.deliveries.models import HandIn, HandInFile, Opinion
from marketplace.deliveries.waiting import hearings_waiting_for
from marketplace.files.access import readable
from marketplace.files.store import store
from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.reviews.models import Seat
from tests.claims.factories import pdf
from tests.deliveries.factories import Site
from tests.deliveries.refusing import refused
from tests.notifications.dispatching import notify_on_entry
from tests.racing import at_once
from tests.reviews.factories import who

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


class Hearing(Site):
    """A delivery that was handed in, of a challenge that hears its panel."""

    def __init__(self, *, hears_panel: bool = True) -> None:
        """Hand in, with an appraisal of the officer."""
        super().__init__(hears_panel=hears_panel)
        self.appraised()
        self.members: list[User] = [
            who(seat) for seat in Seat.objects.for_rows().filter(sheets__isnull=False).distinct()
        ]

    def opinion(self, by: User, *missed: int) -> Opinion:
        """Return what a member finds."""
        return hearing.give_opinion(self.delivery, by=by, items=self.judgements(*missed))

    def accept(self) -> object:
        """Let the approver accept."""
        return verdicts.accept_delivery(self.delivery, by=self.approver)


@pytest.fixture
def heard():
    return Hearing()


def test_the_owner_decides_after_every_member_was_heard(heard):
    assert refused(heard.accept).code == "unheard"
    for member in heard.members[:-1]:
        heard.opinion(member)
    assert refused(heard.accept).code == "unheard"
    heard.opinion(heard.members[-1], 0)
    heard.accept()
    sheet = HandIn.objects.get().verdict.content
    assert len(sheet["panel"]) == len(heard.members)
    assert sheet["panel"][-1][0]["is_met"] is False
    assert not Entry.objects.filter(kind="acceptance_heard").exclude(actor_key="").exists()


def test_who_does_not_come_holds_up_no_acceptance(heard):
    clock.shift(timedelta(days=30))
    assert refused(partial(heard.opinion, heard.members[0])).code == "late"
    heard.accept()


def test_without_the_rule_nobody_is_heard():
    site = Hearing(hears_panel=False)
    assert not seats_heard(site.delivery.challenge)
    assert refused(partial(site.opinion, site.members[0])).code == "not_heard"
    site.accept()


def test_who_stepped_back_and_strangers_read_nothing_and_are_not_heard(heard):
    gone = heard.members[0]
    Seat.objects.filter(expert__user=gone).update(state="recused")
    address = reverse("deliveries:opinion", args=[heard.delivery.number])
    for person in (gone, heard.stranger, heard.officer, heard.bidder):
        assert refused(partial(heard.opinion, person)).code == "not_heard"
        client = Client()
        client.force_login(person)
        assert client.get(address).status_code == 404
    assert gone not in {who(one) for one in unheard(heard.delivery, HandIn.objects.get())}


def test_a_member_is_heard_once_however_often_it_is_sent(heard):
    member = heard.members[0]
    results = at_once(*[partial(heard.opinion, member)] * 3)
    assert results == ["done", "heard", "heard"]
    assert Opinion.objects.count() == 1


def test_a_missed_item_needs_its_words(heard):
    items = heard.judgements()
    first = next(iter(items))
    items[first] = accepting.Judged(is_met=False)
    give = partial(hearing.give_opinion, heard.delivery, by=heard.members[0], items=items)
    assert f"{first}-note" in refused(give).fields


def test_members_are_told_find_their_page_and_the_owner_reads_no_name(heard):
    member = heard.members[0]
    with transaction.atomic():
        notify_on_entry(Entry.objects.get(kind="acceptance_asked"), "")
    told = Notification.objects.filter(kind="acceptance_hears_panel")
    assert {row.user for row in told} == set(heard.members)
    [waiting] = hearings_waiting_for(member)
    client = Client()
    client.force_login(member)
    page = client.get(waiting.url)
    typed = {f"{one['promise']}-is_met": "no" for one in HandIn.objects.get().content}
    wrong = client.post(waiting.url, typed)
    assert (page.status_code, wrong.status_code) == (200, 422)
    notes = {name.replace("is_met", "note"): "数据不足以判断。" for name in typed}
    assert client.post(waiting.url, typed | notes).status_code == 302
    assert list(hearings_waiting_for(member)) == []
    assert client.get(waiting.url).status_code == 200
    client.force_login(heard.officer)
    shown = client.get(reverse("deliveries:appraise", args=[heard.delivery.number]))
    assert "数据不足以判断。" in shown.content.decode()
    assert member.name not in shown.content.decode()


def test_members_read_the_files_of_the_hand_in_while_they_are_heard(heard):
    member, last = heard.members[0], HandIn.objects.get()
    promise = heard.delivery.agreement.promises.first()
    blob = store(pdf(), by=heard.bidder)
    file = HandInFile.objects.create(hand_in=last, promise=promise, blob=blob)
    label = "deliveries.handinfile"
    assert readable(member, label, key=file.pk) == file
    assert readable(heard.stranger, label, key=file.pk) is None
    Seat.objects.filter(expert__user=member).update(state="recused")
    assert readable(member, label, key=file.pk) is None
