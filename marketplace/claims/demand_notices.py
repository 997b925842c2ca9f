"""What the people of firms that applied are told of the demand itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marketplace.claims.demand_words import (
    DEMAND_EXAMPLE,
    demand_facts,
    demand_name,
    demand_of,
    demand_page,
    demand_until,
    is_open,
    is_public,
)
from marketplace.claims.models import Claim
from marketplace.claims.notice_facts import APPLIED, number_line
from marketplace.claims.people import applicants_told, drafters_told
from marketplace.core import moments
from marketplace.listings.models import Addendum, Question
from marketplace.listings.people import askers_of
from marketplace.notifications.kinds import Kind, Params, always
from marketplace.notifications.ways import Topic, Urgency

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry


def _applicants(entry: Entry) -> Iterable[User]:
    return applicants_told(demand_of(entry))


def _without_drafts(entry: Entry) -> Iterable[User]:
    """Return those of firms that left nothing unsent: a draft has a reminder of its own."""
    return applicants_told(demand_of(entry)).exclude(pk__in=drafters_told(demand_of(entry)))


def _other_applicants(entry: Entry) -> Iterable[User]:
    """Return those who did not ask themselves: askers have a message of their own."""
    question = Question.objects.get(pk=entry.subject_key)
    return applicants_told(demand_of(entry)).exclude(pk__in=askers_of(question))


def _firms(entry: Entry) -> list[int]:
    live = Claim.objects.live().filter(demand=demand_of(entry))
    return list(live.order_by("firm").values_list("firm", flat=True))


def _changes(entry: Entry) -> Params:
    addendum = Addendum.objects.get(pk=entry.subject_key)
    closes = addendum.closes_after if addendum.moves_the_close else None
    return {
        **demand_facts(entry),
        "addendum": addendum.number,
        "closes_at": closes.isoformat() if closes else "",
    }


def _closing(facts: Params) -> str:
    said = ngettext(
        "Applications close within %(hours)s hour",
        "Applications close within %(hours)s hours",
        facts["hours"],
    )
    return said % {"hours": facts["hours"]}


def _changed(facts: Params) -> str:
    if facts["material"]:
        return _("A demand that you applied for has changed materially")
    return _("A demand that you applied for has changed")


def _change(facts: Params) -> str:
    text = _("%(demand)s, addendum %(number)s") % {
        "demand": demand_name(facts),
        "number": facts["addendum"],
    }
    if not facts["closes_at"]:
        return text
    moved = _("it now closes %(moment)s") % {"moment": moments.read(facts["closes_at"])}
    return _("%(first)s; %(second)s") % {"first": text, "second": moved}


def _kind(name: str, entry_kind: str, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "params": demand_facts,
        "organisations": _firms,
        "url": demand_page,
        "still": is_public,
        "topic": Topic.APPLICATIONS,
        "reason": APPLIED,
        "example": DEMAND_EXAMPLE,
    }
    return Kind(name=name, entry_kind=entry_kind, **told | words)


KINDS = (
    _kind(
        "applicants_reminded",
        "demand_closing",
        label=gettext_lazy("A demand that I applied for closes soon"),
        urgency=Urgency.URGENT,
        line=number_line,
        recipients=_without_drafts,
        title=_closing,
        text=demand_until,
        still=is_open,
        icon="clock",
    ),
    _kind(
        "applicants_told_of_change",
        "addendum_published",
        label=gettext_lazy("A demand that I applied for has changed"),
        urgency=Urgency.LEGAL,
        recipients=_applicants,
        params=_changes,
        title=_changed,
        text=_change,
        action=gettext_lazy("Read the addendum"),
        icon="pen",
    ),
    _kind(
        "applicants_told_of_withdrawal",
        "demand_withdrawn",
        still=always,
        label=gettext_lazy("A demand that I applied for was withdrawn"),
        urgency=Urgency.LEGAL,
        recipients=_applicants,
        title=lambda _facts: _("A demand that you applied for was withdrawn"),
        text=demand_name,
        action=gettext_lazy("Read the reason"),
        icon="x",
    ),
    _kind(
        "applicants_told_of_answer",
        "question_answered",
        label=gettext_lazy("A question about a demand that I applied for was answered"),
        topic=Topic.QUESTIONS,
        line=number_line,
        recipients=_other_applicants,
        title=lambda _facts: _("A question about a demand was answered"),
        text=demand_name,
        action=gettext_lazy("Read the answer"),
        icon="info",
    ),
)
