"""What staff do to terms and synonyms."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.journal.record import record
from marketplace.taxonomy import drafts, permissions, stamps
from marketplace.taxonomy.drafts import SynonymDraft
from marketplace.taxonomy.models import Synonym, SynonymState, Term
from marketplace.taxonomy.transitions import SYNONYM


def save_term(save: Callable[[], Term], *, by: User) -> Term:
    """Save a checked term, with its links, and tell those who show it: `save` is the form's."""
    with transaction.atomic():
        term = save()
        record("term_changed", term, actor=by, data={"slug": term.slug, "retired": term.retired})
    return term


def propose_synonym(
    draft: SynonymDraft, *, by: User, origin: str = Synonym.Origin.STAFF
) -> Synonym:
    """Propose an edge, or another weight, kind or direction for one that works.

    Refusal by field where it cannot be one, or where the like is proposed or works already.
    """
    with transaction.atomic():
        stamps.lock()
        permissions.may_propose_synonyms(by).demand()
        synonym = Synonym(author=by, origin=origin, created=clock.now())
        drafts.fill(synonym, draft)
        synonym.save()
        record("synonym_proposed", synonym, actor=by)
    return synonym


def revise_synonym(synonym: Synonym, draft: SynonymDraft, *, by: User) -> Synonym:
    """Reword a proposal: who does so is its author from now on, and another person approves it."""
    with transaction.atomic():
        synonym = _locked(synonym)
        permissions.may_revise_synonyms(by).demand()
        before = synonym.journal_state()
        synonym.state = SYNONYM.target("revise", synonym.state)
        synonym.author = by
        drafts.fill(synonym, draft)
        synonym.save()
        record("synonym_revised", synonym, actor=by, before=before)
    return synonym


def approve_synonym(synonym: Synonym, *, by: User) -> Synonym:
    """Let an edge work, in every process within seconds, in the place of those it replaces."""
    with transaction.atomic():
        synonym = _locked(synonym)
        permissions.may_approve_synonym(by, synonym).demand()
        _decide(synonym, "approve", by=by)
        for other in replaced_by(synonym):
            _retire(other, by=by)
        synonym.save()
        record("synonym_approved", synonym, actor=by)
        stamps.renew()
    return synonym


def reject_synonym(synonym: Synonym, *, by: User) -> Synonym:
    """Turn a proposal down: the portal itself does not propose the pair again."""
    with transaction.atomic():
        synonym = _locked(synonym)
        permissions.may_reject_synonym(by, synonym).demand()
        _decide(synonym, "reject", by=by)
        synonym.save(update_fields=["state", "decided_by", "decided_at"])
        record("synonym_rejected", synonym, actor=by)
    return synonym


def retire_synonym(synonym: Synonym, *, by: User) -> Synonym:
    """Take an edge out of force, in every process within seconds."""
    with transaction.atomic():
        synonym = _locked(synonym)
        permissions.may_decide_synonyms(by).demand()
        _retire(synonym, by=by)
        stamps.renew()
    return synonym


def replaced_by(synonym: Synonym) -> list[Synonym]:
    """Return the working edges that an approval of this one takes out of force."""
    return drafts.rivals(synonym, SynonymState.APPROVED)


def _locked(synonym: Synonym) -> Synonym:
    """Return the edge as it is now; the stamp's lock orders all changes of edges."""
    stamps.lock()
    return Synonym.objects.select_related("author").get(pk=synonym.pk)


def _decide(synonym: Synonym, verb: str, *, by: User) -> None:
    synonym.state = SYNONYM.target(verb, synonym.state)
    synonym.decided_by = by
    synonym.decided_at = clock.now()


def _retire(synonym: Synonym, *, by: User) -> None:
    synonym.state = SYNONYM.target("retire", synonym.state)
    synonym.retired_by = by
    synonym.retired_at = clock.now()
    synonym.save(update_fields=["state", "retired_by", "retired_at"])
    record("synonym_retired", synonym, actor=by)
