"""What a challenge's timeline tells of results and objections; of reports it tells nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.awards.models import Objection, ResultNotice, Succession

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from marketplace.challenges.models import Challenge

WORDS: Final = {
    "result_notice_shown": _("the notice of the result was put on show"),
    "result_notice_cancelled": _("the notice of the result was cancelled"),
    "result_notice_settled": _("the notice of the result ended with the award"),
    "result_notice_superseded": _("a supplementary result followed the award"),
    "result_notice_restored": _("the supplementary result no longer stands"),
    "succession_named": _("the next in the ranking was named"),
    "succession_asked": _("the next in the ranking was asked"),
    "succession_withdrawn": _("the naming of the next was withdrawn"),
    "succession_stood": _("the next in the ranking stands by its bid"),
    "succession_declined": _("the next in the ranking declined"),
    "succession_lapsed": _("the next in the ranking did not answer in time"),
    "succession_passed_over": _("the next in the ranking was passed over"),
    "objection_filed": _("an objection was filed"),
    "objection_withdrawn": _("an objection was withdrawn"),
    "objection_rejected": _("an objection was rejected"),
    "objection_upheld": _("an objection was upheld"),
    "objection_due_today": _("the decision on an objection was due"),
    "objection_overdue": _("the decision on an objection was overdue"),
}


def subjects(challenge: Challenge) -> Iterator[QuerySet[Any]]:
    """Yield notices, objections, and who was named next."""
    yield ResultNotice.objects.filter(challenge=challenge)
    yield Objection.objects.filter(notice__challenge=challenge)
    yield Succession.objects.filter(challenge=challenge)
