"""What the full application asks of a firm, for one demand: a list of questions in steps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.claims.models import PITCH_LENGTH
from marketplace.core.canonical import digest
from marketplace.listings.models import Demand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.utils.functional import _StrPromise

    from marketplace.listings.models import OpenedResource

    Text = str | _StrPromise

LONG: Final = 6000
ANSWER: Final = 1000
SHORT: Final = 40

PRICED_PATHS: Final = frozenset({Demand.Path.RESEARCH, Demand.Path.STATE_PROCUREMENT})
"""Follow-up paths on which a price may be named; 政府采购 and 合作创新采购 never are among them."""


class Step(StrEnum):
    """The pages of the form, in their order."""

    APPROACH = "approach"
    ANSWERS = "answers"
    DELIVERY = "delivery"
    MATERIAL = "material"

    @property
    def label(self) -> Text:
        """Return the name of the page."""
        return _LABELS[self]


_LABELS: Final = {
    Step.APPROACH: pgettext_lazy("step of the application", "Approach"),
    Step.ANSWERS: pgettext_lazy("step of the application", "Indicators and resources"),
    Step.DELIVERY: pgettext_lazy("step of the application", "Delivery"),
    Step.MATERIAL: pgettext_lazy("step of the application", "Material and contact"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing that is asked: under which name it is kept, where and how it is drawn."""

    name: str
    step: Step
    label: Text
    limit: int = LONG
    look: str = "text"
    """`text`, `line`, `phone`, `price`, `capability` or `cases`."""
    rows: int = 4
    help: Text = ""
    group: Text = ""
    """What the question belongs to, where several ask about one thing."""
    detail: Text = ""
    """More about the group, in one line."""
    about: str = ""
    """The requirement or resource that it is about, in the demand's words."""


def questions_of(demand: Demand) -> tuple[Question, ...]:
    """Return what is asked for a demand, in the order of the form.

    Names of indicators and resources come from their words: an answer stays with its question
    when a new version of the demand brings new rows of the same name.
    """
    return (*_APPROACH, *_indicators(demand), *_resources(demand), *_delivery(demand), *_CONTACT)


def may_name_price(demand: Demand) -> bool:
    """Return whether the follow-up path lets a firm name a price."""
    if demand.path:
        return demand.path in PRICED_PATHS
    return not demand.lifecycle.owner.is_public_body


def _indicators(demand: Demand) -> Iterator[Question]:
    rows = list(demand.indicators.all())
    for key, row in zip(_keys(one.name for one in rows), rows, strict=True):
        yield Question(
            name=f"indicator-{key}",
            step=Step.ANSWERS,
            label=str(row),
            limit=ANSWER,
            rows=2,
            help=row.method and _("Accepted by: %(method)s") % {"method": row.method},
            about=str(row),
        )


def _resources(demand: Demand) -> Iterator[Question]:
    rows = list(demand.opened_resources.select_related("kind"))
    for key, row in zip(_keys(one.text for one in rows), rows, strict=True):
        yield from _resource(row, key)


def _resource(row: OpenedResource, key: str) -> Iterator[Question]:
    detail = " · ".join(map(str, (row.kind, row.get_condition_display(), row.get_access_display())))
    asked = (
        ("purpose", _("what you need it for")),
        ("terms", _("under which conditions you would use it")),
    )
    for name, label in asked:
        yield Question(
            name=f"{name}-{key}",
            step=Step.ANSWERS,
            label=label,
            limit=ANSWER,
            rows=2,
            group=row.text,
            detail=detail,
            about=row.text,
        )


def _delivery(demand: Demand) -> Iterator[Question]:
    yield from _DELIVERY
    if may_name_price(demand):
        yield Question(
            name="price",
            step=Step.DELIVERY,
            label=_("price for orientation, 万元"),
            limit=SHORT,
            look="price",
            help=_("Only for orientation; it binds nobody and decides nothing."),
        )


def _keys(names: Iterable[str]) -> Iterator[str]:
    """Yield a short key for each name; equal names are told apart by their order."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield digest([name, seen[name]])[:12]


_APPROACH: Final = (
    Question(
        name="pitch",
        step=Step.APPROACH,
        label=_("in a sentence: how you would do it"),
        limit=PITCH_LENGTH,
        rows=3,
        help=_("The handling unit reads it first."),
    ),
    Question(
        name="capability",
        step=Step.APPROACH,
        label=_("capability"),
        limit=SHORT,
        look="capability",
    ),
    Question(
        name="approach",
        step=Step.APPROACH,
        label=_("approach in detail"),
        rows=10,
        help=_("How it works, what is there already, what would be made for this demand."),
    ),
)
_DELIVERY: Final = (
    Question(name="schedule", step=Step.DELIVERY, label=_("schedule"), rows=4),
    Question(name="team", step=Step.DELIVERY, label=_("team"), rows=4),
    Question(
        name="cases",
        step=Step.DELIVERY,
        label=_("cases from your published capabilities"),
        limit=ANSWER,
        look="cases",
    ),
)
_CONTACT: Final = (
    Question(
        name="contact_phone",
        step=Step.MATERIAL,
        label=_("phone"),
        limit=SHORT,
        look="phone",
        help=_("Only the handling unit sees it."),
    ),
    Question(name="contact_name", step=Step.MATERIAL, label=_("contact"), limit=SHORT, look="line"),
)
