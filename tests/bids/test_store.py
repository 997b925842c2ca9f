"""Sealed files: pieces that look alike, and open in their place alone."""

from __future__ import annotations

import os
import shutil

import pytest

from marketplace.bids import store
from marketplace.bids.decoys import Decoys, missing
from marketplace.bids.store import PIECE_BYTES, Kept, path_of
from marketplace.sealing.suites import BrokenSealError, new_key

KEY = new_key()


def on_disk(root):
    return {path.name for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("suite", ["aes", "sm"])
@pytest.mark.parametrize(
    ("length", "pieces"),
    [(0, 1), (1, 1), (PIECE_BYTES - 8, 1), (PIECE_BYTES - 7, 2), (3 * PIECE_BYTES, 4)],
)
def test_content_comes_back_as_it_was_whatever_its_length(settings, suite, length, pieces):
    settings.SEAL_SUITE = suite
    content = os.urandom(length)
    kept = store.put(content, key=KEY)
    assert kept.pieces == pieces
    assert store.take(kept, key=KEY) == content
    assert max(map(len, store.read(kept, key=KEY)), default=0) <= PIECE_BYTES


def test_pieces_of_bids_and_decoys_are_of_one_size_and_one_date(sealed_root):
    store.put(b"x", key=KEY)
    store.put(os.urandom(2 * PIECE_BYTES), key=KEY)
    Decoys().settle(0)
    files = [path.stat() for path in sealed_root.rglob("*") if path.is_file()]
    assert {(one.st_size, one.st_mtime, one.st_mode & 0o777) for one in files} == {
        (PIECE_BYTES + 32, 0.0, 0o600)
    }


def test_no_name_on_disk_tells_the_seed_or_a_neighbour(sealed_root):
    kept = store.put(os.urandom(3 * PIECE_BYTES), key=KEY)
    names = on_disk(sealed_root)
    assert len({name[:4] for name in names}) == 4
    assert kept.name not in names
    assert store.mark_of(kept) not in kept.name


def swapped(kept, other):
    first, second, *_rest = map(path_of, kept.names())
    aside = first.with_suffix(".aside")
    first.rename(aside)
    second.rename(first)
    aside.rename(second)
    return kept


def of_another(kept, other):
    shutil.copyfile(path_of(next(other.names())), path_of(next(kept.names())))
    return kept


def cut_short(kept, other):
    return Kept(kept.name, kept.pieces - 1)


def without_the_last(kept, other):
    *_others, last = kept.names()
    path_of(last).unlink()
    return kept


def altered(kept, other):
    path = path_of(next(kept.names()))
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    return kept


@pytest.mark.parametrize("harm", [swapped, of_another, cut_short, without_the_last, altered])
def test_pieces_that_are_moved_mixed_or_left_out_break_the_seal(harm):
    """The other content has the same key, number of pieces, and bytes."""
    content = bytes(2 * PIECE_BYTES)
    kept, other = (store.put(content, key=KEY) for _one in range(2))
    with pytest.raises(BrokenSealError):
        store.take(harm(kept, other), key=KEY)


def test_what_cannot_be_written_whole_leaves_nothing(sealed_root, monkeypatch):
    write, written = store._write, list[str]()

    def full_disk(name, sealed):
        if len(written) == 2:
            raise OSError("no space left")
        written.append(name)
        write(name, sealed)

    monkeypatch.setattr(store, "_write", full_disk)
    with pytest.raises(OSError, match="no space"):
        store.put(bytes(5 * PIECE_BYTES), key=KEY)
    assert on_disk(sealed_root) == set()


@pytest.mark.parametrize(
    ("real", "decoys"), [(0, 28), (1, 27), (28, 0), (29, 27), (81, 3), (84, 0), (85, 27)]
)
def test_real_pieces_and_decoys_are_a_multiple_of_what_a_vault_begins_with(settings, real, decoys):
    settings.SEAL_DECOY_MEGABYTES = 7
    assert missing(real) == decoys
    settings.SEAL_DECOY_MEGABYTES = 0
    assert missing(real) == 0


def test_a_decoy_that_went_never_comes_again(sealed_root):
    decoys, ever = Decoys(), list[str]()
    for real in (0, 3, 1, 4, 0, 5):
        before = on_disk(sealed_root)
        store.remove(decoys.settle(real))
        assert {*decoys.names()} == on_disk(sealed_root)
        assert len(on_disk(sealed_root)) == missing(real)
        ever += sorted(on_disk(sealed_root) - before)
    assert len(ever) == len({*ever})
