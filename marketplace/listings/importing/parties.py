"""With whom a demand wants to work, as the cells of a list say it."""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from django.utils.translation import gettext as _

from marketplace.core.refusals import Refusal
from marketplace.listings.importing import columns
from marketplace.listings.models import Demand
from marketplace.listings.models.demand import MOST_PARTNERS, MOST_SLOTS

_ANY_NUMBER: Final = ("不限", "多", "多家均可")
_ONE: Final = ("1", "一", "单")
_DIGITS: Final = 3
_TOGETHER: Final = {
    Demand.Cooperation.SINGLE: Demand.Cooperation.CONSORTIUM,
    Demand.Cooperation.MULTIPLE: Demand.Cooperation.MULTIPLE_CONSORTIUM,
}


def parties_in(slots: str, partners: str) -> dict[str, Any]:
    """Return cooperation, slots and partners as two cells say them; nothing for empty ones.

    Refusal with the column where a cell is no such number.
    """
    found = _slots(slots)
    number = _partners(partners)
    if number:
        alone = found.get("cooperation", Demand.Cooperation.SINGLE)
        found |= {"cooperation": _TOGETHER[alone], "partners": number}
    return found


def _slots(text: str) -> dict[str, Any]:
    said = _number(text)
    if not said:
        return {}
    if said in _ANY_NUMBER:
        return {"cooperation": Demand.Cooperation.MULTIPLE}
    if said in _ONE:
        return {"cooperation": Demand.Cooperation.SINGLE}
    if _is_number(said) and 1 < int(said) <= MOST_SLOTS:
        return {"cooperation": Demand.Cooperation.MULTIPLE, "slots": int(said)}
    reason = _("“%(text)s” is no number of parties: 1 to %(most)d, or 不限.")
    raise _refusal(reason, text, column=columns.SLOTS, most=MOST_SLOTS)


def _partners(text: str) -> int:
    said = _number(text)
    if not said:
        return 0
    if _is_number(said) and int(said) <= MOST_PARTNERS:
        return int(said)
    reason = _("“%(text)s” is no number of partners: 0 to %(most)d.")
    raise _refusal(reason, text, column=columns.PARTNERS, most=MOST_PARTNERS)


def _number(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().removesuffix("家").strip()


def _is_number(said: str) -> bool:
    return said.isascii() and said.isdecimal() and len(said) <= _DIGITS


def _refusal(reason: str, text: str, *, column: str, most: int) -> Refusal:
    told = reason % {"text": text.strip()[:20], "most": most}
    return Refusal(told, code="wrong_number", fields={column: [told]})
