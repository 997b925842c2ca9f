"""What staff do to terms."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.journal.record import record
from marketplace.taxonomy.models import Term


def save_term(save: Callable[[], Term], *, by: User) -> Term:
    """Save a checked term, with its links, and tell those who show it: `save` is the form's."""
    with transaction.atomic():
        term = save()
        record("term_changed", term, actor=by, data={"slug": term.slug, "retired": term.retired})
    return term
