"""What both sides of a delivery are told; the supervising department reads no firm's name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext_lazy

from marketplace.agreements.models import Side
from marketplace.challenges.permissions import OFFICERS
from marketplace.claims.people import supervisors_told
from marketplace.deliveries import people
from marketplace.deliveries.delays import Prompting
from marketplace.deliveries.heard import unheard
from marketplace.deliveries.models import Checkpoint, Course, Delivery, Payment, Prompt
from marketplace.listings.people import seat_of
from marketplace.listings.permissions import MODERATE
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.seats import Seat
from marketplace.notifications.ways import REASONS, Topic, Urgency
from marketplace.organisations.models import Role
from marketplace.subscriptions import followers

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry

    Told = Callable[[Entry], Iterable[User]]

_NAMED: Final = (Checkpoint, Payment)


@read_once
def _delivery(entry: Entry) -> Delivery:
    found: Delivery = Delivery.objects.for_rows().get(pk=entry.data["delivery"])
    return found


@read_once
def _row(entry: Entry) -> Any:
    return apps.get_model(entry.subject_type)._default_manager.get(pk=entry.subject_key)


@read_once
def _prompt(entry: Entry) -> Prompt:
    rows = Prompt.objects.select_related("supervisor").order_by("-pk")
    found: Prompt = rows.filter(checkpoint=int(entry.subject_key), kind=Prompting.ESCALATED)[0]
    return found


def _firm(entry: Entry) -> Iterable[User]:
    return people.firm_told(_delivery(entry))


def _officers(entry: Entry) -> Iterable[User]:
    return people.officers_told(_delivery(entry))


def _approvers(entry: Entry) -> Iterable[User]:
    return people.approvers_told(_delivery(entry))


def _all(*told: Told) -> Told:
    return lambda entry: set(chain.from_iterable(one(entry) for one in told))


def _across(entry: Entry) -> Iterable[User]:
    return _firm(entry) if _row(entry).side == Side.OWNER else _officers(entry)


def _asker(entry: Entry) -> Iterable[User]:
    return _officers(entry) if _row(entry).side == Side.OWNER else _firm(entry)


def _panel(entry: Entry) -> Iterable[User]:
    return people.panel_told(_delivery(entry))


def _heard(entry: Entry) -> Iterable[User]:
    """Return the owner's people once every member of the panel was heard."""
    delivery = _delivery(entry)
    return () if unheard(delivery, _row(entry)) else _owner(entry)


def _firm_going_on(entry: Entry) -> Iterable[User]:
    return _firm(entry) if _row(entry).course == Course.GO else ()


def _supervisors(entry: Entry) -> Iterable[User]:
    return supervisors_told(_prompt(entry).supervisor)


def _supervising(entry: Entry) -> list[int]:
    supervisor = _prompt(entry).supervisor
    return [] if supervisor is None else [supervisor.pk]


def _sides(entry: Entry) -> list[Seat]:
    delivery = _delivery(entry)
    lifecycle = delivery.demand.lifecycle
    supervising = Seat(lifecycle.owner_id, frozenset({Role.SUPERVISOR.value}))
    return [Seat(delivery.firm.pk), seat_of(lifecycle, roles=OFFICERS), supervising]


def _facts(entry: Entry) -> Params:
    delivery = _delivery(entry)
    named = apps.get_model(entry.subject_type) in _NAMED
    return {
        "number": delivery.number,
        "demand": delivery.demand.title,
        "public": delivery.demand.lifecycle.number or "",
        "firm": str(delivery.firm),
        "what": str(_row(entry)) if named else "",
    }


def _facts_for_others(entry: Entry) -> Params:
    """Return what a supervising department reads: no firm and no milestone."""
    lifecycle = _delivery(entry).demand.lifecycle
    return {
        "demand": _delivery(entry).demand.title,
        "public": lifecycle.number or "",
        "owner": f"{lifecycle.owner} {lifecycle.unit or ''}".strip(),
    }


def _text(facts: Params) -> str:
    what = f" · {facts['what']}" if facts["what"] else ""
    return f"{facts['demand']} · {facts['firm']}{what}"


def _facts_for_followers(entry: Entry) -> Params:
    """Return what everybody reads of a published result."""
    demand = _delivery(entry).demand
    return {"demand": demand.title, "public": demand.lifecycle.number or ""}


def _text_for_others(facts: Params) -> str:
    return f"{facts['demand']} · {facts['owner']}"


def _page(facts: Params) -> str:
    return reverse("deliveries:delivery", args=[facts["number"]])


def _public_page(facts: Params) -> str:
    return reverse("portal:demand", args=[facts["public"]])


_EXAMPLE: Final = {
    "number": "0000-0000-0000",
    "demand": "示例：台风过程多灾种耦合预报",
    "public": "XQ-0000-0000",
    "firm": "示例企业",
    "owner": "示例单位",
    "what": "示例：中期检查",
}


def _kind(name: str, label: Any, *, to: Told, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "entry_kind": name,
        "organisations": _sides,
        "params": _facts,
        "title": lambda _facts: str(label),
        "text": _text,
        "url": _page,
        "action": gettext_lazy("Open the delivery"),
        "icon": "flag",
        "topic": Topic.APPLICATIONS,
        "reason": gettext_lazy("Your organisation takes part in this challenge."),
        "example": _EXAMPLE,
    }
    return Kind(name=name, recipients=to, label=label, **told | words)


def _supervised(entry_kind: str, label: Any) -> Kind:
    return _kind(
        f"{entry_kind}_supervised",
        label,
        to=_supervisors,
        entry_kind=entry_kind,
        organisations=_supervising,
        permission=MODERATE,
        params=_facts_for_others,
        text=_text_for_others,
        url=_public_page,
        action=gettext_lazy("Open the demand"),
        reason=gettext_lazy("You supervise this challenge, or moderate the portal."),
        icon="alert",
        **_URGENT,
    )


_URGENT: Final[dict[str, Any]] = {"urgency": Urgency.URGENT}
_LEGAL: Final[dict[str, Any]] = {"urgency": Urgency.LEGAL}
_both, _owner = _all(_firm, _officers), _all(_officers, _approvers)

KINDS: Final = (
    _kind("delivery_begun", gettext_lazy("A delivery has begun"), to=_both),
    _kind("checkpoint_submitted", gettext_lazy("Evidence waits for your check"), to=_officers),
    _kind("checkpoint_passed", gettext_lazy("A milestone was passed"), to=_firm),
    _kind("checkpoint_returned", gettext_lazy("Evidence was sent back"), to=_firm, **_URGENT),
    _kind("gate_proposed", gettext_lazy("A gate waits for your decision"), to=_approvers),
    _kind("gate_refused", gettext_lazy("A proposal at a gate was given back"), to=_officers),
    _kind("gate_decided", gettext_lazy("Your team goes on after a gate"), to=_firm_going_on),
    _kind(
        "delivery_stopped", gettext_lazy("Your delivery was stopped at a gate"), to=_firm, **_LEGAL
    ),
    _kind("delivery_failed", gettext_lazy("Your delivery was ended"), to=_firm, **_LEGAL),
    _kind("payment_applied", gettext_lazy("A payment was applied for"), to=_officers),
    _kind("payment_endorsed", gettext_lazy("A payment waits for your approval"), to=_approvers),
    _kind("payment_refused", gettext_lazy("An application for payment was refused"), to=_firm),
    _kind("payment_approved", gettext_lazy("A payment was approved"), to=_both),
    _kind("payment_paid", gettext_lazy("A payment was recorded as paid"), to=_firm),
    _kind("change_asked", gettext_lazy("The other side asks for a change"), to=_across),
    _kind("change_agreed", gettext_lazy("A change waits for your approval"), to=_approvers),
    _kind("change_approved", gettext_lazy("A change is in force"), to=_both, **_LEGAL),
    _kind("change_refused", gettext_lazy("A change was refused"), to=_asker),
    _kind("acceptance_asked", gettext_lazy("A delivery waits for its acceptance"), to=_officers),
    _kind(
        "acceptance_hears_panel",
        gettext_lazy("You are heard on an acceptance, item by item"),
        to=_panel,
        entry_kind="acceptance_asked",
        organisations=lambda _entry: [],
        url=lambda facts: reverse("deliveries:opinion", args=[facts["number"]]),
        reason=gettext_lazy("You judged the bids of this challenge, whose rules hear its panel."),
        **_URGENT,
    ),
    _kind("acceptance_heard", gettext_lazy("The panel was heard on an acceptance"), to=_heard),
    _kind("acceptance_appraised", gettext_lazy("An acceptance waits for you"), to=_approvers),
    _kind("acceptance_sent_back", gettext_lazy("Your results were sent back"), to=_firm, **_LEGAL),
    _kind("delivery_accepted", gettext_lazy("Your delivery was accepted"), to=_firm, **_LEGAL),
    _kind("result_offered", gettext_lazy("Your result can be published as a case"), to=_firm),
    _kind("milestone_warned", gettext_lazy("A milestone is due soon"), to=_firm),
    _kind("milestone_today", gettext_lazy("A milestone is due today"), to=_firm, **_URGENT),
    _kind("milestone_late", gettext_lazy("A milestone is late"), to=_both, **_URGENT),
    _kind(
        "milestone_escalated", gettext_lazy("A late milestone was passed up to you"), to=_approvers
    ),
    _supervised("milestone_escalated", gettext_lazy("A milestone that I supervise is late")),
    _kind("check_today", gettext_lazy("A check of evidence is due today"), to=_officers, **_URGENT),
    _kind("check_late", gettext_lazy("A check of evidence is late"), to=_owner, **_URGENT),
    _kind("check_escalated", gettext_lazy("A late check was passed up to you"), to=_approvers),
    _supervised("check_escalated", gettext_lazy("A check that I supervise is late")),
    _kind(
        f"{followers.PREFIX}result_confirmed",
        gettext_lazy("The result of a challenge that you follow is published"),
        to=followers.of_demand,
        entry_kind="result_confirmed",
        organisations=lambda _entry: [],
        params=_facts_for_followers,
        text=lambda facts: f"{facts['public']} {facts['demand']}".strip(),
        url=_public_page,
        action=gettext_lazy("Open the demand"),
        topic=Topic.FOLLOWED,
        reason=REASONS[Topic.FOLLOWED],
    ),
)
"""The kinds of what both sides of a delivery are told."""
