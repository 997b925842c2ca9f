"""What a bid says: texts, an answer to each indicator, own and public money, partners."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.money import from_wan
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from marketplace.challenges.models import Challenge
    from marketplace.listings.models import Indicator

    Text = str | _StrPromise

LIMITS: Final = {
    "approach": 6000,
    "team": 3000,
    "schedule": 3000,
    "partners": 2000,
    "public_money": 20,
    "own_money": 20,
}
"""The texts of a draft by name, with how many characters each takes."""

ANSWER: Final = "answer-"
ANSWER_LENGTH: Final = 1000
MONTH: Final = "month-"
MONTH_LENGTH: Final = 3
_MOST_MONTHS: Final = 120
LABELS: Final[dict[str, Text]] = {
    "approach": pgettext_lazy("bid", "approach"),
    "team": _("team and earlier work"),
    "schedule": pgettext_lazy("bid", "schedule"),
    "partners": _("partners of the consortium"),
    "public_money": _("public money asked for, 万元"),
    "own_money": _("own money, 万元"),
}

_MOST_WAN: Final = Decimal(10_000_000)
_PARTNER: Final = re.compile(r"^\s*([^\s,,::|]+)[\s,,::|]*(.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that a bid is asked for."""

    name: str
    label: Text
    limit: int
    rows: int = 0
    help: Text = ""


def questions_of(challenge: Challenge) -> list[Question]:
    """Return what a bid for a challenge is asked, in the order of the form."""
    answers = [question for one in indicators_of(challenge) for question in _of_indicator(one)]
    texts = [
        Question("approach", LABELS["approach"], LIMITS["approach"], rows=8),
        *answers,
        Question("team", LABELS["team"], LIMITS["team"], rows=5),
        Question("schedule", LABELS["schedule"], LIMITS["schedule"], rows=5),
        Question("public_money", LABELS["public_money"], LIMITS["public_money"]),
        Question("own_money", LABELS["own_money"], LIMITS["own_money"], help=_own_rule(challenge)),
    ]
    if challenge.consortium_limit > 1:
        texts.append(
            Question(
                "partners",
                LABELS["partners"],
                LIMITS["partners"],
                rows=3,
                help=_("One a line: full name or unified credit code, then the part it does."),
            )
        )
    return texts


def _of_indicator(indicator: Indicator) -> Iterator[Question]:
    yield Question(f"{ANSWER}{indicator.pk}", str(indicator), ANSWER_LENGTH, rows=2)
    if indicator.is_main:
        label = format_lazy(_("“{name}” is reached by month"), name=indicator.name)
        told = _("Months after signing, a number. Empty: by the end.")
        yield Question(f"{MONTH}{indicator.pk}", label, MONTH_LENGTH, help=told)


def indicators_of(challenge: Challenge) -> list[Indicator]:
    """Return the indicators of the demand in their order."""
    return list(challenge.demand.indicators.all())


def problems(texts: Mapping[str, str], challenge: Challenge) -> dict[str, list[Text]]:
    """Return by field what is missing or wrong in a draft that shall be submitted."""
    found: dict[str, list[Text]] = {}
    for name, message in _problems(texts, challenge):
        found.setdefault(name, []).append(message)
    return found


def written(texts: Mapping[str, str], challenge: Challenge) -> dict[str, Any]:
    """Return the bid as plain values that stand for themselves; the texts have no problems."""
    answers = [_answer(texts, one) for one in indicators_of(challenge)]
    partners = [
        {"name": body.name, "credit_code": body.credit_code, "part": part}
        for _line, body, part in _partners(texts)
        if body is not None
    ]
    return {
        "approach": texts["approach"].strip(),
        "answers": answers,
        "team": texts.get("team", "").strip(),
        "schedule": texts.get("schedule", "").strip(),
        "public_money": _yuan(texts["public_money"]),
        "own_money": _yuan(texts.get("own_money") or "0"),
        "partners": partners,
    }


def _answer(texts: Mapping[str, str], indicator: Indicator) -> dict[str, Any]:
    answer = texts.get(f"{ANSWER}{indicator.pk}", "").strip()
    month = _month(texts.get(f"{MONTH}{indicator.pk}", ""))
    return {"indicator": str(indicator), "answer": answer, **({"month": month} if month else {})}


def _month(text: str) -> int | None:
    plain = text.strip()
    number = int(plain) if plain.isdecimal() else 0
    return number if 1 <= number <= _MOST_MONTHS else None


def shown(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a bid says with its amounts as numbers, for a page."""
    amounts = {name: Decimal(content[name]) for name in ("public_money", "own_money")}
    return {**content, **amounts}


def partners_named(texts: Mapping[str, str]) -> list[Organisation]:
    """Return the organisations that a draft names as partners, as far as the portal knows them."""
    return [body for _line, body, _part in _partners(texts) if body is not None]


def _problems(texts: Mapping[str, str], challenge: Challenge) -> Iterator[tuple[str, Text]]:
    for name in ("approach", "team", "schedule", "public_money"):
        if not texts.get(name, "").strip():
            yield name, _("This is needed.")
    for one in indicators_of(challenge):
        if one.is_main and not texts.get(f"{ANSWER}{one.pk}", "").strip():
            yield f"{ANSWER}{one.pk}", _("Every main indicator needs an answer.")
        month = texts.get(f"{MONTH}{one.pk}", "").strip()
        if month and _month(month) is None:
            yield f"{MONTH}{one.pk}", _("Give a number of months between 1 and 120.")
    yield from _money_problems(texts, challenge)
    yield from (("partners", text) for text in _partner_problems(texts, challenge))


def _money_problems(texts: Mapping[str, str], challenge: Challenge) -> Iterator[tuple[str, Text]]:
    public, own = (_amount(texts.get(name, "")) for name in ("public_money", "own_money"))
    for name, amount in (("public_money", public), ("own_money", own)):
        if texts.get(name, "").strip() and amount is None:
            yield name, _("Give an amount in 万元, as 120 or 120.5.")
    if public is None or challenge.own_share is None:
        return
    least = public * challenge.own_share
    if (own or Decimal(0)) < least:
        yield (
            "own_money",
            format_lazy(
                _("Own money must be at least {least} 万元 by the rules of this challenge."),
                least=f"{least.normalize():f}",
            ),
        )


def _partner_problems(texts: Mapping[str, str], challenge: Challenge) -> Iterator[Text]:
    found = list(_partners(texts))
    for line, body, _part in found:
        if body is None:
            yield format_lazy(
                _("No verified organisation has this name or code: {name}"), name=line
            )
    keys = [body.pk for _line, body, _part in found if body is not None]
    if len(keys) != len(set(keys)):
        yield _("A partner stands twice.")
    if len(found) + 1 > challenge.consortium_limit:
        yield format_lazy(
            _("A consortium has at most {limit} parties, its lead included."),
            limit=challenge.consortium_limit,
        )


def _partners(texts: Mapping[str, str]) -> Iterator[tuple[str, Organisation | None, str]]:
    for line in texts.get("partners", "").splitlines():
        match = _PARTNER.match(line)
        if match is None:
            continue
        named, part = match.groups()
        rows = Organisation.objects.present().verified()
        same = Q(name=named) | Q(credit_code=named.upper())
        yield named, rows.filter(same).first(), part


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount <= _MOST_WAN else None


def _yuan(text: str) -> str:
    amount = _amount(text)
    return str(from_wan(amount if amount is not None else 0))


def _own_rule(challenge: Challenge) -> Text:
    if challenge.own_share is None:
        return ""
    return format_lazy(
        _("At least {ratio} times the public money."), ratio=f"{challenge.own_share.normalize():f}"
    )
