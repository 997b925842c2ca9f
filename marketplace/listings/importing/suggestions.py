"""Suggests scenario domains for a text that names none."""

from __future__ import annotations

from typing import Final

MOST: Final = 3

KEYWORDS: Final[dict[str, tuple[str, ...]]] = {
    "city-brain": ("城市大脑", "城市运行", "一网统管", "智慧城市", "城市治理", "数字孪生城市"),
    "traffic": ("交通", "公交", "信号灯", "车路", "道路", "驾驶", "出行", "轨道", "客流"),
    "parking": ("停车", "泊位", "车位"),
    "education": ("教育", "教学", "学校", "课堂", "学生", "校园", "考试", "作业"),
    "government": ("政务", "政府", "审批", "热线", "一网通办", "公文", "办事"),
    "medical": ("医疗", "医院", "医生", "患者", "诊断", "影像", "健康", "药", "临床", "慢病"),
    "exhibition": ("会展", "展会", "展馆", "展览", "会议"),
    "security": ("安防", "安全", "应急", "消防", "监控", "公安", "反诈", "预警"),
    "environment": ("环境", "环保", "水质", "污染", "排水", "内涝", "垃圾", "空气", "生态"),
    "tourism": ("旅游", "景区", "文旅", "酒店", "博物馆", "导览", "文化"),
    "community": ("社区", "物业", "养老", "居民", "家庭", "智能家居"),
    "marine": ("海洋", "船", "渔", "海上", "水下", "邮轮"),
    "manufacturing": ("工业", "制造", "工厂", "产线", "质检", "机器人", "设备"),
    "energy": ("能源", "电力", "光伏", "储能", "节能", "碳", "充电", "电网"),
    "logistics": ("物流", "港口", "仓储", "快递", "供应链", "配送", "货运"),
    "construction": ("建筑", "工地", "施工", "楼宇", "桥梁", "市政", "管网"),
}


def domains_in(text: str) -> list[str]:
    """Return the slugs of the domains whose words a text holds most of, at most three."""
    counts = {slug: sum(text.count(word) for word in words) for slug, words in KEYWORDS.items()}
    found = [slug for slug, count in counts.items() if count]
    return sorted(found, key=lambda slug: (-counts[slug], slug))[:MOST]
