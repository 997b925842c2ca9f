"""What the people of firms that applied are told of the demand itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marketplace.claims.models import Claim
from marketplace.claims.notice_facts import APPLIED, EXAMPLE, number_line
from marketplace.claims.people import applicants_told
from marketplace.core import moments
from marketplace.listings.models import Addendum, Demand, Question
from marketplace.listings.people import askers_of
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import Topic, Urgency

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry


@read_once
def _demand(entry: Entry) -> Demand:
    key = entry.data.get("demand", entry.subject_key)
    demand: Demand = Demand.objects.select_related("lifecycle").get(pk=key)
    return demand


def _applicants(entry: Entry) -> Iterable[User]:
    return applicants_told(_demand(entry))


def _other_applicants(entry: Entry) -> Iterable[User]:
    """Return those who did not ask themselves: askers have a message of their own."""
    question = Question.objects.get(pk=entry.subject_key)
    return applicants_told(_demand(entry)).exclude(pk__in=askers_of(question))


def _firms(entry: Entry) -> list[int]:
    live = Claim.objects.live().filter(demand=_demand(entry))
    return list(live.order_by("firm").values_list("firm", flat=True))


def _facts(entry: Entry) -> Params:
    demand = _demand(entry)
    return {
        **entry.data,
        "number": demand.lifecycle.number or "",
        "title": demand.title,
    }


def _changes(entry: Entry) -> Params:
    addendum = Addendum.objects.get(pk=entry.subject_key)
    closes = addendum.closes_after if addendum.moves_the_close else None
    return {
        **_facts(entry),
        "addendum": addendum.number,
        "closes_at": closes.isoformat() if closes else "",
    }


def _page(facts: Params) -> str:
    return reverse("portal:demand", args=[facts["number"]])


def _name(facts: Params) -> str:
    return f"{facts['number']} {facts['title']}".strip()


def _closing(facts: Params) -> str:
    said = ngettext(
        "Applications close within %(hours)s hour",
        "Applications close within %(hours)s hours",
        facts["hours"],
    )
    return said % {"hours": facts["hours"]}


def _until(facts: Params) -> str:
    said = {"demand": _name(facts), "moment": moments.read(facts["closes_at"])}
    return _("%(demand)s closes %(moment)s") % said


def _changed(facts: Params) -> str:
    if facts["material"]:
        return _("A demand that you applied for has changed materially")
    return _("A demand that you applied for has changed")


def _change(facts: Params) -> str:
    text = _("%(demand)s, addendum %(number)s") % {
        "demand": _name(facts),
        "number": facts["addendum"],
    }
    if not facts["closes_at"]:
        return text
    moved = _("it now closes %(moment)s") % {"moment": moments.read(facts["closes_at"])}
    return _("%(first)s; %(second)s") % {"first": text, "second": moved}


_EXAMPLE: Final = {
    "number": EXAMPLE["number"],
    "title": EXAMPLE["demand"],
    "hours": 24,
    "material": True,
    "addendum": 1,
    "closes_at": EXAMPLE["at"],
}


def _kind(name: str, entry_kind: str, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "params": _facts,
        "organisations": _firms,
        "url": _page,
        "topic": Topic.APPLICATIONS,
        "reason": APPLIED,
        "example": _EXAMPLE,
    }
    return Kind(name=name, entry_kind=entry_kind, **told | words)


KINDS = (
    _kind(
        "applicants_reminded",
        "demand_closing",
        label=gettext_lazy("A demand that I applied for closes soon"),
        urgency=Urgency.URGENT,
        line=number_line,
        recipients=_applicants,
        title=_closing,
        text=_until,
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
        "applicants_told_of_answer",
        "question_answered",
        label=gettext_lazy("A question about a demand that I applied for was answered"),
        topic=Topic.QUESTIONS,
        line=number_line,
        recipients=_other_applicants,
        title=lambda _facts: _("A question about a demand was answered"),
        text=_name,
        action=gettext_lazy("Read the answer"),
        icon="info",
    ),
)
