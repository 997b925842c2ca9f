"""What an awarded challenge waits for until its agreements are signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.agreements.models import Agreement, Side
from marketplace.agreements.turns import steps_due as sides_due
from marketplace.challenges.dues import Due, Hand

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from marketplace.challenges.models import Challenge

_HANDS: Final = {Side.OWNER: Hand.OFFICER, Side.FIRM: Hand.FIRM}


def steps_due(challenges: Sequence[Challenge], _at: datetime) -> Iterator[Due]:
    """Yield what each side of each agreement should do next."""
    rows = Agreement.objects.unsigned().filter(challenge__in=[one.pk for one in challenges])
    for one in rows.for_rows().prefetch_related("copies__version"):
        if one.unsigned_told_at is not None:
            yield _unsigned(one)
        for side, step in sides_due(one).items():
            yield Due(
                challenge=one.challenge_id,
                what=f"{step} · {one.firm}",
                hand=_HANDS[side],
                url=reverse("agreements:detail", args=[one.number]),
                since=one.drafted_at,
                by=one.due_at,
                step="signing_on",
            )


def _unsigned(agreement: Agreement) -> Due:
    what = _("Not signed in its days: go on, or end it and name the next")
    return Due(
        challenge=agreement.challenge_id,
        what=f"{what} · {agreement.firm}",
        hand=Hand.OFFICER,
        url=reverse("agreements:detail", args=[agreement.number]) + "#end",
        since=agreement.unsigned_told_at,
        by=agreement.unsigned_told_at,
    )
