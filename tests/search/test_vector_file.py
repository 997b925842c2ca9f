"""The embedded engine's vector file: what stands after a kill, a cut and many updates."""

from pathlib import Path

import numpy as np

from search.documents import Encoded
from search.engines.vector_file import VectorFile

DIMENSIONS = 4


def one(number: int, value: float = 1.0, digest: str = "d") -> Encoded:
    vector = np.array([value, 1, 0, 0], np.float32)
    return Encoded(key=f"demand:{number}", model="m", digest=digest, vector=vector)


def opened(folder: Path) -> VectorFile:
    return VectorFile(folder / "vectors.rows", DIMENSIONS)


def values(file: VectorFile) -> dict[int, float]:
    view = file.view()
    found = view.similarities(np.array([1, 0, 0, 0], np.float32))
    return dict(zip(view.numbers.tolist(), found.tolist(), strict=True))


def test_the_last_row_of_a_number_counts(tmp_path: Path) -> None:
    file = opened(tmp_path)
    assert values(file) == {}
    file.append([one(2), one(1)])
    file.append([one(1, 5.0)], dropped=[2, 77])
    assert values(file) == values(opened(tmp_path)) == {1: 5.0}
    file.append([one(2, 7.0)])
    assert values(file) == {1: 5.0, 2: 7.0}


def test_a_row_cut_in_two_is_no_row_and_the_next_writes_over_it(tmp_path: Path) -> None:
    file = opened(tmp_path)
    file.append([one(1), one(2)])
    path = tmp_path / "vectors.rows"
    path.write_bytes(path.read_bytes()[:-5])
    assert values(opened(tmp_path)) == {1: 1.0}
    opened(tmp_path).append([one(3, 3.0)])
    assert values(opened(tmp_path)) == {1: 1.0, 3: 3.0}


def test_a_file_cut_to_nothing_is_noticed_by_a_standing_reader(tmp_path: Path) -> None:
    file = opened(tmp_path)
    file.append([one(1)])
    assert values(file) == {1: 1.0}
    (tmp_path / "vectors.rows").write_bytes(b"")
    assert values(file) == {}


def test_many_updates_do_not_grow_the_file_without_end(tmp_path: Path) -> None:
    file, reader = opened(tmp_path), opened(tmp_path)
    for turn in range(20):
        file.append([one(number, float(turn)) for number in range(1, 301)])
        assert values(reader) == dict.fromkeys(range(1, 301), float(turn))
    row = 8 + 16 + 4 * DIMENSIONS
    assert (tmp_path / "vectors.rows").stat().st_size < 1_400 * row


def test_a_rewrite_that_was_killed_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = opened(tmp_path)
    file.append([one(1)])
    (tmp_path / "vectors.new").write_bytes(b"half")
    assert values(opened(tmp_path)) == {1: 1.0}


def test_an_old_view_stays_readable_while_the_file_is_replaced(tmp_path: Path) -> None:
    file = opened(tmp_path)
    file.append([one(number) for number in range(1, 1_001)])
    view = file.view()
    file.append([one(number, 2.0) for number in range(1, 1_001)])
    assert view.similarities(np.array([1, 0, 0, 0], np.float32)).sum() == 1_000
    assert sum(values(file).values()) == 2_000


def test_digests_are_those_of_the_rows_that_count(tmp_path: Path) -> None:
    file = opened(tmp_path)
    file.append([one(1, digest="a"), one(2, digest="b"), one(1, digest="c")])
    assert file.digests() == {1: "c", 2: "b"}
