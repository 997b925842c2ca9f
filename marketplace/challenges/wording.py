"""Restrictive wording: which words of a text shut firms out, found by rules and pointed at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that may restrict, and what about them; `asks` makes a mention a condition."""

    code: str
    reason: str | _StrPromise
    words: re.Pattern[str]
    asks: re.Pattern[str]

    @property
    def is_brand(self) -> bool:
        """Return whether the words ask by themselves, and an equivalent would open them."""
        return self.code == "brand"


@dataclass(frozen=True, slots=True)
class Finding:
    """Words at a place of a text; refused where they are a condition, else pointed at."""

    rule: Rule
    start: int
    end: int
    words: str
    is_refused: bool

    @property
    def reason(self) -> str | _StrPromise:
        """Return what is the matter with them."""
        return self.rule.reason


_HAN: Final = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
_CLAUSE: Final = re.compile(r"[^。；;！!？?\n，,、]+")
_SENTENCE: Final = re.compile(r"[^。！!？?\n]+")
_ASKS: Final = (
    r"须|需为|需具|应为|应当|应具|应在|应是|应有|必须|要求|仅限|只限|限于|限定|仅面向|只面向|只接受|"
    r"不得揭榜|不得参|不能揭榜|不予|优先|加\s*[0-9]*\s*分|倾斜|不低于|不少于|不得低于|不得少于|以上|达到|超过|大于|≥|>="
)
_DENIES: Final = re.compile(
    r"不得|不限|不设|不以|不因|不论|无论|不分|不区分|禁止|无需|无须|不需|不要求|不作|不将|不属于|不与|不看"
)
_DENIED_AFTER: Final = re.compile(
    r"^[^，,。；;\n]{0,8}(?:不限|不作|不计|不影响|不是|均可|不做要求|"
    r"不得(?:加分|优先|作为|享受|限))"
)
_EQUIVALENT: Final = re.compile(r"同等|相当于|类似|等效|同类|或其他|等均可")


def _loose(pattern: str) -> re.Pattern[str]:
    """Return the pattern with blanks allowed between characters: 注 册 地 is 注册地."""
    return re.compile(_HAN.sub(lambda _between: r"[\s\u200b\u3000]*", pattern))


_HERE: Final = r"(?:本市|本省|本区|本地|我市|我区|我省|厦门市?|福建省?|福建|岛内|在厦|驻厦)"

RULES: Final = (
    Rule(
        "place",
        _("Where a firm is registered or pays its taxes may not decide who takes part."),
        _loose(
            rf"注册地(?!图)|注册(?:在|于)|(?:在|于){_HERE}[^，,。；;]{{0,8}}注册|"
            rf"{_HERE}(?:的|户籍|注册的?|辖区内的?|行政区域内的?)?(?:企业|单位|公司|供应商|机构)|"
            rf"{_HERE}[^，,。；;]{{0,10}}(?:纳税|缴纳社保|社保缴纳|分公司|子公司|分支机构)|"
            r"(?:设立|设有|成立)[^，,。；;]{0,10}(?:分公司|子公司|分支机构)|外地企业|外省企业"
        ),
        re.compile(_ASKS + r"|在|位于|为|面向"),
    ),
    Rule(
        "scale",
        _("Capital, turnover, staff or age of a firm say nothing of its answer."),
        _loose(
            r"注册资(?:本|金)|资产总额|总资产|净资产|营业收入|年营收|年产值|年利润|净利润|纳税额|从业人(?:员|数)|"
            r"职工人数|员工(?:人数|规模|总数)|企业规模|规模以上|规上企业|大型企业|上市(?:公司|企业)|百强|"
            r"成立(?:时间|年限)|经营年限|成立满?(?:[0-9]+|一|两|二|三|五|十)年"
        ),
        re.compile(_ASKS + r"|满|的企业|的单位|为"),
    ),
    Rule(
        "ownership",
        _("Who owns a firm may not decide whether it takes part."),
        _loose(
            r"国有企业|国企|央企|国有控股|国资背景|民营企业|外资企业|内资企业|所有制|"
            r"事业单位背景|集体企业"
        ),
        re.compile(_ASKS + r"|除外|不接受|谢绝"),
    ),
    Rule(
        "track_region",
        _("Experience counts wherever it was gained."),
        _loose(
            rf"(?:{_HERE}|特定区域|特定行业|同一地区|当地)(?:范围)?(?:内|的)?"
            r"[^，,。；;]{0,8}(?:业绩|案例|项目经验|项目经历|奖项|合同业绩|服务经验)"
        ),
        re.compile(_ASKS + r"|具有|具备|拥有|提供|有"),
    ),
    Rule(
        "brand",
        _("A brand, model or maker shuts out what does the same: say what it must do."),
        _loose(
            r"指定(?:品牌|型号|厂家|厂商|供应商|产品)|(?:品牌|型号|厂家|厂商)(?:为|：|:|须|应|必须|限)|"
            r"原厂(?:授权|设备|产品|服务)|唯一(?:授权|供应商|代理)|独家(?:授权|供应|代理|代理商)|"
            r"(?:采用|使用|选用|配备)[A-Za-z0-9\u4e00-\u9fff]{1,12}(?:牌|品牌)|进口品牌|专利号|"
            r"(?:Intel|NVIDIA|英伟达|华为|海康威视|大华|西门子|施耐德|Cisco|思科|Oracle|甲骨文)"
            r"[^，,。；;]{0,12}(?:芯片|品牌|设备|产品|平台|型号|系列|摄像机|服务器)"
        ),
        re.compile(_ASKS + r"|指定|采用|使用|选用|配备|提供|为|：|:"),
    ),
    Rule(
        "honour",
        _("Titles and prizes favour those who have them: ask for what the work needs."),
        _loose(
            r"高新技术企业|专精特新|小巨人|单项冠军|瞪羚企业|独角兽|龙头企业|"
            r"(?:国家|省|市)级(?:以上)?[^，,。；;]{0,8}(?:奖|荣誉|称号)|入(?:库|围)名录|备选库|资格库"
        ),
        re.compile(_ASKS + r"|获得|具有|入选|列入"),
    ),
)


def findings(text: str) -> list[Finding]:
    """Return the restrictive words of a text in their order; what it denies is none."""
    found = [one for rule in RULES for one in _of_rule(rule, text)]
    return sorted(found, key=lambda one: (one.start, one.end, one.rule.code))


def refused_in(texts: Iterable[str]) -> list[Finding]:
    """Return what stands in the way of listing in some texts."""
    return [one for text in texts for one in findings(text) if one.is_refused]


def _of_rule(rule: Rule, text: str) -> Iterator[Finding]:
    for hit in rule.words.finditer(text):
        clause, offset = _around(_CLAUSE, text, hit=hit)
        before = clause[: hit.start() - offset]
        after = clause[hit.end() - offset :]
        if _DENIES.search(before) or _DENIED_AFTER.search(after):
            continue
        sentence, _start = _around(_SENTENCE, text, hit=hit)
        is_open = rule.is_brand and _EQUIVALENT.search(sentence)
        asks = rule.asks.search(clause if rule.is_brand else f"{before}|{after}") and not is_open
        yield Finding(rule, hit.start(), hit.end(), hit.group(), is_refused=bool(asks))


def _around(pattern: re.Pattern[str], text: str, *, hit: re.Match[str]) -> tuple[str, int]:
    """Return the part of a text that holds a place, and where the part begins."""
    for part in pattern.finditer(text):
        if part.start() <= hit.start() < part.end():
            return text[part.start() : max(part.end(), hit.end())], part.start()
    return hit.group(), hit.start()
