"""Sealing: known answers, and whatever else is tried with sealed bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.sealing.suites import (
    AES,
    SM,
    BrokenSealError,
    decrypt,
    encrypt,
    new_key,
    seal,
    unseal,
)

CONTEXT = ("content", "challenge:7")


@pytest.fixture(params=["aes", "sm"])
def suite(request, settings):
    settings.SEAL_SUITE = request.param
    return request.param


def test_aes_gives_the_answer_of_the_gcm_specification():
    """Test case 16 of McGrew and Viega, The Galois/Counter Mode of Operation."""
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    sealed = encrypt(
        AES,
        key,
        nonce=bytes.fromhex("cafebabefacedbaddecaf888"),
        content=plain,
        bound=bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
    )
    assert sealed.hex() == (
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b"
    )


def test_sm4_gives_the_answer_of_rfc_8998():
    plain = bytes.fromhex("".join(letter * 16 for letter in "abcdefea"))
    sealed = encrypt(
        SM,
        bytes.fromhex("0123456789abcdeffedcba9876543210"),
        nonce=bytes.fromhex("00001234567800000000abcd"),
        content=plain,
        bound=bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2"),
    )
    assert sealed.hex() == (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert SM.digest(b"abc").hex().startswith("66c7f0f462eeedd9d1f2d46bdc10e4e2")


@given(content=st.binary(max_size=300))
def test_what_was_sealed_opens(content):
    key = new_key()
    assert unseal(key, seal(key, content, context=CONTEXT), context=CONTEXT) == content


def test_the_same_content_never_looks_the_same(suite):
    key = new_key()
    assert seal(key, b"1200", context=CONTEXT) != seal(key, b"1200", context=CONTEXT)


def test_every_flipped_bit_breaks_the_seal(suite):
    key = new_key()
    sealed = seal(key, b"price 1200", context=CONTEXT)
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(BrokenSealError):
            unseal(key, bytes(altered), context=CONTEXT)


@pytest.mark.parametrize("cut", [0, 3, 4, 16, 20, 31])
def test_cut_bytes_are_no_sealed_bytes(suite, cut):
    key = new_key()
    with pytest.raises(BrokenSealError):
        unseal(key, seal(key, b"", context=CONTEXT)[:cut], context=CONTEXT)


def test_sealed_bytes_open_in_their_own_context_and_under_their_own_key_only(suite):
    key = new_key()
    sealed = seal(key, b"x", context=CONTEXT)
    for other in (("content", "challenge:8"), ("draft", "challenge:7"), ("content",)):
        with pytest.raises(BrokenSealError):
            unseal(key, sealed, context=other)
    with pytest.raises(BrokenSealError):
        unseal(new_key(), sealed, context=CONTEXT)


def test_what_one_suite_sealed_opens_after_the_setting_was_changed(settings):
    key = new_key()
    settings.SEAL_SUITE = "aes"
    sealed = seal(key, b"x", context=CONTEXT)
    settings.SEAL_SUITE = "sm"
    assert unseal(key, sealed, context=CONTEXT) == b"x"


def test_a_suite_cannot_be_swapped_for_the_other():
    key, nonce = bytes(32), bytes(12)
    sealed = encrypt(AES, key, nonce=nonce, content=b"x", bound=b"")
    with pytest.raises(BrokenSealError):
        decrypt(SM, key[:16], nonce=nonce, sealed=sealed, bound=b"")
