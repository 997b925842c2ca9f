"""What a fitness check and a listing need: rules asked of a version before people judge it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from marketplace.challenges.models import Challenge
from marketplace.challenges.rules import pointed, problems_of_rules
from marketplace.challenges.wording import findings
from marketplace.listings.addenda import MATERIAL
from marketplace.listings.comparing import differences
from marketplace.listings.deadlines import INSTANTS
from marketplace.listings.timetable import PLANNED
from marketplace.listings.validation import problems

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from marketplace.challenges.wording import Finding

    Problem = tuple[str, str | _StrPromise]

FIXED: Final = (MATERIAL - frozenset(INSTANTS) - frozenset(PLANNED)) | {"title", "parties"}
"""What no addendum changes in a listed challenge: all that is material, for bids answer it.

So no bid ever has to be confirmed anew, and nobody learns from a confirmation who bids.
"""

_CHANGED: Final = _("Changed since it was found fit. Take it back and hand it in again.")
_NO_BATCH: Final = _(
    "Its rules bound the bids of one body in a batch: the portal's staff puts it into its batch"
    " before it is listed."
)
_LISTED: Final = _(
    "Bids are sealed against this: it does not change while the challenge is listed."
    " Terminate the challenge and list it again."
)
_TEXTS: Final = ("title", "summary", "background", "goals", "content", "place")
_IN_A_ROW: Final = ("name", "baseline", "value", "method")
_YES_OR_NO: Final = ("是", "否", "有", "无", "支持", "具备", "通过", "yes", "no")
_OPEN_STATES: Final = frozenset(
    {Challenge.State.DRAFTED, Challenge.State.ARGUED_DOWN, Challenge.State.WITHDRAWN}
)


def problems_of_fitness(challenge: Challenge, version: Any) -> Iterator[Problem]:
    """Yield what stands between a version with its rules and the people who judge it."""
    for field, messages in problems(version).items():
        yield from ((field, message) for message in messages)
    yield from problems_of_rules(challenge)
    yield from _problems_of_indicators(challenge, version)
    if version.budget_kind != "range" or not version.budget_high:
        yield "budget_kind", _("A challenge states its budget.")
    yield from _problems_of_wording(version)


def wording_of(version: Any) -> list[tuple[str, Finding]]:
    """Return the restrictive words of a version by field, those pointed at included."""
    return [(field, found) for field, text in _texts_of(version) for found in findings(text)]


def problems_of_listing(version: Any, lifecycle: Any) -> Iterator[Problem]:
    """Yield what stands between a version and the list where it is, or was, a challenge."""
    if version.KEY != "demand" or lifecycle.origin == "imported":
        return
    challenge = Challenge.objects.filter(demand=version.pk).first()
    if not version.is_challenge:
        if challenge is not None and challenge.state not in _OPEN_STATES:
            yield "mode", _("It is handed in as a challenge: take that back first.")
    elif challenge is None or not (challenge.argued_revision_id or challenge.has_ended):
        yield "mode", _("A challenge is listed once its fitness check has been passed.")
    elif challenge.has_ended:
        yield "mode", _("This challenge has ended. List it again as a new one.")
    elif lifecycle.published_at is None:
        yield from _changed_since(challenge, version)
        if challenge.bids_per_batch is not None and lifecycle.batch_id is None:
            yield "batch", _NO_BATCH
    else:
        yield from _changed_since(challenge, version, fields=FIXED, said=_LISTED)
        yield from _problems_of_wording(version)


def _changed_since(
    challenge: Challenge,
    version: Any,
    *,
    fields: frozenset[str] | None = None,
    said: str | _StrPromise = _CHANGED,
) -> Iterator[Problem]:
    """Yield the fields that differ from the version found fit; its instants may."""
    revision: Any = challenge.argued_revision
    fit = revision.as_object()
    for one in differences(fit, version):
        if one.name not in INSTANTS and (fields is None or one.name in fields):
            yield one.name, said


def _problems_of_indicators(challenge: Challenge, version: Any) -> Iterator[Problem]:
    main = [one for one in version.indicators.all() if one.is_main]
    least = challenge.programme.minimum_indicators
    if len(main) < least:
        told = {"least": least, "programme": challenge.programme, "count": len(main)}
        yield (
            "indicators",
            _("%(programme)s asks for %(least)s main indicators; there are %(count)s.") % told,
        )
    for one in main:
        if not _is_measurable(one):
            told = {"name": one.name}
            yield "indicators", _("“%(name)s”: give a number with its unit, or yes or no.") % told
        if not one.method:
            told = {"name": one.name}
            yield "indicators", _("“%(name)s”: say how it is accepted.") % told


def _is_measurable(indicator: Any) -> bool:
    if indicator.comparison == "text":
        return str(indicator.value).strip().lower().startswith(_YES_OR_NO)
    try:
        Decimal(str(indicator.value))
    except InvalidOperation:
        return False
    return bool(indicator.unit)


def _problems_of_wording(version: Any) -> Iterator[Problem]:
    for field, found in wording_of(version):
        if found.is_refused:
            yield field, pointed(found)


def _texts_of(version: Any) -> Iterator[tuple[str, str]]:
    yield from ((field, getattr(version, field)) for field in _TEXTS)
    for row in version.indicators.all():
        yield from (("indicators", str(getattr(row, name))) for name in _IN_A_ROW)
    for file in version.attachments.all():
        yield "attachments", file.title
