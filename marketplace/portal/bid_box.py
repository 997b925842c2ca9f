"""The box beside a challenge: where its reader stands with a sealed bid, and what to do next.

It tells every reader of the own organisations' bids alone, and before the opening of no number.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.agreements.models import Agreement
from marketplace.bids.models import Opening
from marketplace.bids.permissions import may_read_opening, takes_bids
from marketplace.bids.standing import Standing, may_read_record, standings
from marketplace.challenges.models import Challenge
from marketplace.listings.permissions import may_see_work
from marketplace.organisations.permissions import memberships_of
from marketplace.portal.claim_box import ClaimBox, Step, claim_box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from marketplace.core.decisions import Decision
    from marketplace.listings.models import Demand
    from marketplace.organisations.models import Organisation

TAKE_UP = _("Take up the challenge")
_SEALED: Final = (Challenge.State.PUBLISHED, Challenge.State.CLOSED)


def box_for(
    user: Any, demand: Demand, *, now: datetime, read: Iterable[Organisation] = ()
) -> ClaimBox:
    """Return what a reader can do next: bid for a challenge, apply for any other demand."""
    challenge = Challenge.objects.public().for_rows().filter(demand=demand).first()
    if challenge is None:
        return claim_box(user, demand, now=now, read=read)
    return bid_box(user, challenge, now=now)


def bid_box(user: Any, challenge: Challenge, *, now: datetime) -> ClaimBox:
    """Return the state of a challenge's box for a reader at an instant."""
    if may_read_opening(user, challenge):
        return _inside(user, challenge)
    agreement = Agreement.objects.of_firms_of(user).filter(challenge=challenge).for_rows().first()
    if agreement is not None:
        return _agreed(agreement)
    mine = [one for one in standings(challenge, user, at=now) if one.state != "nothing"]
    if mine:
        return _begun(mine[0])
    openness = takes_bids(challenge, at=now)
    if not openness:
        return _shut(challenge, openness, reads=may_read_record(user, challenge, at=now))
    start = reverse("bids:start", args=[challenge.demand.lifecycle.number])
    text = _("Written here and encrypted at once; until the close it can be replaced or withdrawn.")
    if not user.is_authenticated:
        start = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': start})}"
    return ClaimBox(
        "bids_open", "lock", "info", _("Sealed bids"), text, (Step(TAKE_UP, start, "claim"),)
    )


def _inside(user: Any, challenge: Challenge) -> ClaimBox:
    """Return the box of those who run, open or supervise a challenge: what is next comes first."""
    own = any(
        one.organisation_id == challenge.demand.lifecycle.owner_id for one in memberships_of(user)
    )
    is_sealed = challenge.state in _SEALED
    text = _("Until the opening nobody sees who bids, or how many do.")
    return ClaimBox(
        "own_challenge",
        "bld",
        "info",
        _("Your challenge") if own else _("A challenge that you oversee"),
        text if is_sealed else challenge.get_state_display(),
        tuple(_first_as_primary(_ways(user, challenge, is_sealed=is_sealed))),
    )


def _ways(user: Any, challenge: Challenge, *, is_sealed: bool) -> Iterator[Step]:
    """Yield the pages that lead on: the opening while bids are sealed, afterwards the desk."""
    number = challenge.demand.lifecycle.number
    opening = reverse("bids:opening", args=[number])
    works = bool(may_see_work(user, challenge.demand))
    if is_sealed:
        yield Step(_("Opening and attempts"), opening)
    if works:
        page = reverse("challenges:work", args=[challenge.demand_id])
        yield Step(_("Manage this challenge"), page)
    if Challenge.objects.supervised_by(user).filter(pk=challenge.pk).exists():
        yield Step(_("Supervision"), reverse("portal:supervised", args=[number]))
    if not is_sealed and Opening.objects.filter(challenge=challenge).exists():
        yield Step(_("Opening record"), opening)
    if challenge.state == challenge.State.OPENED:
        yield Step(_("Opened bids"), reverse("bids:of_challenge", args=[number]))
    if challenge.state == challenge.State.AWARDED:
        yield Step(_("Task agreements"), reverse("agreements:mine"))
    if works:
        item = reverse("listings:item", args=["demand", challenge.demand_id])
        yield Step(_("Manage this demand"), item)


def _first_as_primary(steps: Iterator[Step]) -> Iterator[Step]:
    for number, step in enumerate(steps):
        yield step if number else replace(step, look="primary")


def _agreed(agreement: Agreement) -> ClaimBox:
    label = agreement.State(agreement.state).label
    page = reverse("agreements:detail", args=[agreement.number])
    steps = (Step(_("Open the task agreement"), page, "primary"),)
    return ClaimBox(
        "agreement", "doc", "info", _("Your task agreement"), label, steps, firm=agreement.firm
    )


def _begun(one: Standing) -> ClaimBox:
    titles = {
        "drafted": _("Your draft is kept, encrypted"),
        "sealed": _("Your bid is sealed"),
        "withdrawn": _("Your bid is withdrawn"),
        "destroyed": _("Too few bids came in: yours was destroyed unopened"),
        "opened": _("Your bid was opened"),
    }
    label = _("Go on with the draft") if one.state == "drafted" else _("See the bid")
    look = "claim" if one.state == "drafted" else "primary"
    text = format_lazy(_("For {firm}"), firm=str(one.firm))
    tone = "ok" if one.state in {"sealed", "opened"} else "info"
    steps = (Step(label, one.url, look),)
    return ClaimBox(f"bid_{one.state}", "lock", tone, titles[one.state], text, steps, firm=one.firm)


def _shut(challenge: Challenge, openness: Decision, *, reads: bool) -> ClaimBox:
    steps = [Step(TAKE_UP, look="off")]
    if reads and Opening.objects.filter(challenge=challenge).exclude(state="running").exists():
        record = reverse("bids:opening", args=[challenge.demand.lifecycle.number])
        steps = [Step(_("Opening record"), record, "primary")]
    return ClaimBox(f"bids_{openness.code}", "lock", "info", openness.reason, steps=tuple(steps))
