"""The column names that real lists use, and what each of them says."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

OWNER: Final = "owner"
BRAND: Final = "brand"
TITLE: Final = "title"
TEXT: Final = "text"
DOMAIN: Final = "domain"
PLACE: Final = "place"
QUALIFICATIONS: Final = "qualifications"
SLOTS: Final = "slots"
PARTNERS: Final = "partners"

_CAPABILITY_NAMES: Final = {
    OWNER: ("公司名称", "企业名称", "单位名称", "name"),
    BRAND: ("品牌", "brand"),
    TITLE: ("能力名称", "产品名称", "title"),
    TEXT: ("企业与产品简介", "场景能力", "企业简介", "产品简介", "能力简介", "text"),
    DOMAIN: ("可应用落地场景", "应用领域"),
    QUALIFICATIONS: ("企业资质", "资质"),
}
_DEMAND_NAMES: Final = {
    OWNER: ("牵头部门", "需求单位", "发布单位", "单位名称", "name"),
    BRAND: ("brand",),
    TITLE: ("应用场景名称", "场景名称", "需求名称", "title"),
    TEXT: ("场景简介", "场景需求", "需求简介", "text"),
    DOMAIN: ("应用领域",),
    PLACE: ("拟落地应用区域", "应用区域", "落地区域"),
    SLOTS: ("对接家数", "接纳家数", "合作家数", "slots"),
    PARTNERS: ("联合体成员数", "联合体成员上限", "合作单位上限", "partners"),
}
NAMES: Final = {"demands": _DEMAND_NAMES, "capabilities": _CAPABILITY_NAMES}
"""List → meaning → the names that stand for it; one meaning may take several columns."""

_NEEDED: Final = 2
"""So many known names make a row the header."""


def meanings(cells: list[str], kind: str) -> dict[int, str]:
    """Return which column says what, by position."""
    names = {plain(name): meaning for meaning, known in NAMES[kind].items() for name in known}
    return {place: names[plain(cell)] for place, cell in enumerate(cells) if plain(cell) in names}


def is_header(cells: list[str], kind: str) -> bool:
    """Return whether a row names at least an owner or title and a text."""
    found = set(meanings(cells, kind).values())
    return TEXT in found and len(found) >= _NEEDED


def plain(name: str) -> str:
    """Return a name without width, spaces, marks and case: `企业名称（全称）*` → `企业名称`."""
    folded = unicodedata.normalize("NFKC", name).lower()
    return re.sub(r"[\s*:]|\(.*?\)", "", folded)
