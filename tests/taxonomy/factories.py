"""Edges between wordings, as actions make them."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.models import Permission

from marketplace.accounts.models import User
from marketplace.taxonomy.actions import approve_synonym, propose_synonym
from marketplace.taxonomy.drafts import SynonymDraft
from marketplace.taxonomy.models import Synonym
from tests.factories import UserFactory


def draft(wording: str = "积水", other: str = "内涝", **options: Any) -> SynonymDraft:
    if "weight" in options:
        options["weight"] = Decimal(options["weight"])
    return SynonymDraft(wording=wording, other=other, **options)


def proposed(wording: str = "积水", other: str = "内涝", **options: Any) -> Synonym:
    by = options.pop("by", None) or UserFactory(staff=True)
    return propose_synonym(draft(wording, other, **options), by=by)


def approved(wording: str = "积水", other: str = "内涝", **options: Any) -> Synonym:
    return approve_synonym(proposed(wording, other, **options), by=UserFactory(staff=True))


def editor(*codenames: str) -> User:
    """Return a person who enters the admin with some permissions on synonyms."""
    person: User = UserFactory()
    names = ["access_admin", *(f"{name}_synonym" for name in codenames)]
    person.user_permissions.set(Permission.objects.filter(codename__in=names))
    return User.objects.get(pk=person.pk)
