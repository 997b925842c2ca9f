"""Why a pair fits, in sentences: the parts of a score, its points and its level in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from math import floor
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marketplace.core.money import to_wan
from marketplace.core.workdays import SHANGHAI
from marketplace.listings.models import Capability

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cms.lists.vocabulary import Vocabulary
    from search.explanation import Explanation, Point

LEVELS = {
    "strong": gettext_lazy("strong match"),
    "fair": gettext_lazy("fair match"),
    "weak": gettext_lazy("partial match"),
}
PARTS = {
    "field": gettext_lazy("Domain and industry"),
    "meaning": gettext_lazy("Similar meaning"),
    "coverage": gettext_lazy("Points covered"),
    "cases": gettext_lazy("Cases and maturity"),
    "delivery": gettext_lazy("Delivery"),
    "qualifications": gettext_lazy("Qualifications"),
}
NUMBERS = {
    "field": 1,
    "coverage": 2,
    "cases": 3,
    "delivery": 4,
    "qualifications": 5,
    "meaning": 6,
}
"""The colour of each part in bars and legends, whatever other parts there are."""

_NAMED = 3
_VERY_CLOSE = 4.5
_CLOSE = 2.5


@dataclass(frozen=True, slots=True)
class PartShown:
    """A part of the score: whole points of how many, the length of its bar, and its sentence."""

    label: str
    points: int
    out_of: int
    percent: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A part's stretch in the bar of a whole score, in per cent of its length."""

    start: str
    width: str
    number: int


def whole_points(points: Sequence[float]) -> list[int]:
    """Return whole points that add up to the rounded total: the largest remainders are raised."""
    whole = [floor(one) for one in points]
    missing = round(sum(points)) - sum(whole)
    by_remainder = sorted(range(len(points)), key=lambda at: (whole[at] - points[at], at))
    for at in by_remainder[:missing]:
        whole[at] += 1
    return whole


def segments(points: Mapping[str, float]) -> list[Segment]:
    """Return the bar of a score, its parts side by side."""
    found: list[Segment] = []
    at = 0.0
    for part, one in points.items():
        if one >= 1:
            found.append(Segment(_percent(at), _percent(one - 0.5), NUMBERS[part]))
        at += one
    return found


def legend_of(parts: Iterable[str]) -> list[tuple[int, str]]:
    """Return number and name of some parts, in the order of drawing."""
    drawn = set(parts)
    return [(NUMBERS[part], str(label)) for part, label in PARTS.items() if part in drawn]


def parts_shown(explanation: Explanation, words: Words) -> list[PartShown]:
    """Return the parts of an explanation's score, each with the sentence of its facts."""
    whole = whole_points([part.points for part in explanation.parts])
    return [
        PartShown(
            label=str(PARTS[part.code]),
            points=points,
            out_of=round(part.out_of),
            percent=_percent(100 * part.points / part.out_of),
            sentence=words.sentence(part.code, part.facts),
        )
        for part, points in zip(explanation.parts, whole, strict=True)
    ]


def level_of(explanation: Explanation) -> str:
    """Return how well a pair fits; texts without a point in common hardly do."""
    if not explanation.covered and not explanation.partly:
        return _("hardly related")
    return str(LEVELS[explanation.level])


def why(explanation: Explanation) -> str:
    """Return in a sentence what the capability says of the demand, and what it leaves out."""
    said = _named(explanation.covered) or _named(explanation.partly)
    unsaid = _named(explanation.missing)
    if said and unsaid:
        return _("Says: %(said)s; left to explain: %(unsaid)s") % {"said": said, "unsaid": unsaid}
    if said:
        return _("Says: %(said)s") % {"said": said}
    return _("The texts share single words only.")


class Words:
    """Puts facts into sentences, with the names of the vocabulary's terms."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def sentence(self, part: str, facts: Mapping[str, Any]) -> str:
        """Return what a part of the score rests on."""
        made: str = getattr(self, f"_{part}")(facts)
        return made

    def names(self, kind: str, slugs: Iterable[str]) -> str:
        """Return the names of terms, joined."""
        names = {term.slug: term.name for term in self._vocabulary.of(kind)}
        return "、".join(dict.fromkeys(names.get(slug, slug) for slug in slugs))

    def _field(self, facts: Mapping[str, Any]) -> str:
        shared = [
            self.names("domain", facts["domains"]),
            self.names("industry", facts["industries"] or facts["tops"]),
        ]
        named = "、".join(name for name in shared if name)
        if named:
            return _("Both name: %(terms)s") % {"terms": named}
        return _("No domain or industry in common.")

    def _meaning(self, facts: Mapping[str, Any]) -> str:
        return str(_closeness(facts["similarity"]))

    def _coverage(self, facts: Mapping[str, Any]) -> str:
        said = [_("Of %(total)d points %(covered)d are covered") % {**facts, "total": _sum(facts)}]
        if facts["partly"]:
            said.append(_("%(partly)d covered in part") % facts)
        if facts["missing"]:
            said.append(_("%(missing)d not mentioned") % facts)
        return "，".join(said)

    def _cases(self, facts: Mapping[str, Any]) -> str:
        count = facts["cases"]
        said = [ngettext("%(count)d case", "%(count)d cases", count) % {"count": count}]
        if facts["maturity"]:
            said.append(str(Capability.Maturity(facts["maturity"]).label))
        if facts["first_of_kind"] not in {"", "none"}:
            said.append(str(Capability.FirstOfKind(facts["first_of_kind"]).label))
        return "，".join(said)

    def _delivery(self, facts: Mapping[str, Any]) -> str:
        said = [self._place(facts), _price(facts)]
        if facts["confirmed_at"] is not None:
            day = datetime.fromtimestamp(facts["confirmed_at"], UTC).astimezone(SHANGHAI).date()
            said.append(_("last confirmed on %(day)s") % {"day": day.isoformat()})
        else:
            said.append(_("not confirmed by the firm yet"))
        return "，".join(said)

    def _place(self, facts: Mapping[str, Any]) -> str:
        if facts["everywhere"]:
            return _("says that it delivers everywhere")
        if facts["districts"]:
            return _("says that it delivers to %(places)s") % {
                "places": self.names("district", facts["districts"])
            }
        return _("districts of delivery not said")

    def _qualifications(self, facts: Mapping[str, Any]) -> str:
        held = self.names("qualification", facts["held"])
        lacking = self.names("qualification", facts["lacking"])
        if held and lacking:
            return _("Names %(held)s; does not name %(lacking)s") % {
                "held": held,
                "lacking": lacking,
            }
        if held:
            return _("Names all that is asked: %(held)s") % {"held": held}
        if lacking:
            return _("Does not name %(lacking)s") % {"lacking": lacking}
        return _("The demand asks for no qualification.")


def _closeness(similarity: float) -> str:
    """Return in words how many spreads a pair lies above pairs drawn at random."""
    if similarity >= _VERY_CLOSE:
        return _("The texts are about the same, whatever their words.")
    if similarity >= _CLOSE:
        return _("The texts are about related things.")
    return _("The texts are hardly about the same.")


def _sum(facts: Mapping[str, Any]) -> int:
    return int(facts["covered"] + facts["partly"] + facts["missing"])


def _price(facts: Mapping[str, Any]) -> str:
    low, budget = facts["price_low"], facts["budget_high"]
    if low is None or budget is None:
        return _("price and budget cannot be compared")
    said = {"low": _wan(low), "budget": _wan(budget)}
    if low <= budget:
        return _("price from %(low)s, within the budget of %(budget)s (10,000 yuan)") % said
    return _("price from %(low)s, above the budget of %(budget)s (10,000 yuan)") % said


def _wan(yuan: int) -> str:
    return number_format(to_wan(Decimal(yuan)), force_grouping=True)


def _named(points: Sequence[Point]) -> str:
    return "、".join(dict.fromkeys(point.text for point in points[:_NAMED]))


def _percent(value: float) -> str:
    return f"{max(0.0, min(100.0, value)):.4g}%"
