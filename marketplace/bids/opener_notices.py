"""What openers and the supervisor are told: who opens, that it is time, and refused attempts.

Nothing of it depends on whether anybody bids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.accounts.models import User
from marketplace.bids.models import OpeningAttempt
from marketplace.bids.people import officers_of
from marketplace.challenges.models import Challenge
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.seats import Seat
from marketplace.notifications.ways import Topic, Urgency
from marketplace.organisations.models import Membership, Role
from marketplace.organisations.roles import covering

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.journal.models import Entry


@read_once
def _challenge(entry: Entry) -> Challenge:
    found: Challenge = Challenge.objects.for_rows().get(pk=entry.subject_key)
    return found


@read_once
def _attempt(entry: Entry) -> OpeningAttempt:
    rows = OpeningAttempt.objects.select_related("challenge__demand__lifecycle", "by")
    found: OpeningAttempt = rows.get(pk=entry.subject_key)
    return found


def _openers(entry: Entry) -> Iterable[User]:
    return User.objects.filter(pk__in=_challenge(entry).openers.values("user"), is_active=True)


def _who_opens(entry: Entry) -> Iterable[User]:
    challenge = _challenge(entry)
    by_ceremony = challenge.seal_mode == challenge.SealMode.CEREMONY
    return _openers(entry) if by_ceremony else officers_of(challenge)


def _owner(entry: Entry) -> list[int]:
    return [_challenge(entry).demand.lifecycle.owner_id]


def _of_whom(entry: Entry) -> list[int]:
    challenge = _challenge(entry)
    by_ceremony = challenge.seal_mode == challenge.SealMode.CEREMONY
    return [] if by_ceremony else _owner(entry)


def _supervising(entry: Entry) -> list[Seat]:
    owner = _attempt(entry).challenge.demand.lifecycle.owner_id
    return [Seat(owner, covering(Role.SUPERVISOR))]


def _supervisors(entry: Entry) -> Iterable[User]:
    """Return the supervisors of the owner where an attempt was refused, else nobody."""
    if _attempt(entry).answer == OpeningAttempt.ALLOWED:
        return []
    owner = _attempt(entry).challenge.demand.lifecycle.owner_id
    members = Membership.objects.able_to(Role.SUPERVISOR).filter(organisation=owner)
    return User.objects.filter(pk__in=members.values("user"), is_active=True)


def _facts(entry: Entry) -> Params:
    return _facts_of(_challenge(entry))


def _facts_of(challenge: Challenge) -> dict[str, Any]:
    demand = challenge.demand
    number = demand.lifecycle.number or ""
    return {"demand": demand.title, "number": number, "key": demand.pk}


def _attempt_facts(entry: Entry) -> Params:
    attempt = _attempt(entry)
    return {**_facts_of(attempt.challenge), "who": str(attempt.by)}


def _page(facts: Params) -> str:
    if not facts["number"]:
        key = facts.get("key")
        return reverse("bids:openers", args=[key]) if key else reverse("portal:workbench")
    return reverse("bids:opening", args=[facts["number"]])


_EXAMPLE: Final = {"demand": "示例：近岸集群避碰", "number": "XQ-0000-0000", "who": "示例：李四"}


def _kind(name: str, entry_kind: str, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "params": _facts,
        "text": lambda facts: str(facts["demand"]),
        "url": _page,
        "icon": "seal",
        "topic": Topic.APPLICATIONS,
        "urgency": Urgency.URGENT,
        "example": _EXAMPLE,
    }
    return Kind(name=name, entry_kind=entry_kind, **told | words)


KINDS: Final = (
    _kind(
        "opener_named",
        "openers_named",
        recipients=_openers,
        label=gettext_lazy("I am named as an opener of sealed bids"),
        title=lambda _facts: _("You are named as an opener: choose your passphrase, then rehearse"),
        reason=gettext_lazy("You are one of three openers of this challenge."),
    ),
    _kind(
        "opening_waits",
        "challenge_closed",
        recipients=_who_opens,
        organisations=_of_whom,
        label=gettext_lazy("Sealed bids can be opened"),
        title=lambda _facts: _("Bidding has closed: the bids can be opened now"),
        reason=gettext_lazy("You open the bids of this challenge, or your unit runs it."),
    ),
    _kind(
        "attempt_refused",
        "opening_attempted",
        recipients=_supervisors,
        organisations=_supervising,
        params=_attempt_facts,
        line=lambda facts: str(facts["number"]),
        label=gettext_lazy("An attempt to open sealed bids was refused"),
        title=lambda facts: _("%(who)s tried to open sealed bids and was refused") % facts,
        reason=gettext_lazy("You supervise the organisation that listed this challenge."),
    ),
)
