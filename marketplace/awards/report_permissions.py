"""Who may report, and who may read and handle a report, always with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.awards.models import Report
from marketplace.awards.people import supervisors_of
from marketplace.awards.report_seal import author_digest
from marketplace.awards.transitions import REPORT
from marketplace.core.decisions import ALLOWED, Decision, refused

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.challenges.models import Challenge

REPORTS_A_DAY: Final = 3
"""How many reports a person may file within a day, whatever the challenge."""


def may_report(user: Any, challenge: Challenge, *, at: datetime) -> Decision:
    """Return whether a person may report on a challenge: anybody once it is listed."""
    if not user.is_authenticated or not user.is_active:
        return refused(_("Please sign in; whether your name is passed on is yours."), "anonymous")
    if challenge.state not in challenge.LISTED:
        return refused(_("This challenge is not listed."), "wrong_state")
    supervisors = supervisors_of(challenge)
    if not supervisors.exists():
        reason = _(
            "This body has named no supervisor on the portal; please turn to the office of"
            " discipline inspection itself."
        )
        return refused(reason, "no_supervisor")
    if supervisors.filter(pk=user.pk).exists():
        return refused(_("You supervise this body: reports come to you."), "supervisor")
    recent = Report.objects.written_by(author_digest(user)).filter(
        filed_at__gt=at - timedelta(days=1)
    )
    if recent.count() >= REPORTS_A_DAY:
        reason = _("You have filed {number} reports within a day; please go on tomorrow.")
        return refused(format_lazy(reason, number=REPORTS_A_DAY), "too_many")
    return ALLOWED


def may_read_report(user: Any, report: Report) -> Decision:
    """Return whether a person reads a report: its author and the supervisor alone."""
    if user.is_authenticated and user.is_active and report.author == author_digest(user):
        return ALLOWED
    return supervises(user, report)


def may_take(user: Any, report: Report) -> Decision:
    """Return whether a person may take a report up."""
    return supervises(user, report) and _allows(report, "take")


def may_answer(user: Any, report: Report) -> Decision:
    """Return whether a person may answer a report that was taken up."""
    return supervises(user, report) and _allows(report, "answer")


def may_close(user: Any, report: Report) -> Decision:
    """Return whether a person may close a report without an examination."""
    return supervises(user, report) and _allows(report, "close")


def supervises(user: Any, report: Report) -> Decision:
    """Return whether a person supervises the body that the report is about, and did not write it.

    Whoever wrote it and became the supervisor since leaves it to a colleague.
    """
    found = Report.objects.supervised_by(user).filter(pk=report.pk)
    if found.exists() and report.author != author_digest(user):
        return ALLOWED
    return refused(_("The supervisor of this body handles reports."), "not_supervisor")


def _allows(report: Report, verb: str) -> Decision:
    if REPORT.allows(verb, report.state):
        return ALLOWED
    label = report.State(report.state).label
    return refused(_("This report has moved on: %(state)s.") % {"state": label}, "wrong_state")
