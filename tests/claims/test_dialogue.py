"""Notes that only the handling unit reads, and meetings that both sides agree on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from marketplace.claims import meetings
from marketplace.claims.actions import decline_claim
from marketplace.claims.models import ClaimNote, Meeting
from marketplace.claims.notes import write_note
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.organisations.models import Role
from tests.claims.factories import claim_for, open_demand, person_of
from tests.factories import OrganisationFactory, UnitFactory, UserFactory
from tests.notifications.dispatching import notify_on_entry

pytestmark = pytest.mark.django_db

SECRET = "报价偏高，先看第二家"


@pytest.fixture
def claim(demand, firm, bidder):
    return claim_for(demand, firm, bidder)


def receipt(claim):
    return reverse("claims:receipt", args=[claim.receipt])


def text_of(response):
    return response.content.decode()


def proposal(**changes):
    return {
        "starts_at": timezone.now() + timedelta(days=3),
        "minutes": 60,
        "place": "市民服务中心 3 楼",
        "link": "",
        "text": "看现场",
        **changes,
    }


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def event_of(response) -> Any:
    """Return the one event of a calendar's file."""
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    return event


def plain(page):
    """Return a page without what differs from one request to the next."""
    lines = page.splitlines()
    return [line for line in lines if "csrf" not in line and "server-now" not in line]


@pytest.mark.both
def test_a_note_is_read_by_the_handling_unit_and_nobody_else():
    unit = UnitFactory()
    owner = unit.organisation
    claim = claim_for(open_demand(owner=owner, unit=unit))
    editor, viewer = person_of(owner, Role.EDITOR, unit), person_of(owner, Role.VIEWER, unit)
    write_note(claim, by=editor, text=SECRET)
    for reader in (editor, viewer, person_of(owner, Role.OWNER)):
        assert ClaimNote.objects.visible_to(reader).count() == 1
    both = person_of(owner, Role.EDITOR, unit)
    claim.firm.memberships.create(user=both, role=Role.VIEWER)
    for other in (
        claim.submitted_by,
        both,
        person_of(owner, Role.BIDDER, unit),
        person_of(owner, Role.EDITOR, UnitFactory(organisation=owner)),
        UserFactory(staff=True),
        AnonymousUser(),
    ):
        assert not ClaimNote.objects.visible_to(other).exists()


def test_the_firms_page_is_the_same_with_and_without_a_note(client, claim, officer):
    client.force_login(claim.submitted_by)
    before = client.get(receipt(claim))
    write_note(claim, by=officer, text=SECRET)
    after = client.get(receipt(claim))
    assert plain(text_of(before)) == plain(text_of(after))
    assert "notes" not in after.context
    for address in ("/workbench/", reverse("claims:mine"), "/notifications/"):
        assert SECRET not in text_of(client.get(address))
    client.force_login(officer)
    assert SECRET in text_of(client.get(receipt(claim)))


def test_nobody_is_told_of_a_note(claim, officer):
    write_note(claim, by=officer, text=SECRET)
    entry = Entry.objects.get(kind="claim_noted")
    notify_on_entry(entry, "")
    assert not Notification.objects.exists()
    assert SECRET not in str(entry.data)


def test_an_officer_keeps_a_note_and_a_mistake_keeps_the_text(client, claim, officer):
    client.force_login(officer)
    address = reverse("claims:note", args=[claim.receipt])
    assert client.post(address, {"text": SECRET}).status_code == 302
    assert ClaimNote.objects.get().author == officer
    response = client.post(address, {"text": SECRET + "长" * 1000})
    assert response.status_code == 422
    assert SECRET in text_of(response)
    assert ClaimNote.objects.count() == 1


def test_the_firm_writes_no_note(client, claim):
    client.force_login(claim.submitted_by)
    client.post(reverse("claims:note", args=[claim.receipt]), {"text": "改一改"})
    assert not ClaimNote.objects.exists()


@pytest.mark.both
def test_a_proposal_is_accepted_by_the_firm_and_cancelled_by_the_owner(claim, officer, bidder):
    meeting = meetings.propose_meeting(claim, by=officer, **proposal())
    assert refused(lambda: meetings.accept_meeting(meeting, by=officer)).status == 403
    assert meetings.accept_meeting(meeting, by=bidder).state == "accepted"
    assert refused(lambda: meetings.accept_meeting(meeting, by=bidder)).status == 409
    assert refused(lambda: meetings.cancel_meeting(meeting, by=bidder)).status == 409
    assert meetings.cancel_meeting(meeting, by=officer).state == "cancelled"
    kinds = ["meeting_proposed", "meeting_accepted", "meeting_cancelled"]
    assert (
        list(
            Entry.objects.filter(kind__startswith="meeting")
            .order_by("pk")
            .values_list("kind", flat=True)
        )
        == kinds
    )


@pytest.mark.both
def test_the_firm_declines_with_a_word(claim, officer, bidder):
    meeting = meetings.propose_meeting(claim, by=officer, **proposal())
    refusal = refused(lambda: meetings.decline_meeting(meeting, by=bidder, reason=" "))
    assert set(refusal.fields) == {"reason"}
    meetings.decline_meeting(meeting, by=bidder, reason="周四更方便")
    assert Meeting.objects.get().reason == "周四更方便"


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("starts_at", {"starts_at": timezone.now() - timedelta(minutes=1)}),
        ("starts_at", {"starts_at": timezone.now() + timedelta(days=400)}),
        ("minutes", {"minutes": 5}),
        ("minutes", {"minutes": 481}),
        ("place", {"place": " "}),
        ("link", {"link": "javascript:alert(1)"}),
        ("text", {"text": "长" * 501}),
    ],
)
def test_what_cannot_be_a_meeting_is_told_beside_its_field(field, changes, claim, officer):
    refusal = refused(lambda: meetings.propose_meeting(claim, by=officer, **proposal(**changes)))
    assert set(refusal.fields) == {field}
    assert not Meeting.objects.exists()


def test_no_meeting_is_proposed_for_a_declined_application(claim, officer):
    decline_claim(claim, by=officer, reason="不符")
    assert (
        refused(lambda: meetings.propose_meeting(claim, by=officer, **proposal())).code
        == "wrong_state"
    )


def test_the_calendars_file_holds_the_meeting_and_keeps_its_identifier(
    client, claim, officer, bidder
):
    text = "第一行\nATTENDEE:mailto:x@example.test;看现场"
    meeting = meetings.propose_meeting(claim, by=officer, **proposal(text=text))
    address = reverse("claims:calendar", args=[claim.receipt, meeting])
    client.force_login(bidder)
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar"
    event = event_of(response)
    assert event.decoded("dtstart") == meeting.starts_at.replace(microsecond=0)
    assert (event["status"], "attendee" in event) == ("TENTATIVE", False)
    assert text in event["description"]
    meetings.accept_meeting(meeting, by=bidder)
    later = event_of(client.get(address))
    assert (later["uid"], later["status"]) == (event["uid"], "CONFIRMED")
    assert later["sequence"] > event["sequence"]


def test_strangers_find_no_meeting(client, claim, officer, bidder):
    meeting = meetings.propose_meeting(claim, by=officer, **proposal())
    other = claim_for(claim.demand, OrganisationFactory())
    client.force_login(other.submitted_by)
    for own in (claim, other):
        address = reverse("claims:calendar", args=[own.receipt, meeting])
        assert client.get(address).status_code == 404


def test_a_meeting_is_proposed_and_answered_from_the_page(client, claim, officer, bidder):
    client.force_login(officer)
    address = reverse("claims:propose", args=[claim.receipt])
    typed = {"starts_at": "2020-01-01T09:00", "minutes": "60", "place": "一号会议室"}
    response = client.post(address, typed)
    assert response.status_code == 422
    assert "一号会议室" in text_of(response)
    day = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT10:00")
    assert client.post(address, {**typed, "starts_at": day}).status_code == 302
    meeting = Meeting.objects.get()
    assert timezone.localtime(meeting.starts_at).hour == 10
    client.force_login(bidder)
    answers = reverse("claims:answer_meeting", args=[claim.receipt, meeting, "decline"])
    assert client.post(answers, {"reason": ""}).status_code == 422
    client.post(answers.replace("decline", "accept"))
    assert Meeting.objects.get().state == "accepted"
