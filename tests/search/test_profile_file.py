"""The embedded engine's profiles on the disk: what stands after a kill, a cut and many updates."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from search.engines.profile_file import ProfileFile

ROW = 4 * 8
_WRITER = """
import sys
from pathlib import Path
from search.engines.profile_file import ProfileFile

file = ProfileFile(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    file.append([(one, (b"%d:" % one * 3_000, b"w%d" % one)) for one in (number, number % 7)])
    print(number, flush=True)
"""


def profile(number: int, text: str = "") -> tuple[int, tuple[bytes, bytes]]:
    return number, (f"packed {number}{text}".encode(), f"wording {number}{text}".encode())


def test_each_listing_has_the_profile_that_was_written_last(tmp_path: Path) -> None:
    file, reader = ProfileFile(tmp_path), ProfileFile(tmp_path)
    assert reader.packed([1]) == []
    file.append([profile(1), profile(2)])
    file.append([profile(1, " again")])
    for one in (file, reader, ProfileFile(tmp_path)):
        assert one.halves([2, 1, 9]) == [profile(2)[1], profile(1, " again")[1]]
        assert one.packed([1]) == [b"packed 1 again"]


def test_a_row_cut_in_two_is_no_row_and_the_next_writes_over_it(tmp_path: Path) -> None:
    ProfileFile(tmp_path).append([profile(1), profile(2)])
    index = tmp_path / "profiles.index"
    index.write_bytes(index.read_bytes()[:-5])
    assert ProfileFile(tmp_path).halves([1, 2]) == [profile(1)[1]]
    ProfileFile(tmp_path).append([profile(3)])
    assert ProfileFile(tmp_path).halves([1, 2, 3]) == [profile(1)[1], profile(3)[1]]
    assert index.stat().st_size == 2 * ROW


def test_bytes_without_their_row_are_passed_over(tmp_path: Path) -> None:
    ProfileFile(tmp_path).append([profile(1)])
    with (tmp_path / "profiles.bytes").open("ab") as file:
        file.write(b"killed before the row was written")
    ProfileFile(tmp_path).append([profile(2)])
    assert ProfileFile(tmp_path).halves([1, 2]) == [profile(1)[1], profile(2)[1]]


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_leaves_whole_profiles(tmp_path: Path) -> None:
    told = 0
    for _turn in range(3):
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        for _line in range(12):
            told = max(told, int(writer.stdout.readline()))
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        reader = ProfileFile(tmp_path)
        for number in range(1, told + 1):
            assert reader.halves([number]) == [(b"%d:" % number * 3_000, b"w%d" % number)]
