"""A benchmark's closing line lists every promise, kept or not."""

import io
import json
from pathlib import Path

import pytest

from bench.report import Bar, Report, percentile


def closing_line(out: io.StringIO) -> dict[str, list[dict[str, object]]]:
    return json.loads(out.getvalue().splitlines()[-1])


def test_closing_line_lists_kept_broken_and_unmeasured_bars(tmp_path: Path):
    out = io.StringIO()
    bars = [
        Bar("p95", at_most=1.0, unit="s"),
        Bar("found", at_least=0.9),
        Bar("on services", at_most=1.0, unit="s"),
    ]
    with Report("claim", bars, out=out, results=tmp_path) as report:
        report.row(claim=1, seconds=0.25)
        report.measured("p95", 0.25)
        report.measured("found", 0.5)
    assert out.getvalue().splitlines()[0] == "claim=1  seconds=0.25"
    assert closing_line(out) == {
        "bars": [
            {"name": "p95", "figure": 0.25, "wanted": "≤ 1.0 s", "ok": True},
            {"name": "found", "figure": 0.5, "wanted": "≥ 0.9", "ok": False},
            {"name": "on services", "figure": None, "wanted": "≤ 1.0 s", "ok": False},
        ]
    }


def test_rows_and_bars_are_kept_in_a_file(tmp_path: Path):
    with Report("claim", [Bar("p95", at_most=1)], out=io.StringIO(), results=tmp_path) as report:
        report.row(claim=1)
    (path,) = tmp_path.glob("claim-*.json")
    kept = json.loads(path.read_text())
    assert kept["rows"] == [{"claim": 1}]
    assert kept["bars"][0]["ok"] is False


def test_broken_run_still_closes_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = io.StringIO()
    with (
        pytest.raises(SystemExit),
        Report("claim", [Bar("p95", at_most=1)], out=out, results=tmp_path),
    ):
        raise RuntimeError("the portal went away")
    assert closing_line(out)["bars"][0]["ok"] is False
    assert "the portal went away" in capsys.readouterr().err


def test_figure_of_an_unpromised_bar_is_refused(tmp_path: Path):
    report = Report("claim", [], out=io.StringIO(), results=tmp_path)
    with pytest.raises(KeyError):
        report.measured("p95", 1.0)


@pytest.mark.parametrize(("share", "value"), [(0.5, 2.0), (0.95, 4.0), (0.0, 1.0), (0.75, 3.0)])
def test_percentile_is_one_of_the_values(share: float, value: float):
    assert percentile([4.0, 1.0, 3.0, 2.0], share) == value
