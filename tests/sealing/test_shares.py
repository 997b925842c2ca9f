"""Two of three shares restore a secret; a passphrase locks."""

from __future__ import annotations

import itertools

import pytest

from marketplace.sealing.shares import combine, lock, split, unlock
from marketplace.sealing.suites import BrokenSealError, new_key

CONTEXT = ("share", "challenge:7", "1")


def test_any_two_shares_restore_the_secret():
    for _round in range(50):
        secret = new_key()
        shares = split(secret)
        assert sorted(shares) == [1, 2, 3]
        for pair in itertools.permutations(shares.items(), 2):
            assert combine(dict(pair)) == secret


def test_one_share_restores_nothing():
    shares = split(new_key())
    with pytest.raises(ValueError, match="2 shares"):
        combine({1: shares[1]})


def test_shares_of_two_secrets_do_not_belong_together():
    one, other = new_key(), new_key()
    assert combine({1: split(one)[1], 2: split(other)[2]}) not in {one, other}


def test_a_secret_of_another_length_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        split(b"short")


def test_a_lock_opens_by_its_passphrase_only_however_it_was_typed():
    locked = lock(b"share", "白鹭 over １２３", context=CONTEXT)
    assert unlock(locked, "白鹭 over 123", context=CONTEXT) == b"share"
    for wrong in ("", "白鹭 over 124"):
        with pytest.raises(BrokenSealError):
            unlock(locked, wrong, context=CONTEXT)


def test_a_lock_cannot_be_moved_to_another_opener():
    locked = lock(b"share", "long enough", context=CONTEXT)
    with pytest.raises(BrokenSealError):
        unlock(locked, "long enough", context=("share", "challenge:7", "2"))
