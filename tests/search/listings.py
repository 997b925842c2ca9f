"""Listings to search for, as documents."""

from typing import Any

from search.documents import CAPABILITIES, GOVERNMENT_DEMANDS, ListingDocument

NOW = 1_780_000_000
DAY = 86_400


def demand(number: int, title: str = "城市内涝监测预警", **options: Any) -> ListingDocument:
    values: dict[str, Any] = {
        "key": f"demand:{number}",
        "list_key": GOVERNMENT_DEMANDS,
        "version": 1,
        "number": f"XQ-2026-{number:04d}",
        "title": title,
        "published_at": NOW - number * DAY,
    }
    return ListingDocument(**(values | options))


def capability(number: int, title: str = "积水监测终端", **options: Any) -> ListingDocument:
    values: dict[str, Any] = {
        "key": f"capability:{number}",
        "list_key": CAPABILITIES,
        "version": 1,
        "number": f"NL-2026-{number:04d}",
        "title": title,
        "published_at": NOW - number * DAY,
        "everywhere": True,
    }
    return ListingDocument(**(values | options))


FLOOD = demand(
    1,
    "老城区易涝点分钟级积水预报与泵站提前联动",
    summary="在思明、湖里36处易涝点布设水位监测，结合雷达短临降雨做30分钟积水预报，并提前联动9座泵站。",
    body="建立管网水动力与地表漫流耦合模型，接入X波段雷达。与泵站PLC联动。历史积水数据不出域。",
    context="老城区雨水管设计重现期低，靠人工巡查发现积水。",
    domains=("city-brain", "security"),
    industries=("it-iot", "it-ai"),
    industry_tops=("it", "it"),
    districts=("siming", "huli"),
    qualifications=("iso27001",),
    first_of_kind="counts",
    budget_low=3_800_000,
    budget_high=4_800_000,
    opens_at=NOW - DAY,
    closes_at=NOW + 24 * DAY,
)
FORECAST = capability(
    1,
    "城市内涝水文—管网耦合预报系统",
    summary="把排水管网模型与地面水文耦合，接入水位监测和雷达临近降雨，逐易涝点滚动给出积水深度预报。",
    body="泵站侧经OPC UA接口，启停建议由值班人员确认。可部署在政务云或本地机房，原始数据不出域。",
    domains=("city-brain", "security"),
    industries=("it-data", "it-ai"),
    industry_tops=("it", "it"),
    qualifications=("iso27001", "cmmi3"),
    maturity="scaled",
    cases=3,
    budget_low=1_200_000,
    budget_high=4_200_000,
    first_of_kind="version",
    confirmed_at=NOW - 3 * DAY,
)
FRAUD = capability(
    2,
    "城市金融风险监测预警系统",
    summary="监测非法集资线索，提前发出警报并应急联动，建设统一的智能分析平台。",
    body="汇聚工商、舆情和投诉数据，建立风险模型，对重点企业分级管控，智能推送处置建议。",
    domains=("security",),
    industries=("it-data",),
    industry_tops=("it",),
    qualifications=("iso27001",),
    maturity="scaled",
    cases=5,
    confirmed_at=NOW - 3 * DAY,
)
PARKING = capability(
    3,
    "路内泊位停车诱导与无感支付",
    summary="提供停车场联网、停车诱导屏和无感支付。",
    domains=("parking",),
    industries=("it-iot",),
    industry_tops=("it",),
    maturity="product",
    cases=2,
)
GAME = capability(4, "手机游戏发行", summary="面向海外市场发行手机游戏。", domains=("tourism",))
