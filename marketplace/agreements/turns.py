"""Whose turn it is: which sides an agreement waits for, and for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.agreements.models import AgreementState, CopyState, Side

if TYPE_CHECKING:
    from marketplace.agreements.models import Agreement, SignedCopy
    from marketplace.core.refusals import Message

_STEPS: Final[dict[str, tuple[Side, Any]]] = {
    AgreementState.DRAFTED: (Side.OWNER, _("Check the task agreement and offer it")),
    AgreementState.OFFERED: (Side.FIRM, _("Agree to the task agreement, or return it")),
}


def steps_due(agreement: Agreement) -> dict[Side, Message]:
    """Return the sides that should act now, each with what it should do."""
    if agreement.state in _STEPS:
        side, step = _STEPS[agreement.state]
        return {side: step}
    if agreement.state != AgreementState.AGREED:
        return {}
    copies = standing_copies(agreement)
    found = {side: _of_copies(side, copies) for side in Side}
    return {side: step for side, step in found.items() if step}


def standing_copies(agreement: Agreement) -> list[SignedCopy]:
    """Return the copies of the present version that wait for a look or were confirmed."""
    standing = {CopyState.SENT, CopyState.CONFIRMED}
    return [
        one
        for one in agreement.copies.all()
        if one.version.number == agreement.version and one.state in standing
    ]


def _of_copies(side: Side, copies: list[SignedCopy]) -> Message:
    if any(one.side == side.other and one.state == CopyState.SENT for one in copies):
        return _("Confirm the other side's signed copy")
    if not any(one.side == side for one in copies):
        return _("Send your signed copy of the task agreement")
    return ""
