"""What people are told of rounds, open calls and proposals: never what a proposal says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marketplace.calls import people
from marketplace.calls.models import Proposal, Reply, Round
from marketplace.core.moments import read
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import Topic, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry


@read_once
def _round(entry: Entry) -> Round:
    found: Round = Round.objects.for_rows().get(pk=entry.subject_key)
    return found


@read_once
def _reply(entry: Entry) -> Reply:
    found: Reply = Reply.objects.for_rows().get(pk=entry.subject_key)
    return found


@read_once
def _proposal(entry: Entry) -> Proposal:
    found: Proposal = Proposal.objects.for_rows().get(pk=entry.subject_key)
    return found


@read_once
def _adopted_as(entry: Entry) -> Proposal | None:
    """Return the proposal that a demand was made of, None for all others."""
    return Proposal.objects.for_rows().filter(demand=entry.subject_key).first()


def _asked(entry: Entry) -> list[int]:
    return list(_round(entry).replies.values_list("organisation", flat=True))


def _silent(entry: Entry) -> list[int]:
    return list(_round(entry).replies.silent().values_list("organisation", flat=True))


def _of_round(entry: Entry) -> Params:
    round_ = _round(entry)
    return {
        "round": round_.pk,
        "title": round_.title,
        "until": round_.due_at.isoformat(),
        "days": entry.data.get("days", 0),
    }


def _of_reply(entry: Entry) -> Params:
    reply = _reply(entry)
    return {
        "round": reply.round_id,
        "title": reply.round.title,
        "until": reply.round.due_at.isoformat(),
        "body": str(reply.organisation),
    }


def _of_proposal(entry: Entry) -> Params:
    """Return what the words need: the call and the receipt, no idea and no name."""
    return _facts(_proposal(entry))


def _facts(proposal: Proposal) -> Params:
    return {
        "receipt": proposal.receipt,
        "title": proposal.call.title,
        "until": proposal.due_at.isoformat(),
    }


def _of_listing(entry: Entry) -> Params:
    found = _adopted_as(entry)
    if found is None or found.demand is None:
        return {}
    return {**_facts(found), "number": found.demand.lifecycle.number or ""}


def _handlers(entry: Entry) -> Iterable[User]:
    proposal = _proposal(entry)
    return people.handlers_told(proposal) if proposal.is_open else ()


def _late(entry: Entry) -> Iterable[User]:
    proposal = _proposal(entry)
    return people.late_told(proposal) if proposal.is_open else ()


def _of_adopted(entry: Entry) -> Iterable[User]:
    found = _adopted_as(entry)
    return people.proposers_told(found) if found is not None else ()


def _proposer_of_adopted(entry: Entry) -> Sequence[int]:
    found = _adopted_as(entry)
    return [found.organisation_id] if found is not None else []


def _due(facts: Params) -> str:
    return _("%(title)s; due %(instant)s") % {**facts, "instant": read(str(facts["until"]))}


def _title(facts: Params) -> str:
    return str(facts["title"])


def _soon(facts: Params) -> str:
    told = ngettext(
        "A round is due in %(days)s day; your organisation has not replied",
        "A round is due in %(days)s days; your organisation has not replied",
        int(facts["days"]),
    )
    return told % facts


_EXAMPLE: Final = {
    "round": 1,
    "title": "示例：低空经济应用场景摸排",
    "until": "2026-12-18T09:30:00+00:00",
    "days": 3,
    "body": "示例局",
    "receipt": "0000-0000-0000",
    "number": "XQ-0000-0000",
}


def _kind(name: str, label: Any, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "entry_kind": name,
        "title": lambda _facts: str(label),
        "text": _due,
        "topic": Topic.ORGANISATION,
        "icon": "mega",
        "example": _EXAMPLE,
    }
    return Kind(name=name, label=label, **told | words)


def _round_kind(name: str, label: Any, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "recipients": lambda entry: people.people_of(_asked(entry)),
        "organisations": _asked,
        "params": _of_round,
        "url": lambda facts: reverse("calls:round", args=[facts["round"]]),
        "action": gettext_lazy("Open the round"),
        "reason": gettext_lazy("Your organisation is asked in this round."),
    }
    return _kind(name, label, **told | words)


def _proposal_kind(name: str, label: Any, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "recipients": _handlers,
        "organisations": lambda entry: [_proposal(entry).handler_id],
        "params": _of_proposal,
        "url": lambda facts: reverse("calls:proposal", args=[facts["receipt"]]),
        "action": gettext_lazy("Open the proposal"),
        "reason": gettext_lazy("Your department answers this proposal."),
    }
    return _kind(name, label, **told | words)


def _to_proposers(name: str, label: Any, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "recipients": lambda entry: people.proposers_told(_proposal(entry)),
        "organisations": lambda entry: [_proposal(entry).organisation_id],
        "text": _title,
        "reason": gettext_lazy("Your organisation made this proposal."),
    }
    return _proposal_kind(name, label, **told | words)


KINDS: Final = (
    _round_kind("round_opened", gettext_lazy("A round asks your organisation for its needs")),
    _round_kind(
        "reply_asked",
        gettext_lazy("Your organisation is asked in a running round"),
        recipients=lambda entry: people.people_of([_reply(entry).organisation_id]),
        organisations=lambda entry: [_reply(entry).organisation_id],
        params=_of_reply,
    ),
    _round_kind(
        "round_due_soon",
        gettext_lazy("A round is due soon, and there is no reply"),
        recipients=lambda entry: people.people_of(_silent(entry)),
        organisations=_silent,
        title=_soon,
        urgency=Urgency.URGENT,
    ),
    _round_kind("round_extended", gettext_lazy("The due time of a round was extended")),
    _round_kind(
        "round_closed",
        gettext_lazy("A round is closed"),
        text=_title,
    ),
    _round_kind(
        "reply_overdue",
        gettext_lazy("A round was due, and your organisation has not replied"),
        recipients=lambda entry: people.approvers_told(_reply(entry)),
        organisations=lambda entry: [_reply(entry).organisation_id],
        params=_of_reply,
        title=lambda facts: _("%(body)s has not replied to a round that was due") % facts,
        urgency=Urgency.URGENT,
        reason=gettext_lazy("You approve for this organisation."),
    ),
    _proposal_kind("proposal_submitted", gettext_lazy("A proposal waits for an answer")),
    _proposal_kind("proposal_passed_on", gettext_lazy("A proposal was passed on to you")),
    _proposal_kind(
        "proposal_due_today",
        gettext_lazy("The answer to a proposal is due today"),
        urgency=Urgency.URGENT,
    ),
    _proposal_kind(
        "proposal_overdue",
        gettext_lazy("The answer to a proposal is overdue"),
        recipients=_late,
        organisations=lambda _entry: (),
        urgency=Urgency.URGENT,
        reason=gettext_lazy("You approve for the answering department, or moderate the portal."),
    ),
    _to_proposers("proposal_adopted", gettext_lazy("Your proposal was adopted")),
    _to_proposers("proposal_declined", gettext_lazy("Your proposal was declined")),
    _to_proposers(
        "proposal_listed",
        gettext_lazy("A demand that goes back to your proposal is listed"),
        entry_kind="demand_published",
        recipients=_of_adopted,
        organisations=_proposer_of_adopted,
        params=_of_listing,
        url=lambda facts: reverse("portal:demand", args=[facts["number"]]),
        action=gettext_lazy("Open the demand"),
    ),
)
"""The kinds of what becomes of rounds and proposals."""
