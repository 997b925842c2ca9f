"""What those are told of a demand whose draft was not sent: that it closes, changes or ends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
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
from marketplace.claims.notice_facts import number_line
from marketplace.claims.people import applicants_told, applying_seat, drafters_told, drafting_firms
from marketplace.listings.models import Question
from marketplace.listings.people import askers_of
from marketplace.notifications.kinds import Kind, Params, always
from marketplace.notifications.ways import Topic, Urgency

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry
    from marketplace.notifications.seats import Seat


def _drafters(entry: Entry) -> Iterable[User]:
    return drafters_told(demand_of(entry))


def _only_drafters(entry: Entry) -> Iterable[User]:
    """Return those who are told neither as applicants nor as who asked."""
    people = drafters_told(demand_of(entry)).exclude(pk__in=applicants_told(demand_of(entry)))
    if entry.subject_type == Question._meta.label_lower:
        return people.exclude(pk__in=askers_of(Question.objects.get(pk=entry.subject_key)))
    return people


def _firms(entry: Entry) -> list[Seat]:
    return [applying_seat(firm) for firm in drafting_firms(demand_of(entry))]


def _closes_in(facts: Params) -> str:
    hours = facts["hours"]
    text = ngettext(
        "Your draft was not sent; applications close in %(hours)s hour",
        "Your draft was not sent; applications close in %(hours)s hours",
        hours,
    )
    return text % {"hours": hours}


def _changed(facts: Params) -> str:
    if facts["material"]:
        return _("A demand for which you have a draft has changed materially")
    return _("A demand for which you have a draft has changed")


def _kind(name: str, entry_kind: str, *, label: _StrPromise, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "recipients": _only_drafters,
        "organisations": _firms,
        "params": demand_facts,
        "text": demand_name,
        "url": demand_page,
        "still": is_public,
        "topic": Topic.APPLICATIONS,
        "reason": gettext_lazy("Your organisation has a draft for this demand."),
        "example": DEMAND_EXAMPLE,
    }
    return Kind(name=name, entry_kind=entry_kind, label=label, **told | words)


KINDS: Final = (
    _kind(
        "draft_closing",
        "demand_closing",
        label=gettext_lazy("A demand closes soon and our draft was not sent"),
        urgency=Urgency.URGENT,
        line=number_line,
        recipients=_drafters,
        title=_closes_in,
        text=demand_until,
        still=is_open,
        url=lambda _facts: reverse("claims:mine"),
        action=gettext_lazy("Open the draft"),
        icon="clock",
    ),
    _kind(
        "drafters_told_of_change",
        "addendum_published",
        label=gettext_lazy("A demand for which we have a draft has changed"),
        urgency=Urgency.URGENT,
        title=_changed,
        action=gettext_lazy("Read the addendum"),
        icon="pen",
    ),
    _kind(
        "drafters_told_of_answer",
        "question_answered",
        label=gettext_lazy("A question about a demand for which we have a draft was answered"),
        topic=Topic.QUESTIONS,
        line=number_line,
        title=lambda _facts: _("A question about a demand was answered"),
        action=gettext_lazy("Read the answer"),
        icon="info",
    ),
    _kind(
        "drafters_told_of_withdrawal",
        "demand_withdrawn",
        still=always,
        label=gettext_lazy("A demand for which we have a draft was withdrawn"),
        urgency=Urgency.URGENT,
        title=lambda _facts: _("A demand for which you have a draft was withdrawn"),
        action=gettext_lazy("Read the reason"),
        icon="x",
    ),
)
