"""Experts as the actions make them."""

from __future__ import annotations

from datetime import date
from typing import Any

from marketplace.accounts.models import User
from marketplace.experts.actions import apply_as_expert, decide_on
from marketplace.experts.models import Expert
from marketplace.organisations.models import Organisation
from tests.factories import DomainFactory, OrganisationFactory, UserFactory

SINCE = date(2015, 3, 1)


def keeper() -> User:
    """Return somebody of the staff who keeps the pool."""
    person: User = UserFactory(staff=True)
    return person


def profile(person: User, **others: Any) -> dict[str, Any]:
    """Return what a person says of themselves."""
    said = {
        "name": person.name,
        "email": person.email,
        "phone": "13800138000",
        "address": "思明区软件园二期 8 号楼",
        "title": "教授级高级工程师",
        "speciality": "城市内涝监测",
        "domains": [DomainFactory(slug="water")],
        "industries": [],
        "available_from": None,
        "available_until": None,
        "load_limit": 2,
    }
    return said | others


def job(employer: Organisation | None = None, **others: Any) -> dict[str, Any]:
    """Return a present employment with an organisation."""
    found = employer or OrganisationFactory()
    said = {"employer": found.name, "credit_code": found.credit_code or "", "begins": SINCE}
    return said | {"position": "研究员", "ends": None} | others


def applied(person: User | None = None, *jobs: dict[str, Any], **others: Any) -> Expert:
    """Return an expert who waits for the check."""
    by = person or UserFactory()
    return apply_as_expert(by=by, profile=profile(by, **others), employments=jobs or (job(),))


def expert(person: User | None = None, *jobs: dict[str, Any], **others: Any) -> Expert:
    """Return an expert of the pool."""
    found = applied(person, *jobs, **others)
    return decide_on(found, verb="accept", by=keeper())


def person(of: Expert) -> User:
    """Return the account of an expert who has one."""
    assert of.user is not None
    return of.user
