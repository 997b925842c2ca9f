"""The key file: made once, for one account, and useless elsewhere."""

from __future__ import annotations

import stat

import pytest

from marketplace.sealing.keepers import FileKeeper, KeyFileError, keeper
from marketplace.sealing.suites import BrokenSealError, new_key
from tests.racing import at_once

CONTEXT = ("time lock", "challenge:7")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys" / "seal.key"


def test_the_first_start_makes_a_file_that_only_its_account_reads(path):
    FileKeeper(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["seal.key"]


def test_twenty_first_starts_at_once_agree_on_one_key(path):
    found = []
    calls = [lambda: found.append(FileKeeper(path).digest("x"))] * 20
    assert at_once(*calls) == ["done"] * 20
    assert len(set(found)) == 1


def test_a_wrapped_key_opens_again_in_its_context_only(path):
    key, one = new_key(), FileKeeper(path)
    wrapped = one.wrap(key, context=CONTEXT)
    assert FileKeeper(path).unwrap(wrapped, context=CONTEXT) == key
    with pytest.raises(BrokenSealError):
        one.unwrap(wrapped, context=("time lock", "challenge:8"))


def test_another_file_opens_nothing(path, tmp_path):
    wrapped = FileKeeper(path).wrap(new_key(), context=CONTEXT)
    with pytest.raises(BrokenSealError):
        FileKeeper(tmp_path / "other.key").unwrap(wrapped, context=CONTEXT)


def test_keyed_digests_are_stable_and_keep_parts_apart(path):
    one = FileKeeper(path)
    assert one.digest("a", "b") == FileKeeper(path).digest("a", "b")
    assert len({one.digest("a", "b"), one.digest("ab"), one.digest("b", "a")}) == 3


def test_a_file_that_others_may_read_is_refused(path):
    FileKeeper(path)
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match="open to others"):
        FileKeeper(path)


def test_a_short_key_is_refused(path):
    path.parent.mkdir()
    path.write_text("abcd")
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="no key"):
        FileKeeper(path)


def test_the_setting_names_the_keeper():
    assert isinstance(keeper(), FileKeeper)
    assert keeper() is keeper()
