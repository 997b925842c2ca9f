"""The unified social credit code of GB 32100-2015 and its check digit."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_LENGTH = 18


def check_digit(first: str) -> str:
    """Return the check digit of the first 17 characters; ValueError for a foreign character."""
    total = sum(
        _ALPHABET.index(char) * weight for char, weight in zip(first, _WEIGHTS, strict=True)
    )
    return _ALPHABET[(31 - total % 31) % 31]


def validate_credit_code(code: str) -> None:
    """Raise ValidationError unless the code has 18 characters and its check digit fits."""
    if len(code) != _LENGTH or any(char not in _ALPHABET for char in code):
        raise ValidationError(
            _(
                "A unified credit code has 18 characters: digits and capital letters without I, O, S, V, Z."
            ),
            code="credit_code_form",
        )
    if check_digit(code[:-1]) != code[-1]:
        raise ValidationError(
            _("The check digit of this credit code does not fit: please compare it once more."),
            code="credit_code_check",
        )
