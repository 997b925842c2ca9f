from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.journal.sequencer import link_pending
from marketplace.journal.verification import verify
from marketplace.listings.models import CapabilityLifecycle
from marketplace.matches import actions, permissions
from marketplace.matches.claiming import note_application
from marketplace.matches.models import Event, Invitation, Match, MutedOrganisation, Side
from marketplace.organisations.models import Role
from tests.claims.factories import capability_of, person_of, with_lifecycle
from tests.factories import AgencyFactory, MembershipFactory, OrganisationFactory, UnitFactory
from tests.matches.factories import Pair, found

pytestmark = pytest.mark.django_db

both_sides = pytest.mark.parametrize("side", list(Side))


@pytest.fixture
def pair():
    return Pair()


def refused(code, call, *args, **options):
    with pytest.raises(Refusal) as refusal:
        call(*args, **options)
    assert refusal.value.code == code
    return refusal.value


def kinds():
    kept = Entry.objects.exclude(kind__startswith="shortlist").order_by("pk")
    return list(kept.values_list("kind", flat=True))


@both_sides
def test_the_first_opening_moves_a_suggestion_on_and_each_side_has_its_own_instant(pair, side):
    actions.see_match(pair.match, side=side, by=pair.person(side))
    match = pair.match
    assert match.state == "seen"
    assert match.side(side).seen_at is not None
    assert match.side(side.other) is None
    actions.see_match(match, side=side.other, by=pair.person(side.other))
    assert pair.match.side(side.other).seen_at is not None
    assert kinds() == ["match_seen"]


def test_a_reader_without_a_part_in_it_sees_nothing(pair):
    refused("not_side", actions.see_match, pair.match, side="demand", by=pair.bidder)
    refused("not_side", actions.see_match, pair.match, side="demand", by=person_of(AgencyFactory()))


@both_sides
def test_contact_takes_both_confirmations(pair, side):
    actions.confirm_contact(pair.match, side=side, by=pair.person(side))
    waiting = pair.match
    assert waiting.state == "suggested"
    assert waiting.side(side).confirmed_by == pair.person(side)
    refused("confirmed", actions.confirm_contact, waiting, side=side, by=pair.person(side))
    actions.confirm_contact(waiting, side=side.other, by=pair.person(side.other))
    match = pair.match
    assert match.state == "contacted"
    assert match.contacted_at == match.side(side.other).confirmed_at
    assert kinds() == ["match_confirmed", "match_contacted"]
    assert Event.objects.filter(kind="contacted").count() == 1


@pytest.mark.parametrize("role", [Role.VIEWER, Role.BIDDER])
def test_who_only_reads_for_the_demand_does_not_confirm(pair, role):
    reader = person_of(pair.demand.lifecycle.owner, role)
    refusal = refused("not_side", actions.confirm_contact, pair.match, side="demand", by=reader)
    assert refusal.status == 403


def test_another_unit_does_not_act():
    unit = UnitFactory()
    pair = Pair(owner=unit.organisation, unit=unit)
    other = person_of(unit.organisation, Role.EDITOR, UnitFactory(organisation=unit.organisation))
    unbound = pair.officer
    refused("not_side", actions.confirm_contact, pair.match, side="demand", by=other)
    actions.confirm_contact(pair.match, side="demand", by=unbound)


def test_a_closed_demand_takes_no_contact(pair):
    with_lifecycle(pair.demand, closes_at=timezone.now() - timedelta(minutes=1))
    refused("closed", actions.confirm_contact, pair.match, side="demand", by=pair.officer)
    refused("closed", actions.invite_to_apply, pair.match, by=pair.officer)


def test_a_withdrawn_demand_takes_no_contact(pair):
    with_lifecycle(pair.demand, state="withdrawn")
    refused("not_public", actions.confirm_contact, pair.match, side="demand", by=pair.officer)


@both_sides
def test_a_dismissal_has_a_reason_and_is_undone_by_the_side_that_made_it(pair, side):
    person = pair.person(side)
    for empty in ("", "  ", "\x00", "长" * 301):
        mistake = refused(
            "mistakes", actions.dismiss_match, pair.match, side=side, by=person, reason=empty
        )
        assert mistake.fields["reason"]
    actions.dismiss_match(pair.match, side=side, by=person, reason=" 规模不合适 ")
    match = pair.match
    assert (match.state, match.dismissed_reason) == ("dismissed", "规模不合适")
    other = pair.person(side.other)
    refused("other_side", actions.restore_match, match, side=side.other, by=other)
    refused("wrong_state", actions.confirm_contact, match, side=side.other, by=other)
    actions.restore_match(match, side=side, by=person)
    assert pair.match.state == "seen"
    refused("wrong_state", actions.restore_match, pair.match, side=side, by=person)
    assert Event.objects.filter(kind="dismissed", organisation=match.lifecycle_of(side).owner)


def test_a_dismissal_without_a_reason_is_not_stored(pair):
    with pytest.raises(IntegrityError):
        Match.objects.update(state="dismissed", dismissed_at=timezone.now())


def test_contact_without_an_instant_is_not_stored(pair):
    with pytest.raises(IntegrityError):
        Match.objects.update(state="contacted")


def test_an_invitation_goes_out_once_and_the_firm_may_decline_it(pair):
    refused("not_invited", actions.decline_invitation, pair.match, by=pair.bidder, reason="不")
    refused("not_side", actions.invite_to_apply, pair.match, by=pair.bidder)
    actions.invite_to_apply(pair.match, by=pair.officer)
    refused("invited", actions.invite_to_apply, pair.match, by=pair.officer)
    refused("not_side", actions.decline_invitation, pair.match, by=pair.officer, reason="不")
    refused("mistakes", actions.decline_invitation, pair.match, by=pair.bidder, reason="")
    actions.decline_invitation(pair.match, by=pair.bidder, reason="今年没有人手")
    invitation = Invitation.objects.get()
    assert (invitation.state, invitation.declined_by) == ("declined", pair.bidder)
    refused("wrong_state", actions.decline_invitation, pair.match, by=pair.bidder, reason="再说")
    assert kinds() == ["invitation_sent", "invitation_declined"]


def test_invitations_have_a_limit_within_a_day(pair, monkeypatch):
    monkeypatch.setattr(permissions, "INVITATIONS_A_DAY", 1)
    second = capability_of(OrganisationFactory())
    person_of(second.lifecycle.owner)
    pair.record(found(pair.demand, pair.capability), found(pair.demand, second))
    actions.invite_to_apply(pair.match, by=pair.officer)
    match = Match.objects.for_rows().get(capability=second)
    refused("limit", actions.invite_to_apply, match, by=pair.officer)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(hours=25))
    actions.invite_to_apply(match, by=pair.officer)


def test_a_challenge_and_a_firm_without_people_are_not_invited():
    challenge = Pair(mode="challenge")
    refused("challenge", actions.invite_to_apply, challenge.match, by=challenge.officer)
    empty = Pair()
    empty.firm.memberships.all().delete()
    refused("unreached", actions.invite_to_apply, empty.match, by=empty.officer)


def test_a_bid_manager_accepts_once_and_may_still_decline(pair):
    refused("not_invited", actions.accept_invitation, pair.match, by=pair.bidder)
    actions.invite_to_apply(pair.match, by=pair.officer)
    refused("not_side", actions.accept_invitation, pair.match, by=pair.officer)
    editor = person_of(pair.firm, Role.EDITOR)
    assert refused("wrong_role", actions.accept_invitation, pair.match, by=editor).status == 403
    for _ in range(2):
        invitation = actions.accept_invitation(pair.match, by=pair.bidder)
        assert (invitation.state, invitation.accepted_by) == ("accepted", pair.bidder)
    actions.decline_invitation(pair.match, by=pair.bidder, reason="评估后不合适")
    refused("wrong_state", actions.accept_invitation, pair.match, by=pair.bidder)
    assert kinds() == ["invitation_sent", "invitation_accepted", "invitation_declined"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"state": "withdrawn"}, "not_public"), ({"closes_at": timezone.now()}, "closed")],
)
def test_what_cannot_be_applied_for_any_more_is_not_accepted(pair, fields, code):
    actions.invite_to_apply(pair.match, by=pair.officer)
    with_lifecycle(pair.demand, **fields)
    refused(code, actions.accept_invitation, pair.match, by=pair.bidder)


def test_an_application_answers_an_accepted_invitation(pair):
    actions.invite_to_apply(pair.match, by=pair.officer)
    actions.accept_invitation(pair.match, by=pair.bidder)
    apply(pair)
    assert Invitation.objects.get().state == "answered"


def test_nobody_invites_their_own_firm_or_their_own_organisation(pair):
    both = person_of(pair.firm)
    MembershipFactory(user=both, organisation=pair.demand.lifecycle.owner, role=Role.EDITOR)
    refused("own_firm", actions.invite_to_apply, pair.match, by=both)
    CapabilityLifecycle.objects.update(owner=pair.demand.lifecycle.owner)
    refused("own", actions.invite_to_apply, pair.match, by=pair.officer)
    assert not Invitation.objects.exists()


def test_who_is_muted_invites_no_more_until_it_is_lifted(pair):
    refused("not_invited", actions.mute_inviter, pair.match, by=pair.bidder)
    second = capability_of(pair.firm)
    pair.record(found(pair.demand, pair.capability), found(pair.demand, second))
    again = Match.objects.for_rows().get(capability=second)
    actions.invite_to_apply(pair.match, by=pair.officer)
    refused("not_side", actions.mute_inviter, pair.match, by=pair.officer)
    refused("wrong_role", actions.mute_inviter, pair.match, by=person_of(pair.firm, Role.EDITOR))
    muted = actions.mute_inviter(pair.match, by=pair.bidder)
    refused("muted", actions.mute_inviter, pair.match, by=pair.bidder)
    refused("unreached", actions.invite_to_apply, again, by=pair.officer)
    assert Invitation.objects.get().state == "sent"
    refused("not_member", actions.lift_mute, muted, by=pair.officer)
    for _ in range(2):
        actions.lift_mute(muted, by=pair.bidder)
    actions.invite_to_apply(again, by=pair.officer)
    assert kinds().count("organisation_muted") == kinds().count("organisation_unmuted") == 1


def test_a_firm_cannot_mute_itself_and_an_acceptance_names_somebody(pair):
    firm = pair.firm
    with pytest.raises(IntegrityError), transaction.atomic():
        MutedOrganisation.objects.create(
            firm=firm, organisation=firm, muted_at=timezone.now(), muted_by=pair.bidder
        )
    actions.invite_to_apply(pair.match, by=pair.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.update(state="accepted")


def apply(pair, capability=None):
    return note_application(
        demand=pair.demand.pk,
        firm=pair.firm.pk,
        capability=None if capability is None else capability.pk,
        at=timezone.now(),
    )


@pytest.mark.parametrize("state", ["suggested", "seen", "contacted", "dismissed"])
def test_an_application_moves_the_match_from_every_state(pair, state):
    if state == "seen":
        actions.see_match(pair.match, side="demand", by=pair.officer)
    if state == "contacted":
        for side in Side:
            actions.confirm_contact(pair.match, side=side, by=pair.person(side))
    if state == "dismissed":
        pair.dismissed()
    assert pair.match.state == state
    apply(pair)
    assert pair.match.state == "claimed"
    apply(pair)
    assert pair.match.state == "claimed"
    assert kinds().count("match_claimed") == 1


def test_an_application_answers_the_invitation(pair):
    actions.invite_to_apply(pair.match, by=pair.officer)
    apply(pair)
    assert Invitation.objects.get().state == "answered"


def test_an_application_keeps_the_place_of_the_named_capability(pair):
    better = capability_of(OrganisationFactory())
    own = capability_of(pair.firm)
    pair.record(
        found(pair.demand, pair.capability, total=50.0),
        found(pair.demand, better, total=60.0),
        found(pair.demand, own, total=40.0),
    )
    apply(pair, own)
    assert Match.objects.get(state="claimed").capability == own
    assert Event.objects.get(kind="claimed").rank == 3
    apply(pair)
    assert [event.rank for event in Event.objects.filter(kind="claimed")] == [3, 2]


def test_an_application_that_nothing_suggested_is_an_event_without_a_place(pair):
    stranger = OrganisationFactory()
    note_application(demand=pair.demand.pk, firm=stranger.pk, capability=None, at=timezone.now())
    event = Event.objects.get(kind="claimed")
    assert (event.rank, event.capability, event.organisation) == (None, None, stranger)
    assert pair.match.state == "suggested"


def test_what_people_did_stands_as_the_journal_says(pair):
    actions.see_match(pair.match, side="demand", by=pair.officer)
    actions.invite_to_apply(pair.match, by=pair.officer)
    pair.dismissed("capability")
    actions.restore_match(pair.match, side="capability", by=pair.bidder)
    for side in Side:
        actions.confirm_contact(pair.match, side=side, by=pair.person(side))
    pair.record(found(pair.demand, pair.capability, total=12.0, level="weak"))
    apply(pair)
    link_pending()
    report = verify()
    assert report.subjects >= 2
