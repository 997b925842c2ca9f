"""The unified credit code: the standard's vectors, and what no code survives."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from marketplace.organisations.credit_codes import (
    body_check_digit,
    complete,
    normalise,
    validate_credit_code,
)

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"

VALID = [
    "9135020073786628XK",
    "91350206MADNM7UF44",
    "91350200MAENGMDR4W",
    "91350100M000100Y43",
    "91330106673959654P",
]
INVALID = [
    ("9135020073786628XL", "credit_code_check"),
    ("9135020073876628XK", "credit_code_check"),
    ("91350206MADNM7UF45", "credit_code_check"),
    ("91350206MANDM7UF44", "credit_code_check"),
    ("91350200MAENGMDR4X", "credit_code_check"),
    ("91350200MANEGMDR4W", "credit_code_check"),
    ("91350100M000100Y44", "credit_code_check"),
    ("91330106673959654Q", "credit_code_check"),
    ("91330106679359654P", "credit_code_check"),
    ("9135020073786628X", "credit_code_form"),
    ("91350200O3786628XK", "credit_code_form"),
    ("", "credit_code_form"),
    ("９１３５０２００73786628XK", "credit_code_form"),
    ("9135020073786628xk", "credit_code_form"),
    ("<script>alert(1)</", "credit_code_form"),
]

registrars = st.text(alphabet=ALPHABET, min_size=8, max_size=8)
bodies = st.text(alphabet=ALPHABET, min_size=8, max_size=8)


def fits(code):
    try:
        validate_credit_code(code)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize("code", VALID)
def test_a_valid_code_passes(code):
    validate_credit_code(code)


@pytest.mark.parametrize(("code", "reason"), INVALID)
def test_an_invalid_code_is_refused_with_its_reason(code, reason):
    with pytest.raises(ValidationError) as refusal:
        validate_credit_code(code)
    assert refusal.value.code == reason


def test_the_outer_check_alone_is_not_enough():
    code = complete("91350200", "73786628")
    assert code == VALID[0]
    # Another inner check digit, with the outer one computed to fit.
    wrong = "9135020073786628" + "1"
    total = sum(ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(wrong))
    assert not fits(wrong + ALPHABET[-total % 31])


@given(registrars, bodies)
def test_a_completed_code_is_valid(registrar, body):
    assert fits(complete(registrar, body))


@given(registrars, bodies, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(registrar, body, place, char):
    code = complete(registrar, body)
    changed = code[:place] + char + code[place + 1 :]
    assert fits(changed) == (changed == code)


@given(registrars, bodies, st.integers(0, 16))
def test_two_swapped_neighbours_are_always_noticed(registrar, body, place):
    code = complete(registrar, body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert fits(swapped) == (swapped == code)


@given(st.text(max_size=30))
def test_any_other_text_is_refused_and_breaks_nothing(text):
    assert not fits(text) or text == complete(text[:8], text[8:16])


@given(bodies)
def test_the_inner_check_digit_is_a_digit_or_x(body):
    assert body_check_digit(body) in "0123456789X"


@pytest.mark.parametrize(
    "typed",
    [
        "9135 0200 7378 6628 XK",
        "9135020073786628xk",
        "９１３５０２００７３７８６６２８ＸＫ",
        " 9135-0200-73786628XK\n",
    ],
)
def test_a_code_is_understood_as_people_type_it(typed):
    assert normalise(typed) == VALID[0]
