"""What a challenge's timeline tells of results and objections; of reports it tells nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.awards.models import Objection, ResultNotice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from marketplace.challenges.models import Challenge

WORDS: Final = {
    "result_notice_shown": _("the notice of the result was put on show"),
    "result_notice_cancelled": _("the notice of the result was cancelled"),
    "result_notice_settled": _("the notice of the result ended with the award"),
    "objection_filed": _("an objection was filed"),
    "objection_withdrawn": _("an objection was withdrawn"),
    "objection_rejected": _("an objection was rejected"),
    "objection_upheld": _("an objection was upheld"),
    "objection_due_today": _("the decision on an objection was due"),
    "objection_overdue": _("the decision on an objection was overdue"),
}


def subjects(challenge: Challenge) -> Iterator[QuerySet[Any]]:
    """Yield notices and objections."""
    yield ResultNotice.objects.filter(challenge=challenge)
    yield Objection.objects.filter(notice__challenge=challenge)
