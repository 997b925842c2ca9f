"""Listings as their own pages read them, in a constant number of queries."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from marketplace.listings.facts import held_rows
from marketplace.listings.models import (
    Capability,
    CapabilityAttachment,
    Demand,
    DemandAttachment,
    DemandParty,
    OpenedResource,
)
from marketplace.taxonomy.models import Industry

_LIFECYCLE = ("lifecycle__owner", "lifecycle__unit", "lifecycle__batch")
_RELISTING = ("relisted_as__successor__lifecycle", "relisted_from__ancestor__lifecycle")
_HOLDINGS = (
    Prefetch("lifecycle__owner__qualifications", held_rows()),
    "lifecycle__owner__credit_facts",
)


def demands_in_full() -> Any:
    """Return all demands with everything that their page shows."""
    source = "proposed_as__organisation"
    return Demand.objects.select_related(*_LIFECYCLE, *_RELISTING, source).prefetch_related(
        "domains",
        _industries(),
        "districts",
        "parks",
        "qualifications",
        "indicators",
        Prefetch("opened_resources", OpenedResource.objects.select_related("kind")),
        Prefetch("parties", DemandParty.objects.select_related("organisation")),
        Prefetch("attachments", DemandAttachment.objects.select_related("blob")),
    )


def capabilities_in_full() -> Any:
    """Return all capabilities with everything that their page shows."""
    return Capability.objects.select_related(*_LIFECYCLE).prefetch_related(
        "domains",
        _industries(),
        "delivers_to",
        "qualifications",
        "cases",
        Prefetch("attachments", CapabilityAttachment.objects.select_related("blob")),
        *_HOLDINGS,
    )


def demands_to_match() -> Any:
    """Return the public demands with what a row of matches and its gates read."""
    return (
        Demand.objects.public()
        .select_related("lifecycle__owner")
        .prefetch_related("qualifications", "districts")
    )


def capabilities_to_match() -> Any:
    """Return the public capabilities with what a row of matches and its gates read."""
    return (
        Capability.objects.public()
        .select_related("lifecycle__owner")
        .prefetch_related("delivers_to", *_HOLDINGS)
    )


def _industries() -> Prefetch[str]:
    return Prefetch("industries", Industry.objects.select_related("parent"))
