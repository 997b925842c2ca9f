"""Addenda: what a change of a published demand says, its weight, and how it is announced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refusal
from marketplace.journal.record import record
from marketplace.listings.comparing import CONTENT, Difference, differences
from marketplace.listings.deadlines import INSTANTS
from marketplace.listings.labels import label_of
from marketplace.listings.models import Addendum, Demand

if TYPE_CHECKING:
    from wagtail.models import Revision

    from marketplace.accounts.models import User
    from marketplace.listings.models import Lifecycle, Listing

_WORDING: Final = {
    *("title", "title_en", "summary", "summary_en", "background"),
    *("domains", "industries", "parties", "attachments"),
}
MATERIAL: Final = frozenset(CONTENT["demand"]) - _WORDING - {"timeline"}
"""Fields whose change is suggested to be material: indicators, conditions, budget, times, scope.

What is public of co-operations is none: who applied before keeps what was promised then.
"""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the author says of a change with its submission."""

    is_material: bool
    why: str


@dataclass(frozen=True, slots=True)
class Announced:
    """An addendum with its differences as rows."""

    addendum: Addendum
    changes: list[Difference]


def changes_of(version: Listing, lifecycle: Lifecycle) -> list[Difference]:
    """Return what a version would change in public; nothing for an item never published."""
    if lifecycle.published_at is None:
        return []
    public = type(version)._default_manager.get(pk=version.pk)
    if isinstance(public, Demand):
        for name in INSTANTS:
            setattr(public, name, getattr(lifecycle, name))
    return differences(public, version)


def needs_statement(version: Listing, changes: Sequence[Difference]) -> bool:
    """Return whether the publication of these changes is an addendum: of demands alone."""
    return isinstance(version, Demand) and bool(changes)


def is_material_by_rule(changes: Sequence[Difference]) -> bool:
    """Return whether the portal suggests to call a change material."""
    return any(change.name in MATERIAL for change in changes)


def keep_statement(version: Listing, lifecycle: Any, *, said: Statement | None) -> None:
    """Keep what the author says of a change on the locked row; Refusal where nothing was said.

    A version that is handed in again without a word keeps what was said before.
    """
    if not needs_statement(version, changes_of(version, lifecycle)):
        return
    if said is not None:
        lifecycle.change_is_material = said.is_material
        lifecycle.change_why = said.why.strip()
    if lifecycle.change_is_material is None or not lifecycle.change_why:
        message = _("Say why it changes: applicants and the public read it.")
        raise Refusal(message, code="statement_missing", status=422, fields={"why": [message]})
    lifecycle.save(update_fields=["change_is_material", "change_why"])


def addendum_for(version: Listing, lifecycle: Any, *, revision: Revision) -> Addendum | None:
    """Return what is to be announced with a version, before it is put in force; None for nothing.

    The caller holds the lock of the lifecycle.
    """
    with translation.override(settings.LANGUAGE_CODE):
        changes = changes_of(version, lifecycle)
        written = [
            {"name": one.name, "before": list(one.before), "after": list(one.after)}
            for one in changes
        ]
    if not needs_statement(version, changes):
        return None
    said = lifecycle.change_is_material
    return Addendum(
        demand=version,
        is_material=is_material_by_rule(changes) if said is None else said,
        why=lifecycle.change_why,
        differences=written,
        revision=revision,
        **{name.replace("_at", "_before"): getattr(lifecycle, name) for name in INSTANTS},
    )


def announce(addendum: Addendum, lifecycle: Any, *, by: User | None, at: datetime) -> None:
    """Publish an addendum whose version has just come into force, under the lifecycle's lock."""
    addendum.number = last_number(addendum.demand) + 1
    addendum.published_at, addendum.by = at, by
    for name in INSTANTS:
        setattr(addendum, name.replace("_at", "_after"), getattr(lifecycle, name))
    addendum.save(force_insert=True)
    lifecycle.change_is_material, lifecycle.change_why = None, ""
    lifecycle.save(update_fields=["change_is_material", "change_why"])
    data = {"demand": addendum.demand_id, "material": addendum.is_material}
    record("addendum_published", addendum, actor=by, data=data)


def material_addendum_after(demand: Demand, instant: datetime) -> Addendum | None:
    """Return the newest material addendum that was published after an instant, or None."""
    rows = Addendum.objects.filter(demand=demand, is_material=True, published_at__gt=instant)
    return rows.order_by("-number").first()


def addenda_of(demand: Demand, *, after: int = 0) -> list[Announced]:
    """Return a demand's addenda of a higher number, the newest first."""
    rows = Addendum.objects.filter(demand=demand, number__gt=after).order_by("-number")
    return [Announced(row, differences_in(row)) for row in rows]


def last_number(demand: Demand, **of: Any) -> int:
    """Return the number of a demand's newest addendum, or of those meant; zero for none."""
    return last_numbers([demand.pk], **of).get(demand.pk, 0)


def last_numbers(demands: Sequence[int], **of: Any) -> dict[int, int]:
    """Return the number of the newest addendum of each demand that has one, by its key."""
    rows = Addendum.objects.filter(demand__in=demands, **of).order_by().values_list("demand")
    return dict(rows.annotate(last=Max("number")))


def number_at(demand: Demand, instant: datetime) -> int:
    """Return the number of the newest addendum that was published by an instant; zero for none."""
    return last_number(demand, published_at__lte=instant)


def differences_in(addendum: Addendum) -> list[Difference]:
    """Return the announced differences as rows that a page draws."""
    return [
        Difference(one["name"], label_of(one["name"]), tuple(one["before"]), tuple(one["after"]))
        for one in addendum.differences
    ]
