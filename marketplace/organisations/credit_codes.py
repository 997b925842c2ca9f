"""The unified social credit code: GB 32100-2015 around an organisation code of GB 11714-1997."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_LENGTH = 18

_BODY = slice(8, 16)  # characters 9 to 16; the 17th is their check digit
_BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def check_digit(first: str) -> str:
    """Return the check digit of the first 17 characters; ValueError for a foreign character."""
    total = sum(
        _ALPHABET.index(char) * weight for char, weight in zip(first, _WEIGHTS, strict=True)
    )
    return _ALPHABET[-total % 31]


def body_check_digit(body: str) -> str:
    """Return the check digit of an organisation code's eight characters; ValueError for others."""
    values = (_BODY_ALPHABET.index(char) for char in body)
    rest = -sum(a * b for a, b in zip(values, _BODY_WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)  # noqa: PLR2004 - the standard writes ten as X


def complete(registrar: str, body: str) -> str:
    """Return the code of a registrar and region (8 characters) and a body (8), with both checks."""
    first = registrar + body + body_check_digit(body)
    return first + check_digit(first)


def normalise(code: str) -> str:
    """Return a code as people mean it: half-width capitals without spaces and hyphens."""
    return "".join(unicodedata.normalize("NFKC", code).upper().replace("-", "").split())


def validate_credit_code(code: str) -> None:
    """Raise ValidationError unless the code has 18 characters and both check digits fit."""
    if len(code) != _LENGTH or any(char not in _ALPHABET for char in code):
        raise ValidationError(
            _(
                "A unified credit code has 18 characters: "
                "digits and capital letters without I, O, S, V, Z."
            ),
            code="credit_code_form",
        )
    if check_digit(code[:17]) != code[17] or body_check_digit(code[_BODY]) != code[16]:
        raise ValidationError(
            _("The check digit of this credit code does not fit: please compare it once more."),
            code="credit_code_check",
        )
