"""Organisations, their units, the people in them, and what is known of them."""

from marketplace.organisations.models.facts import CreditFact, Qualification
from marketplace.organisations.models.membership import Membership
from marketplace.organisations.models.organisation import (
    PUBLIC_KINDS,
    Kind,
    Organisation,
    Scale,
    Unit,
)
from marketplace.organisations.models.takeover import TakeoverRequest, TakeoverState
from marketplace.organisations.roles import Role

__all__ = [
    "PUBLIC_KINDS",
    "CreditFact",
    "Kind",
    "Membership",
    "Organisation",
    "Qualification",
    "Role",
    "Scale",
    "TakeoverRequest",
    "TakeoverState",
    "Unit",
]
