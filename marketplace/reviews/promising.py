"""Announcing a draw: rules, public source and commitment are fixed before anybody can know more."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.challenges.actions import locked
from marketplace.core import clock
from marketplace.core.canonical import canonical_json
from marketplace.core.refusals import mistakes
from marketplace.experts.drawing import Rules, Stratum
from marketplace.reviews.actions import locked_panel, note, require, said
from marketplace.reviews.models import Draw, Panel
from marketplace.reviews.permissions import may_drop, may_promise, vacancies
from marketplace.taxonomy.models import Domain, Industry

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge

MOST_ALTERNATES: Final = 5


@transaction.atomic
def promise_draw(
    challenge: Challenge, *, seats: Mapping[str, int], alternates: int, source: str, by: User
) -> Draw:
    """Announce a draw by field and number of seats, with the public value that it will wait for.

    The first draw fills the panel, a later one exactly its vacant places. Refusal with messages by
    field where the numbers do not fit.
    """
    challenge = locked(challenge)
    panel = Panel.objects.filter(challenge=challenge).first()
    require(may_promise(by, challenge, panel=panel))
    rules = _rules(seats, alternates, wanted=_wanted(challenge, panel))
    public = said(source, model=Draw, field="source")
    if panel is None:
        panel = Panel.objects.create(challenge=challenge)
    panel.challenge = challenge
    last = panel.draws.order_by("-number").first()
    draw = Draw(panel=panel, number=1 if last is None else last.number + 1, rules=rules)
    draw.source, draw.promised_at, draw.promised_by = public, clock.now(), by
    draw.publish()
    draw.save()
    note("panel_promised", panel, panel=panel, by=by)
    note("draw_promised", draw, panel=panel, by=by)
    return draw


@transaction.atomic
def drop_draw(draw: Draw, *, reason: str, by: User) -> Draw:
    """Drop an announced draw before it is held, with a reason; the announcement stays readable."""
    panel = locked_panel(draw.panel)
    current = panel.draws.get(pk=draw.pk)
    require(may_drop(by, current))
    current.reason = said(reason, model=Draw, field="reason")
    current.settle("drop", by=by, at=clock.now())
    current.save(update_fields=["state", "settled_at", "settled_by", "reason"])
    note("draw_dropped", current, panel=panel, by=by)
    return current


def _wanted(challenge: Challenge, panel: Panel | None) -> dict[str, int] | int:
    """Return how many seats each field must have, or how many all of them together."""
    vacant = {} if panel is None else vacancies(panel)
    size: int = challenge.panel_size
    return vacant or size


def _rules(
    seats: Mapping[str, int], alternates: int, *, wanted: dict[str, int] | int
) -> dict[str, Any]:
    given = {name: number for name, number in seats.items() if number}
    faults: dict[str, list[Any]] = {}
    if isinstance(wanted, dict) and given != wanted:
        faults["seats"] = [_("A further draw fills exactly the vacant places.")]
    elif isinstance(wanted, int) and sum(given.values()) != wanted:
        message = _("The seats of all fields together must be %(wanted)d, as the challenge says.")
        faults["seats"] = [message % {"wanted": wanted}]
    elif any(number < 0 for number in given.values()) or not set(given) <= known_fields():
        faults["seats"] = [_("Choose fields of this portal, and numbers from 1.")]
    if not 0 <= alternates <= MOST_ALTERNATES:
        faults["alternates"] = [_("From 0 to %(most)d.") % {"most": MOST_ALTERNATES}]
    if faults:
        raise mistakes(faults)
    strata = tuple(Stratum(name, number) for name, number in sorted(given.items()))
    found: dict[str, Any] = json.loads(canonical_json(asdict(Rules(strata, alternates))))
    return found


def known_fields() -> set[str]:
    """Return the keys of every field by which experts are drawn."""
    return set(field_names())


def field_names() -> dict[str, str]:
    """Return what each field is called, domains first."""
    domains = {f"domain:{one.slug}": one.name for one in Domain.objects.all()}
    return domains | {f"industry:{one.slug}": one.name for one in Industry.objects.all()}
