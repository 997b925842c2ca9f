"""Two people, or a person and a computing, at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.matches import actions
from marketplace.matches.claiming import note_application
from marketplace.matches.models import Event, Invitation, Match, Side
from marketplace.matches.recording import record_matches, record_pair
from tests.claims.factories import capability_of
from tests.matches.factories import Pair, found

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def at_once(*calls):
    """Return what each call answered, all of them released together."""
    barrier = Barrier(len(calls))

    def run(call):
        barrier.wait(timeout=30)
        try:
            call()
        except Refusal as refusal:
            return refusal.code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def pair():
    return Pair()


def confirm(pair, side):
    match, person = pair.match, pair.person(side)
    return lambda: actions.confirm_contact(match, side=side, by=person)


def dismiss(pair, side):
    match, person = pair.match, pair.person(side)
    return lambda: actions.dismiss_match(match, side=side, by=person, reason="规模不合适")


def test_two_sides_that_confirm_at_once_are_in_contact_once(pair):
    assert at_once(*(confirm(pair, side) for side in Side)) == ["done", "done"]
    assert pair.match.state == "contacted"
    assert Entry.objects.filter(kind="match_contacted").count() == 1
    assert Event.objects.filter(kind="contacted").count() == 1


def test_one_side_confirms_once_however_often_it_asks(pair):
    answers = at_once(*[confirm(pair, Side.DEMAND)] * 8)
    assert sorted(answers) == ["confirmed"] * 7 + ["done"]
    assert pair.match.state == "suggested"


def test_of_a_confirmation_and_a_dismissal_the_state_tells_which_came_last(pair):
    actions.confirm_contact(pair.match, side=Side.CAPABILITY, by=pair.bidder)
    answers = at_once(confirm(pair, Side.DEMAND), dismiss(pair, Side.DEMAND))
    assert sorted(answers) == ["done", "wrong_state"]
    assert pair.match.state in {"contacted", "dismissed"}


@pytest.mark.parametrize("total", [99.0, 1.0])
def test_a_dismissal_stands_whatever_is_worked_out_at_the_same_moment(pair, total):
    computed = [
        lambda position=position: record_matches(
            pair.demand, [found(pair.demand, pair.capability, total=total)], position=position
        )
        for position in range(2, 6)
    ]
    answers = at_once(dismiss(pair, Side.DEMAND), *computed)
    assert answers == ["done"] * 5
    match = pair.match
    assert (match.state, match.total) == ("dismissed", total)
    assert match.dismissed_reason == "规模不合适"


def test_one_place_of_the_journal_is_recorded_once(pair):
    again = [found(pair.demand, pair.capability, total=5.0)]
    at_once(*[lambda: record_matches(pair.demand, again, position=7)] * 6)
    assert Event.objects.filter(kind="computed").count() == 2


def test_a_pair_that_is_worked_out_by_itself_and_with_a_listing_is_recorded_once(pair):
    capability = capability_of(pair.firm)
    both = [found(pair.demand, pair.capability), found(pair.demand, capability, total=64.0)]
    answers = at_once(
        *[lambda: record_pair(both[1])] * 3,
        lambda: record_matches(pair.demand, both, position=7),
        *[lambda: record_pair(both[1])] * 3,
    )
    assert answers == ["done"] * 7
    assert Match.objects.filter(demand=pair.demand, capability=capability).count() == 1
    assert Event.objects.filter(kind="suggested", capability=capability).count() == 1


def test_a_pair_is_invited_once(pair):
    match = pair.match
    answers = at_once(*[lambda: actions.invite_to_apply(match, by=pair.officer)] * 6)
    assert sorted(answers) == ["done"] + ["invited"] * 5
    assert Invitation.objects.count() == 1


def test_an_invitation_is_accepted_or_declined_and_an_organisation_muted_once(pair):
    match = pair.match
    actions.invite_to_apply(match, by=pair.officer)
    answers = at_once(
        *[lambda: actions.accept_invitation(match, by=pair.bidder)] * 4,
        *[lambda: actions.mute_inviter(match, by=pair.bidder)] * 4,
    )
    assert sorted(answers) == ["done"] * 5 + ["muted"] * 3
    assert Entry.objects.filter(kind="invitation_accepted").count() == 1


def test_an_application_and_a_dismissal_end_with_the_application(pair):
    match = pair.match

    def apply():
        note_application(
            demand=pair.demand.pk, firm=pair.firm.pk, capability=None, at=match.computed_at
        )

    answers = at_once(apply, dismiss(pair, Side.CAPABILITY))
    assert answers[0] == "done"
    assert answers[1] in {"done", "wrong_state"}
    assert pair.match.state == "claimed"
