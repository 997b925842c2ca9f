"""What people are told of reports: the supervisor always, an author only who agreed to be named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.accounts.models import User
from marketplace.awards.models import Report
from marketplace.awards.people import supervisors_of
from marketplace.awards.report_permissions import supervises
from marketplace.awards.report_seal import said_in
from marketplace.core import moments
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import Topic, Urgency

if TYPE_CHECKING:
    from marketplace.journal.models import Entry

_EXAMPLE: Final = {
    "demand": "示例：台风过程多灾种耦合预报",
    "receipt": "0000-0000-0000",
    "until": "2026-12-01T09:30:00+00:00",
}


@read_once
def _report(entry: Entry) -> Report:
    found: Report = Report.objects.for_rows().get(pk=entry.subject_key)
    return found


def _supervisors(entry: Entry) -> Iterable[User]:
    report = _report(entry)
    if not report.is_open:
        return []
    return [one for one in supervisors_of(report.challenge) if supervises(one, report)]


def _named_author(entry: Entry) -> Iterable[User]:
    """Return the author who agreed to be named; a message to another would tell of the author."""
    said = said_in(_report(entry))
    return () if said.is_confidential else User.objects.filter(pk=said.author, is_active=True)


def _facts(entry: Entry) -> Params:
    report = _report(entry)
    return {
        "receipt": report.receipt,
        "demand": report.challenge.demand.title,
        "until": report.due_by.isoformat(),
    }


def _page(facts: Params) -> str:
    return reverse("awards:report", args=[facts["receipt"]])


def _due(facts: Params) -> str:
    instant = moments.read(str(facts["until"] or ""))
    return _("%(demand)s; due by %(instant)s") % {**facts, "instant": instant}


def _of_report(name: str, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "recipients": _supervisors,
        "params": _facts,
        "text": _due,
        "url": _page,
        "action": gettext_lazy("Open the report"),
        "icon": "shield",
        "topic": Topic.APPLICATIONS,
        "urgency": Urgency.URGENT,
        "reason": gettext_lazy("You supervise this body."),
        "example": _EXAMPLE,
    }
    return Kind(name=name, entry_kind=name, **told | words)


def _to_author(name: str, **words: Any) -> Kind:
    return _of_report(
        name,
        recipients=_named_author,
        text=lambda facts: str(facts["demand"]),
        urgency=Urgency.LEGAL,
        reason=gettext_lazy("You filed this report."),
        **words,
    )


KINDS: Final = (
    _of_report(
        "report_filed",
        label=gettext_lazy("A report on a challenge came in"),
        title=lambda _facts: _("A report on a challenge came in"),
    ),
    _of_report(
        "report_due_today",
        label=gettext_lazy("A report is due today"),
        title=lambda _facts: _("A report is due today"),
    ),
    _of_report(
        "report_overdue",
        label=gettext_lazy("A report is overdue"),
        title=lambda _facts: _("A report is overdue"),
    ),
    _to_author(
        "report_answered",
        label=gettext_lazy("My report was answered"),
        title=lambda _facts: _("The supervisor answered your report"),
    ),
    _to_author(
        "report_closed",
        label=gettext_lazy("My report was closed"),
        title=lambda _facts: _("The supervisor closed your report, with the reason"),
    ),
)
