"""There is one way to the key of a sealed bid, and one place from which it is taken."""

from __future__ import annotations

import ast

from tests.structure.sizes import ROOT, python_files

_SEALED = "time lock"


def product_files():
    return [path for path in python_files() if path.is_relative_to(ROOT / "marketplace")]


def calls_of(name):
    for path in product_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and name in {
                getattr(node.func, "id", ""),
                getattr(node.func, "attr", ""),
            }:
                yield str(path.relative_to(ROOT)), node


def test_the_key_of_a_sealed_bid_is_unlocked_in_one_place():
    assert [path for path, _call in calls_of("unlock_key")] == ["marketplace/bids/opening.py"]


def test_nothing_else_names_what_keys_of_bids_are_bound_to():
    """Whoever unwraps needs this context; words for people are no part of a tuple."""
    found = [
        str(path.relative_to(ROOT))
        for path in product_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Tuple)
        and any(isinstance(one, ast.Constant) and one.value == _SEALED for one in node.elts)
        and "migrations" not in path.parts
    ]
    assert found == ["marketplace/bids/time_lock.py"]


def test_each_place_that_unwraps_names_a_context_of_its_own():
    places = sorted({path for path, _call in calls_of("unwrap")})
    assert places == [
        "marketplace/awards/report_seal.py",
        "marketplace/bids/attachments.py",
        "marketplace/bids/book.py",
        "marketplace/bids/handing.py",
        "marketplace/bids/time_lock.py",
        "marketplace/bids/views/kept.py",
    ]
