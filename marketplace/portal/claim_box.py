"""The box beside a demand: where its reader stands, and the one thing to do next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.claims.models import Claim, ClaimDraft, Mandate
from marketplace.claims.permissions import is_open_for_claims, may_read_claims_of
from marketplace.claims.standing import FirmStanding, standings
from marketplace.organisations.models import Organisation
from marketplace.organisations.permissions import memberships_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from marketplace.core.decisions import Decision
    from marketplace.listings.models import Demand

    Text = str | _StrPromise

APPLY = _("Apply")
_FILLABLE: Final = frozenset({"open", "not_open", "wrong_role", "not_verified"})
"""States in which people of a park or an association may begin to fill in for a firm."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next; without an address it cannot be done, and the box says why."""

    label: Text
    url: str = ""
    look: str = "line"


@dataclass(frozen=True, slots=True)
class ClaimBox:
    """One state of the box: what is the matter comes before what to do."""

    code: str
    icon: str
    tone: str
    title: Text
    text: Text = ""
    steps: tuple[Step, ...] = ()
    claim: Claim | None = None
    firm: Organisation | None = None


def claim_box(
    user: Any, demand: Demand, *, now: datetime, read: Iterable[Organisation] = ()
) -> ClaimBox:
    """Return the box's state for a reader at an instant.

    `read` may hold organisations with what the page has read of them already.
    """
    box = _box(user, demand, now=now, read=read)
    if box.code in _FILLABLE and Mandate.objects.usable_by(user).standing_at(now).exists():
        query = urlencode({"demand": demand.lifecycle.number or ""})
        fill_in = Step(_("Fill in for a firm"), f"{reverse('claims:filling')}?{query}")
        return replace(box, steps=(*box.steps, fill_in))
    return box


def _box(user: Any, demand: Demand, *, now: datetime, read: Iterable[Organisation]) -> ClaimBox:
    if _owns(user, demand):
        return _own_demand(user, demand)
    stands = standings(user, demand, at=now, read=read)
    claimed = _claimed(stands, demand, at=now)
    if claimed is not None:
        return claimed
    openness = is_open_for_claims(demand, at=now)
    if not openness:
        return _shut(demand, openness)
    if not user.is_authenticated:
        return _anonymous(demand)
    return _standing(stands[0], demand) if stands else _no_firm(user)


def _owns(user: Any, demand: Demand) -> bool:
    owner = demand.lifecycle.owner_id
    return any(one.organisation_id == owner for one in memberships_of(user))


def _own_demand(user: Any, demand: Demand) -> ClaimBox:
    number = demand.lifecycle.number
    steps = []
    if may_read_claims_of(user, demand):
        steps.append(
            Step(_("See applications"), reverse("claims:of_demand", args=[number]), "primary")
        )
    item = reverse("listings:item", args=["demand", demand.pk])
    steps.append(Step(_("Manage this demand"), item))
    return ClaimBox(
        "own_demand", "bld", "info", _("This is your organisation's demand"), steps=tuple(steps)
    )


def _claimed(stands: list[FirmStanding], demand: Demand, *, at: datetime) -> ClaimBox | None:
    """Return the state of the newest claim that says more than the right to apply."""
    said = [one for one in stands if one.claim and one.claim.state != Claim.State.WITHDRAWN]
    if not said:
        return None
    stand = max(said, key=lambda one: (one.claim is not None and one.claim.is_live, _when(one)))
    claim = stand.claim
    if claim is None:
        return None
    if claim.state == Claim.State.DECLINED:
        return _declined(stand, claim)
    if claim.state == Claim.State.ENDED:
        return _ended(stand, claim)
    receipt = reverse("claims:receipt", args=[claim.receipt])
    see = Step(_("See the receipt"), receipt, "primary")
    steps = [see]
    title, icon = _("Applied; the owner has it"), "ok"
    if claim.state == Claim.State.ACCEPTED:
        title, icon = _("Both sides have agreed to talk"), "handshake"
    elif is_open_for_claims(demand, at=at):
        draft = reverse("claims:start", args=[demand.lifecycle.number, stand.firm.pk])
        steps.append(Step(_("Change or complete"), draft))
    return ClaimBox(
        str(claim.state), icon, "ok", title, steps=tuple(steps), claim=claim, firm=stand.firm
    )


def _declined(stand: FirmStanding, claim: Claim) -> ClaimBox:
    steps = [
        Step(_("Read the answer"), reverse("claims:receipt", args=[claim.receipt])),
        *_again(stand, claim),
    ]
    return ClaimBox(
        "declined",
        "fail",
        "bad",
        _("Not accepted this time"),
        format_lazy(_("Reason: {reason}"), reason=claim.reason),
        tuple(steps),
        claim,
        stand.firm,
    )


def _ended(stand: FirmStanding, claim: Claim) -> ClaimBox:
    steps = [
        Step(_("See the receipt"), reverse("claims:receipt", args=[claim.receipt])),
        *_again(stand, claim),
    ]
    return ClaimBox(
        "ended",
        "handshake",
        "info",
        _("The co-operation on your application has ended"),
        steps=tuple(steps),
        claim=claim,
        firm=stand.firm,
    )


def _again(stand: FirmStanding, claim: Claim) -> tuple[Step, ...]:
    """Return how a firm applies anew, where it may."""
    if not stand.decision:
        return ()
    again = reverse("claims:apply", args=[claim.demand.lifecycle.number])
    return (Step(_("Apply again"), again),)


def _when(stand: FirmStanding) -> float:
    return stand.claim.submitted_at.timestamp() if stand.claim else 0.0


def _shut(demand: Demand, openness: Decision) -> ClaimBox:
    """Return why nobody can apply now."""
    if openness.code == "challenge":
        text = _("This is a challenge. Bids are sealed; they cannot be sent yet.")
        cannot = Step(_("Take up the challenge"), look="off")
        return ClaimBox("challenge", "seal", "info", _("Bidding is not open yet"), text, (cannot,))
    if openness.code == "not_open":
        return ClaimBox(
            "not_open", "clock", "info", openness.reason, steps=(Step(APPLY, look="off"),)
        )
    if openness.code == "withdrawn":
        reason = demand.lifecycle.withdrawn_reason
        return ClaimBox("withdrawn", "lock", "bad", openness.reason, reason)
    if openness.code == "closed":
        text = _("What is sent after the close is not taken; the server's clock decides.")
        return ClaimBox("closed", "clock", "", openness.reason, text, (Step(APPLY, look="off"),))
    return ClaimBox(openness.code, "lock", "bad", openness.reason)


def _anonymous(demand: Demand) -> ClaimBox:
    target = reverse("claims:apply", args=[demand.lifecycle.number])
    sign_in = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': target})}"
    return ClaimBox(
        "anonymous",
        "user",
        "info",
        _("Everything can be read without signing in"),
        _("Sign in to apply in the name of your organisation."),
        (
            Step(_("Sign in and apply"), sign_in, "claim"),
            Step(_("No account yet?"), reverse("account_signup"), "text"),
        ),
    )


def _no_firm(user: Any) -> ClaimBox:
    """Return what a person without a firm to apply for can do."""
    mine = memberships_of(user)
    if mine:
        return ClaimBox(
            "wrong_role",
            "lock",
            "warn",
            _("You cannot apply"),
            _("Firms apply, through their bid managers; your roles do not include that."),
            (Step(APPLY, look="off"), Step(_("My organisations"), reverse("organisations:mine"))),
        )
    return ClaimBox(
        "not_member",
        "firm",
        "info",
        _("Your organisation is missing"),
        _(
            "Applications are made in the name of an organisation: "
            "register yours, or ask to be added."
        ),
        (
            Step(APPLY, look="off"),
            Step(_("Register an organisation"), reverse("organisations:new"), "primary"),
        ),
    )


def _standing(stand: FirmStanding, demand: Demand) -> ClaimBox:
    """Return whether the person's firm may apply, and what to do where it may not."""
    if stand.decision:
        return ClaimBox(
            "open",
            "firm",
            "info",
            format_lazy(_("You apply for {firm}"), firm=str(stand.firm)),
            steps=_ways(stand.firm, demand),
            firm=stand.firm,
        )
    return ClaimBox(
        stand.decision.code,
        "lock" if stand.decision.code == "own_demand" else "alert",
        "bad" if stand.decision.code in {"own_demand", "wrong_kind"} else "warn",
        _("You cannot apply now"),
        stand.decision.reason,
        (Step(APPLY, look="off"), *_remedy(stand)),
        firm=stand.firm,
    )


def _ways(firm: Organisation, demand: Demand) -> tuple[Step, ...]:
    """Return the draft to go on with where there is one, else the short form and the full one."""
    number = demand.lifecycle.number
    short = reverse("claims:apply", args=[number])
    full = reverse("claims:start", args=[number, firm.pk])
    if ClaimDraft.objects.own().filter(demand=demand, firm=firm).exists():
        return (Step(_("Continue the draft"), full, "claim"),)
    return Step(APPLY, short, "claim"), Step(_("Write the full application"), full)


def _remedy(stand: FirmStanding) -> tuple[Step, ...]:
    if stand.decision.code == "qualification":
        target = reverse("organisations:qualifications", args=[stand.firm.pk])
        return (Step(_("Add the certificate"), target),)
    if stand.decision.code in {"not_verified", "verified", "credit"}:
        return (
            Step(
                _("Your organisation's page"), reverse("organisations:detail", args=[stand.firm.pk])
            ),
        )
    return ()
