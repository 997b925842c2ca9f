"""What the two sides of an agreement are told; no message holds an amount or a clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.agreements import people
from marketplace.agreements.models import Agreement, Side
from marketplace.challenges.permissions import OFFICERS
from marketplace.claims.people import applying_seat, supervisors_told
from marketplace.core import moments
from marketplace.listings.people import seat_of
from marketplace.listings.permissions import MODERATE
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.seats import Seat
from marketplace.notifications.ways import Topic, Urgency
from marketplace.organisations.models import Organisation, Role

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry


@read_once
def _agreement(entry: Entry) -> Agreement:
    rows = Agreement.objects.for_rows().select_related(
        "candidate__notice__challenge__demand__lifecycle"
    )
    found: Agreement = rows.get(pk=entry.subject_key)
    return found


def _of(side: Side) -> Callable[[Entry], Iterable[User]]:
    return lambda entry: people.people_of(_agreement(entry), side)


def _both(entry: Entry) -> Iterable[User]:
    return people.both_sides(_agreement(entry))


def _due(entry: Entry) -> Iterable[User]:
    return people.people_due(_agreement(entry))


def _escalated(entry: Entry) -> Iterable[User]:
    agreement = _agreement(entry)
    return people.escalated_to(agreement) if agreement.is_open else ()


def _other_side(entry: Entry) -> Iterable[User]:
    """Return the people across from the side whose copy an entry is about."""
    return people.people_of(_agreement(entry), Side(entry.data["side"]).other)


def _own_side(entry: Entry) -> Iterable[User]:
    return people.people_of(_agreement(entry), Side(entry.data["side"]))


def _organisations(entry: Entry) -> list[Seat]:
    """Return the places of both sides; who belongs to the firm stands on its side."""
    agreement = _agreement(entry)
    lifecycle = agreement.challenge.demand.lifecycle
    office = seat_of(lifecycle, roles=OFFICERS)
    supervising = Seat(lifecycle.owner_id, frozenset({Role.SUPERVISOR.value}))
    return [applying_seat(agreement.firm.pk), office, supervising]


def _facts(entry: Entry) -> Params:
    agreement = _agreement(entry)
    return {
        "demand": agreement.challenge.demand.title,
        "firm": agreement.firm.name,
        "agreement": agreement.number,
        "until": agreement.due_at.isoformat() if agreement.due_at else "",
    }


def _supervisor(entry: Entry) -> Organisation | None:
    return Organisation.objects.filter(pk=entry.data["supervisor"]).first()


def _supervisors(entry: Entry) -> Iterable[User]:
    return supervisors_told(_supervisor(entry))


def _supervising(entry: Entry) -> list[int]:
    supervisor = _supervisor(entry)
    return [] if supervisor is None else [supervisor.pk]


def _facts_for_others(entry: Entry) -> Params:
    """Return what a supervising department reads: no firm and no agreement."""
    lifecycle = _agreement(entry).challenge.demand.lifecycle
    return {
        "demand": _agreement(entry).challenge.demand.title,
        "public": lifecycle.number or "",
        "owner": f"{lifecycle.owner} {lifecycle.unit or ''}".strip(),
    }


def _named(facts: Params) -> str:
    return f"{facts['demand']} · {facts['firm']}"


def _until(facts: Params) -> str:
    instant = moments.read(str(facts["until"] or ""))
    if not instant:
        return _named(facts)
    words = {"named": _named(facts), "instant": instant}
    return _("%(named)s; to be acted on by %(instant)s") % words


_EXAMPLE: Final = {
    "demand": "示例：台风过程多灾种耦合预报",
    "firm": "示例科技有限公司",
    "agreement": "0000-0000-0000",
    "until": "2026-12-01T09:30:00+00:00",
}


def _kind(
    name: str, *, recipients: Callable[[Entry], Iterable[User]], title: Any, **words: Any
) -> Kind:
    told: dict[str, Any] = {
        "organisations": _organisations,
        "params": _facts,
        "text": _until,
        "url": lambda facts: reverse("agreements:detail", args=[facts["agreement"]]),
        "action": gettext_lazy("Open the task agreement"),
        "icon": "doc",
        "entry_kind": name,
        "topic": Topic.APPLICATIONS,
        "urgency": Urgency.URGENT,
        "reason": gettext_lazy("You act for one of the two sides of this task agreement."),
        "example": _EXAMPLE,
        "label": title,
    }
    return Kind(
        name=name,
        recipients=recipients,
        title=lambda _facts: str(title),
        **told | words,
    )


KINDS = (
    _kind(
        "agreement_drafted",
        recipients=_of(Side.OWNER),
        title=gettext_lazy("A task agreement was drafted from the bid: check it and offer it"),
    ),
    _kind(
        "agreement_offered",
        recipients=_of(Side.FIRM),
        title=gettext_lazy("A task agreement is offered to you: agree or return it"),
        urgency=Urgency.LEGAL,
    ),
    _kind(
        "agreement_handed_back",
        recipients=_of(Side.OWNER),
        title=gettext_lazy("The firm returned the task agreement with words"),
    ),
    _kind(
        "agreement_taken_back",
        recipients=_of(Side.FIRM),
        title=gettext_lazy("The task agreement was taken back for changes"),
    ),
    _kind(
        "agreement_agreed",
        recipients=_both,
        title=gettext_lazy("The task agreement is agreed: send your signed copy"),
    ),
    _kind(
        "agreement_copy_sent",
        recipients=_other_side,
        title=gettext_lazy("A signed copy waits for your confirmation"),
    ),
    _kind(
        "agreement_copy_rejected",
        recipients=_own_side,
        title=gettext_lazy("Your signed copy was rejected: send another"),
    ),
    _kind(
        "agreement_signed",
        recipients=_both,
        text=_named,
        title=gettext_lazy("The task agreement is signed by both sides"),
        urgency=Urgency.LEGAL,
    ),
    _kind(
        "agreement_amended",
        recipients=_both,
        text=_named,
        title=gettext_lazy("A signed task agreement was amended"),
        urgency=Urgency.LEGAL,
    ),
    _kind(
        "agreement_ended",
        recipients=_of(Side.FIRM),
        text=_named,
        title=gettext_lazy("The task agreement ended without being signed"),
        urgency=Urgency.LEGAL,
    ),
    _kind(
        "agreement_due_today",
        recipients=_due,
        title=gettext_lazy("A task agreement is to be acted on today"),
    ),
    _kind(
        "agreement_overdue",
        recipients=_escalated,
        permission=MODERATE,
        title=gettext_lazy("A task agreement is overdue"),
        reason=gettext_lazy("You act for a side, supervise this challenge or moderate the portal."),
    ),
    _kind(
        "agreement_unsigned",
        recipients=_of(Side.OWNER),
        text=_named,
        title=gettext_lazy("Not signed in its days: go on, or end it and name the next"),
        label=gettext_lazy("A task agreement was not signed within the programme's days"),
    ),
    _kind(
        "agreement_unsigned_escalated",
        entry_kind="agreement_unsigned",
        recipients=_supervisors,
        organisations=_supervising,
        permission=MODERATE,
        params=_facts_for_others,
        text=lambda facts: f"{facts['demand']} · {facts['owner']}",
        url=lambda facts: reverse("portal:demand", args=[facts["public"]]),
        action=gettext_lazy("Open the demand"),
        title=gettext_lazy("No task agreement was signed within the programme's days"),
        reason=gettext_lazy("Your department supervises this demand, or you moderate the portal."),
        example={"demand": "示例：台风预报", "owner": "示例单位", "public": "XQ-0000-000000"},
    ),
)
