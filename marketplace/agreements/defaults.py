"""Clauses, payments and reasons that a new portal starts with; staff change them in the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import DEFAULT_DB_ALIAS

from marketplace.agreements.models import EndReason, PlanStep, StandardClause, Terms
from marketplace.challenges.models import Programme

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_IN_TIME: Final = "not_in_time"

_PLANS: Final = {
    False: (("中期检查", 50, 30), ("最终验收", 100, 40)),
    True: (("阶段考核", 50, 30), ("最终验收", 100, 40)),
}
"""Milestones with the percent of the period and of the amount: steady work, and staged work."""

_REASONS: Final = (
    ("firm_declined", "揭榜单位放弃签约"),
    ("no_consent", "双方未能就任务书达成一致"),
    (NOT_IN_TIME, "未在规定期限内签订任务书"),
    ("firm_unable", "揭榜单位丧失履约条件"),
    ("funds_fell_away", "经费未能落实"),
    ("need_fell_away", "需求发生重大变化"),
)

_CLAUSES: Final = (
    (
        "变更",
        (
            "本任务书签订后，里程碑、指标、经费等内容需要调整的，由提出方书面说明理由，经双方确认后"
            "形成新版本；未经确认的，按原版本执行。主要指标不得低于揭榜方案承诺值。"
        ),
    ),
    (
        "验收",
        (
            "发榜单位按本任务书逐项验收。每项指标应有实测结果和证明材料，缺少的不予验收；未通过的，"
            "揭榜单位在约定期限内整改后可再次申请验收。"
        ),
    ),
    (
        "知识产权",
        (
            "各方在签订前已有的知识产权归各自所有。执行中产生的知识产权归完成方所有，共同完成的由"
            "各方共有；发榜单位为本任务书约定的场景享有免费使用权。另有约定的从其约定。"
        ),
    ),
    (
        "保密",
        (
            "各方对执行中知悉的未公开数据、资料和商业秘密负有保密义务，未经提供方书面同意，不得"
            "用于本任务书以外的用途或向第三方提供。保密义务在任务书终止后继续有效。"
        ),
    ),
    (
        "经费",
        (
            "财政经费按付款计划分期核拨，专款专用，单独核算；自有资金按承诺及时足额到位。经费使用"
            "接受发榜单位和纪检、审计部门监督。"
        ),
    ),
    (
        "违约与终止",
        (
            "一方违约的，应当承担相应责任并采取补救措施。因不可抗力或者阶段考核不予继续而终止的，"
            "双方按已完成的工作结算，剩余经费不再拨付。"
        ),
    ),
)


def create_defaults(*, using: str = DEFAULT_DB_ALIAS, **_signal: object) -> None:
    """Create the reasons that are missing, and terms for each programme; after `migrate`."""
    if using != DEFAULT_DB_ALIAS:
        return
    for code, label in _REASONS:
        EndReason.objects.get_or_create(code=code, defaults={"label": label})
    for programme in Programme.objects.all():
        terms_of(programme)


def terms_of(programme: Programme) -> Terms:
    """Return a programme's terms; one without gets those that a new portal starts with."""
    terms: Terms
    terms, is_new = Terms.objects.get_or_create(programme=programme)
    if is_new:
        StandardClause.objects.bulk_create(
            StandardClause(terms=terms, sort_order=order, title=title, text=text)
            for order, (title, text) in enumerate(_CLAUSES)
        )
    for is_staged in _PLANS:
        plan_of(terms, is_staged=is_staged)
    return terms


def plan_of(terms: Terms, *, is_staged: bool) -> Sequence[PlanStep]:
    """Return a programme's milestones by their days; where staff left none, those of the start."""
    rows = PlanStep.objects.filter(terms=terms, is_staged=is_staged)
    if not rows.exists():
        PlanStep.objects.bulk_create(
            (
                PlanStep(
                    terms=terms,
                    is_staged=is_staged,
                    sort_order=order,
                    title=title,
                    at_percent=at,
                    paid_percent=paid,
                )
                for order, (title, at, paid) in enumerate(_PLANS[is_staged])
            ),
            ignore_conflicts=True,
        )
    return list(rows.order_by("at_percent", "sort_order", "pk"))
