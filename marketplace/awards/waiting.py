"""What waits in results: drafts to show, awards to make final, objections, reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.awards import permissions
from marketplace.awards.models import Objection, Report, ResultNotice
from marketplace.awards.report_permissions import supervises
from marketplace.awards.succession_steps import successions_waiting_for
from marketplace.core import clock
from marketplace.core.waiting import Waiting
from marketplace.listings.permissions import is_portal_staff
from marketplace.listings.querysets import handled_by
from marketplace.organisations.models import Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


def steps_waiting_for(user: Any) -> list[Waiting]:
    """Return what waits for a person, oldest first."""
    found = [
        *_objections(user),
        *_notices(user),
        *_reports(user),
        *successions_waiting_for(user),
    ]
    return sorted(found, key=lambda one: one.since)


def _objections(user: Any) -> Iterator[Waiting]:
    rows = Objection.objects.decided_by_people_like(user).open()
    if is_portal_staff(user):
        # The unit's own approvers decide first; staff are told where there is none, or when late.
        rows = rows.filter(escalated_at__isnull=False)
    for one in rows.for_rows():
        yield Waiting(
            title=_("Decide on objection no. %(number)s") % {"number": one.number},
            text=one.notice.challenge.demand.title,
            url=reverse("awards:objection", args=[one.receipt]),
            since=one.filed_at,
            due=one.due_by,
        )


def _reports(user: Any) -> Iterator[Waiting]:
    for one in Report.objects.supervised_by(user).open().for_rows():
        if not supervises(user, one):
            continue
        is_new = one.state == Report.State.FILED
        yield Waiting(
            title=_("Take a report up") if is_new else _("Answer a report"),
            text=one.challenge.demand.title,
            url=reverse("awards:report", args=[one.receipt]),
            since=one.filed_at,
            due=one.due_by,
        )


def _notices(user: Any) -> Iterator[Waiting]:
    now = clock.now()
    rows = ResultNotice.objects.filter(state__in=["drafted", "shown"]).filter(
        handled_by(user, {Role.APPROVER}, path="challenge__demand__lifecycle")
    )
    for one in rows.for_rows():
        title, since = _step(one, user, now=now)
        if since is not None:
            number = one.challenge.demand.lifecycle.number
            url = reverse("awards:notice", args=[number])
            yield Waiting(title, one.challenge.demand.title, url, since)


def _step(notice: ResultNotice, user: Any, *, now: datetime) -> tuple[str, datetime | None]:
    """Return what an approver may do with a notice now, and since when; None where nothing."""
    if permissions.may_show_notice(user, notice):
        return _("Show the result"), notice.drafted_at
    if permissions.may_settle_notice(user, notice, at=now):
        return _("Make the award final"), notice.lasts_until
    return "", None
