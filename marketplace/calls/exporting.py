"""The board of a round as the lines of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from marketplace.calls.models import Reply
from marketplace.core.workdays import SHANGHAI

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.calls.models import Need, Round

HEADER: Final = (
    gettext_lazy("Body"),
    gettext_lazy("Kind"),
    pgettext_lazy("of a body", "Reply"),
    gettext_lazy("Replied"),
    pgettext_lazy("reply", "late"),
    gettext_lazy("who answers for it"),
    pgettext_lazy("reply", "note"),
    pgettext_lazy("reply", "need"),
    gettext_lazy("mode"),
    gettext_lazy("class of infrastructure"),
    gettext_lazy("Where it stands"),
)


def lines_of(round_: Round) -> Iterator[list[str]]:
    """Yield the header, then a line for each need, and one for each reply without any.

    What a body collects is its own until it has sent its reply.
    """
    yield [str(one) for one in HEADER]
    for reply in Reply.objects.filter(round=round_).for_rows().order_by("organisation__name"):
        needs = list(reply.needs.all()) if reply.state == Reply.State.ANSWERED else []
        for need in needs or [None]:
            yield [*_of_reply(reply), *_of_need(need)]


def _of_reply(reply: Reply) -> list[str]:
    at = reply.answered_at
    return [
        reply.organisation.name,
        reply.organisation.get_kind_display(),
        reply.get_state_display(),
        f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else "",
        _("yes") if reply.is_late else "",
        reply.signed or str(reply.answered_by or ""),
        reply.note,
    ]


def _of_need(need: Need | None) -> list[str]:
    if need is None:
        return ["", "", "", ""]
    demand = need.demand
    kind = need.get_infrastructure_display() if need.infrastructure else ""
    return [demand.title, demand.get_mode_display(), kind, str(need.standing)]
