"""What is said of a demand to applicants and to those with a draft: its facts, and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.claims.notice_facts import EXAMPLE
from marketplace.core import clock, moments
from marketplace.listings.models import Demand
from marketplace.notifications.kinds import Params, read_once

if TYPE_CHECKING:
    from marketplace.journal.models import Entry

DEMAND_EXAMPLE: Final = {
    "number": EXAMPLE["number"],
    "title": EXAMPLE["demand"],
    "hours": 24,
    "material": True,
    "addendum": 1,
    "closes_at": EXAMPLE["at"],
}


@read_once
def demand_of(entry: Entry) -> Demand:
    """Return the demand that an entry is about: its subject, or the demand of its subject."""
    key = entry.data.get("demand", entry.subject_key)
    demand: Demand = Demand.objects.select_related("lifecycle").get(pk=key)
    return demand


def demand_facts(entry: Entry) -> Params:
    """Return the entry's data with number and title of its demand."""
    demand = demand_of(entry)
    return {**entry.data, "number": demand.lifecycle.number or "", "title": demand.title}


def demand_page(facts: Params) -> str:
    """Return the public page, which says so where the demand was withdrawn."""
    return reverse("portal:demand", args=[facts["number"]])


def demand_name(facts: Params) -> str:
    """Return number and title; rows of old have another name for the title."""
    return f"{facts['number']} {facts.get('title') or facts['demand']}".strip()


def is_public(facts: Params) -> bool:
    """Return whether everybody may still read the demand."""
    return bool(Demand.objects.public().filter(lifecycle__number=facts["number"]).exists())


def is_open(facts: Params) -> bool:
    """Return whether the demand is public and has not closed."""
    rows = Demand.objects.public().open_at(clock.now())
    return bool(rows.filter(lifecycle__number=facts["number"]).exists())


def demand_until(facts: Params) -> str:
    """Return the demand with the instant of its close, which rows of old do not know."""
    if not facts.get("closes_at"):
        return demand_name(facts)
    said = {"demand": demand_name(facts), "moment": moments.read(facts["closes_at"])}
    return _("%(demand)s closes %(moment)s") % said
