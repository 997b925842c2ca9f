"""What people are told of results and objections: never who objects, nor what an objection says."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.awards import people
from marketplace.awards.models import Objection, ResultNotice
from marketplace.core import moments
from marketplace.listings.permissions import MODERATE
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import Topic, Urgency

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry


@read_once
def _notice(entry: Entry) -> ResultNotice:
    found: ResultNotice = ResultNotice.objects.for_rows().get(pk=entry.subject_key)
    return found


@read_once
def _objection(entry: Entry) -> Objection:
    found: Objection = Objection.objects.for_rows().get(pk=entry.subject_key)
    return found


def _bidders(entry: Entry) -> Iterable[User]:
    return people.bidders_told(_notice(entry))


def _concerned(entry: Entry) -> Iterable[User]:
    notice = _notice(entry)
    return set(chain(people.bidders_told(notice), people.officers_told(notice)))


def _deciders(entry: Entry) -> Iterable[User]:
    return people.deciders_told(_objection(entry)) if _objection(entry).is_open else ()


def _escalated(entry: Entry) -> Iterable[User]:
    objection = _objection(entry)
    if not objection.is_open:
        return ()
    found = chain(people.staff_told(objection), people.supervisors_told(objection))
    return {one for one in found if one.pk != objection.objector_id}


def _objector(entry: Entry) -> Iterable[User]:
    return (_objection(entry).objector,)


def _owner_of_notice(entry: Entry) -> list[int]:
    return [_notice(entry).challenge.demand.lifecycle.owner_id]


def _owner(entry: Entry) -> list[int]:
    return [_objection(entry).notice.challenge.demand.lifecycle.owner_id]


def _result(entry: Entry) -> Params:
    notice = _notice(entry)
    return {
        "demand": notice.challenge.demand.title,
        "number": notice.challenge.demand.lifecycle.number or "",
        "until": notice.lasts_until.isoformat() if notice.lasts_until else "",
    }


def _facts(entry: Entry) -> Params:
    """Return what the words need: the demand and the number, no name and no ground."""
    objection = _objection(entry)
    return {
        "receipt": objection.receipt,
        "objection": objection.number,
        "demand": objection.notice.challenge.demand.title,
        "until": objection.due_by.isoformat(),
    }


def _page(facts: Params) -> str:
    return reverse("awards:notice", args=[facts["number"]])


def _work(facts: Params) -> str:
    return reverse("awards:objection", args=[facts["receipt"]])


def _demand(facts: Params) -> str:
    return str(facts["demand"])


def _until(facts: Params) -> str:
    return moments.read(str(facts["until"] or ""))


def _due(facts: Params) -> str:
    return _("%(demand)s; to be decided by %(instant)s") % {**facts, "instant": _until(facts)}


def _on_show(facts: Params) -> str:
    return _("%(demand)s; on show until %(instant)s") % {**facts, "instant": _until(facts)}


_EXAMPLE: Final = {
    "demand": "示例：台风过程多灾种耦合预报",
    "number": "XQ-0000-0000",
    "until": "2026-12-01T09:30:00+00:00",
    "receipt": "0000-0000-0000",
    "objection": 1,
}


def _of_result(name: str, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "recipients": _concerned,
        "organisations": _owner_of_notice,
        "params": _result,
        "text": _demand,
        "url": _page,
        "action": gettext_lazy("Open the notice"),
        "icon": "mega",
        "topic": Topic.APPLICATIONS,
        "reason": gettext_lazy("Your organisation takes part in this challenge."),
        "example": _EXAMPLE,
    }
    return Kind(name=name, entry_kind=name, **told | words)


def _of_objection(name: str, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "recipients": _deciders,
        "organisations": _owner,
        "permission": MODERATE,
        "params": _facts,
        "text": _due,
        "url": _work,
        "action": gettext_lazy("Open the objection"),
        "icon": "alert",
        "topic": Topic.APPLICATIONS,
        "reason": gettext_lazy("You may decide on objections to this result."),
        "example": _EXAMPLE,
    }
    return Kind(name=name, entry_kind=name, **told | words)


def _decided(name: str, **words: Any) -> Kind:
    return _of_objection(
        name,
        recipients=_objector,
        organisations=lambda _entry: [],
        permission="",
        text=_demand,
        urgency=Urgency.LEGAL,
        reason=gettext_lazy("You filed this objection."),
        **words,
    )


KINDS = (
    _of_result(
        "result_notice_shown",
        recipients=_bidders,
        label=gettext_lazy("The result of a challenge is on show"),
        title=lambda _facts: _("The result of a challenge is on show"),
        text=_on_show,
        urgency=Urgency.LEGAL,
    ),
    _of_result(
        "result_notice_cancelled",
        label=gettext_lazy("The notice of a result was cancelled after an objection"),
        title=lambda _facts: _("The notice of a result was cancelled after an objection"),
        urgency=Urgency.LEGAL,
    ),
    _of_result(
        "result_notice_settled",
        label=gettext_lazy("The award of a challenge is final"),
        title=lambda _facts: _("The award of a challenge is final"),
        urgency=Urgency.LEGAL,
    ),
    _of_objection(
        "objection_filed",
        label=gettext_lazy("An objection to a result waits for a decision"),
        title=lambda facts: _("Objection no. %(objection)s waits for a decision") % facts,
        urgency=Urgency.URGENT,
    ),
    _of_objection(
        "objection_due_today",
        label=gettext_lazy("A decision on an objection is due today"),
        title=lambda facts: _("The decision on objection no. %(objection)s is due today") % facts,
        urgency=Urgency.URGENT,
    ),
    _of_objection(
        "objection_overdue",
        recipients=_escalated,
        label=gettext_lazy("The decision on an objection is overdue"),
        title=lambda facts: _("The decision on objection no. %(objection)s is overdue") % facts,
        urgency=Urgency.URGENT,
        reason=gettext_lazy("You supervise this challenge, or moderate the portal."),
    ),
    _decided(
        "objection_rejected",
        label=gettext_lazy("My objection was decided: rejected"),
        title=lambda _facts: _("Your objection was decided: it does not hold"),
    ),
    _decided(
        "objection_upheld",
        label=gettext_lazy("My objection was decided: upheld"),
        title=lambda _facts: _("Your objection was decided: it holds"),
    ),
)
