"""The rules of the demo's challenges and their fitness checks, by the actions of real use."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from marketplace.challenges import fitness
from marketplace.challenges.models import Aspect, Challenge, Programme
from marketplace.challenges.rules import CriterionText
from marketplace.challenges.writing import save_rules
from marketplace.demo import people
from marketplace.demo.ceremonies import prepare_opening

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.demo.content import Row
    from marketplace.listings.models import Demand

PROGRAMME: Final = "产业技术攻关专项（示例）"
_INDICATORS: Final = 4
_REVIEWERS: Final = (
    ("review1", "林教授（论证专家，示例）"),
    ("review2", "陈研究员（论证专家，示例）"),
    ("review3", "吴高工（论证专家，示例）"),
)
_REMARKS: Final = {
    Aspect.NECESSITY: "现有手段不能满足，确有必要。",
    Aspect.INDICATORS: "指标可量化、可验收。",
    Aspect.BUDGET: "经费与任务量相当。",
    Aspect.SUPPLY: "能力清单中有相近能力，但未达到指标。",
    Aspect.WORDING: "未见限制性表述。",
}
_CRITERIA: Final = (
    CriterionText("技术路线", Decimal(40), Decimal(60), "路线是否可行，关键风险是否有应对。"),
    CriterionText("指标响应", Decimal(30), Decimal(60), "逐项响应主要指标，优于要求的酌情给分。"),
    CriterionText("实施能力", Decimal(20), None, "团队投入、试验条件与进度安排。"),
    CriterionText("经费安排", Decimal(10), None, "经费构成是否合理，自筹是否落实。"),
)
_USUAL: Final = {
    "seal_mode": "time_lock",
    "consortium_limit": 3,
    "bids_per_batch": None,
    "own_share": Decimal(1),
    "minimum_bids": 1,
    "panel_size": 5,
}


def make_fit(demand: Demand, row: Row, *, writer: User) -> None:
    """Rule a challenge and bring it through its fitness check, as far as its text asks for."""
    challenge = save_rules(demand, by=writer, rules=_rules_of(row), criteria=_CRITERIA)
    if row.get("state") == "ruled":
        return
    fitness.hand_in(challenge, by=writer)
    _judge(challenge, stops=row.get("state") == "arguing")
    prepare_opening(challenge, by=writer, stops=row.get("state") in {"arguing", "argued"})


def _rules_of(row: Row) -> dict[str, Any]:
    programme, _new = Programme.objects.get_or_create(
        name=PROGRAMME,
        defaults={
            "introduction": "面向重点产业的技术攻关榜单。",
            "minimum_indicators": _INDICATORS,
        },
    )
    return {"programme": programme, **_USUAL, **(row.get("rules") or {})}


def _judge(challenge: Challenge, *, stops: bool) -> None:
    """Let the reviewers vote and the staff conclude; where it stops, the last one has not voted."""
    portal = people.staff("portal")
    votes = [
        fitness.ask_reviewer(challenge, reviewer=people.person(*one), by=portal)
        for one in _REVIEWERS
    ]
    remarks = {str(aspect): ("fit", text) for aspect, text in _REMARKS.items()}
    for vote in votes[: -1 if stops else None]:
        fitness.file_vote(vote, by=vote.reviewer, outcome="pass", remarks=remarks)
    if not stops:
        fitness.conclude_check(challenge, by=portal, words="各位专家一致同意发榜。")
