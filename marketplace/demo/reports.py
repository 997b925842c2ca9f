"""A report (举报) of the demo with its answer: by the actions of real use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from marketplace.awards.models import Concern
from marketplace.awards.reporting import Told, answer_report, file_report, take_report
from marketplace.demo import people
from marketplace.demo.past import days_ago

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge

_TOLD: Final = "（示例）听说抽取的一位评审专家与一家揭榜单位有合作项目，请核实其是否已经回避。"
_ANSWER: Final = (
    "（示例）经核查，该专家在查看方案前已主动申报并回避，由候补专家递补；"
    "其余成员须先声明与各方无利害关系，声明前不能查看方案。"
)


def report_a_tie(challenge: Challenge, _closed: int) -> None:
    """Report that an expert has a tie, and answer it: the one who stepped back yesterday."""
    supervisor = people.staff("supervisor")
    with days_ago(0.9):
        told = Told(Concern.TIE, _TOLD)
        report = file_report(challenge, by=people.staff("bidder"), told=told)
    with days_ago(0.5):
        report = take_report(report, by=supervisor)
    with days_ago(0.2):
        answer_report(report, by=supervisor, words=_ANSWER)
