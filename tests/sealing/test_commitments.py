"""A commitment is checked by anybody who is shown content and salt."""

from __future__ import annotations

import pytest

from marketplace.sealing.commitments import commitment, holds, new_salt

CONTENT = {"approach": "多源融合避碰", "price": "1200", "files": []}


@pytest.mark.parametrize("suite", ["aes", "sm"])
def test_a_commitment_holds_for_its_content_and_salt_only(settings, suite):
    settings.SEAL_SUITE = suite
    salt = new_salt()
    given = commitment(CONTENT, salt=salt)
    assert holds(given, dict(reversed(CONTENT.items())), salt=salt)
    assert not holds(given, {**CONTENT, "price": "1201"}, salt=salt)
    assert not holds(given, CONTENT, salt=new_salt())


def test_a_commitment_holds_after_the_suite_was_changed(settings):
    salt = new_salt()
    given = commitment(CONTENT, salt=salt)
    settings.SEAL_SUITE = "sm"
    assert holds(given, CONTENT, salt=salt)


@pytest.mark.parametrize("given", ["", "md5:00", "sha256:", "sha256:说"])
def test_what_is_no_commitment_does_not_hold(given):
    assert not holds(given, CONTENT, salt="")
