"""The programme and the reasons that a new portal starts with; staff change them in the admin."""

from __future__ import annotations

from typing import Final

from django.db import DEFAULT_DB_ALIAS

from marketplace.challenges.models import ExitReason, Programme, WayOut

DEMAND_WITHDRAWN: Final = "demand_withdrawn"
NO_BIDS: Final = "too_few_bids"
CANNOT_BE_OPENED: Final = "cannot_be_opened"
NOT_FIT: Final = "not_fit"
OBJECTION_UPHELD: Final = "objection_upheld"
NOT_AGREED: Final = "not_agreed"
NOT_DELIVERED: Final = "not_delivered"
NOBODY_LEFT: Final = "nobody_left"

_REASONS: Final = (
    (WayOut.ARGUED_DOWN, NOT_FIT, "论证未通过"),
    (WayOut.ARGUED_DOWN, "not_needed", "需求必要性不足"),
    (WayOut.ARGUED_DOWN, "indicators_unsound", "指标不合理或无法验收"),
    (WayOut.ARGUED_DOWN, "budget_unsound", "经费测算依据不足"),
    (WayOut.ARGUED_DOWN, "supply_exists", "已有成熟产品或服务可以解决"),
    (WayOut.ARGUED_DOWN, "restrictive", "含有排斥、限制竞争的条件"),
    (WayOut.FAILED, NO_BIDS, "揭榜方案不足规定数量"),
    (WayOut.FAILED, "none_above_minimum", "无方案达到最低要求"),
    (WayOut.FAILED, CANNOT_BE_OPENED, "方案无法按规则开启"),
    (WayOut.FAILED, OBJECTION_UPHELD, "异议成立，终止本次揭榜"),
    (WayOut.FAILED, NOT_AGREED, "未能签订任务书"),
    (WayOut.FAILED, NOBODY_LEFT, "无可递补的揭榜单位"),
    (WayOut.FAILED, NOT_DELIVERED, "未形成通过验收的成果"),
    (WayOut.TERMINATED, "need_changed", "需求发生重大变化"),
    (WayOut.TERMINATED, "budget_changed", "经费安排变化"),
    (WayOut.TERMINATED, "irregularity", "程序出现不合规情形"),
    (WayOut.TERMINATED, DEMAND_WITHDRAWN, "需求已撤回"),
    (WayOut.WITHDRAWN, "no_longer_needed", "不再需要"),
    (WayOut.WITHDRAWN, "other_way", "改由其他途径解决"),
)


def create_defaults(*, using: str = DEFAULT_DB_ALIAS, **_signal: object) -> None:
    """Create the reasons that are missing, and a programme where there is none; after `migrate`."""
    if using != DEFAULT_DB_ALIAS:
        return
    for way_out, code, label in _REASONS:
        ExitReason.objects.get_or_create(code=code, defaults={"way_out": way_out, "label": label})
    if not Programme.objects.exists():
        Programme.objects.create(name="揭榜挂帅", introduction="面向企业征集揭榜方案的榜单。")
