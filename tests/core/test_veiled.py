"""Keys that tell nothing in an address."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from marketplace.accounts.models import User
from marketplace.core.models import Sequence
from marketplace.core.veiled import NAME, unveil, veil

KEYS = (1, 2, 3, 10**9, 2**63 - 1)


@pytest.mark.parametrize("key", KEYS)
def test_a_name_leads_back_to_its_row_and_stays_the_same(key):
    name = veil(User, key)
    assert re.fullmatch(NAME, name)
    assert name == veil(User, key)
    assert unveil(User, name) == key


def test_names_of_neighbours_have_nothing_in_common():
    names = [veil(User, key) for key in range(200)]
    assert len(set(names)) == 200
    alike = [sum(map(str.__eq__, one, other)) for one, other in pairwise(names)]
    assert max(alike) < 6


def test_the_same_key_has_another_name_in_another_table():
    name = veil(User, 1)
    assert veil(Sequence, 1) != name
    assert unveil(Sequence, name) == 0


@pytest.mark.parametrize("name", ["A" * 22, "-" * 22, "_" * 22, "0000000000000000000001"])
def test_a_name_that_was_made_up_leads_nowhere(name):
    assert unveil(User, name) == 0


def test_a_name_of_the_secret_before_still_leads_to_its_row(settings):
    name = veil(User, 7)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one"
    assert unveil(User, name) == 7
    assert veil(User, 7) != name
    settings.SECRET_KEY_FALLBACKS = []
    assert unveil(User, name) == 0
