"""What a long measurement has got is kept, and what it has not got fails."""

import io
from pathlib import Path

from bench.match import BARS, beyond, judge
from bench.match_stages import Stages
from bench.report import Report


def test_a_finished_stage_outlives_the_process(tmp_path: Path) -> None:
    begun = Stages(tmp_path)
    begun.finish("match embedded 10000", {"match_95": 30.0})
    gone_on = Stages(tmp_path)
    assert gone_on.prefix == begun.prefix
    assert gone_on.found["match embedded 10000"]["match_95"] == 30.0


def test_only_what_was_measured_is_held_against_its_bar(tmp_path: Path) -> None:
    report = Report("match", BARS, out=io.StringIO(), results=tmp_path)
    judge(report, {"match embedded 10000": {"match_95": 30.0, "raw_95": 20.0}})
    measured = [bar for bar in report.closing()["bars"] if bar["figure"] is not None]
    assert [(bar["name"], bar["figure"], bar["ok"]) for bar in measured] == [
        (beyond("embedded", 10_000), 4.0, True)
    ]
    assert not any(bar["ok"] for bar in report.closing()["bars"] if bar["figure"] is None)
