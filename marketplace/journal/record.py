"""How an action writes a fact down, as its last step."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from django.db import connection, models, transaction

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.journal import kinds, wake
from marketplace.journal.chain import blinded
from marketplace.journal.models import Entry, Pending, Salt


@runtime_checkable
class Stated(Protocol):
    """A model whose present state `journal verify` compares with its last entry.

    Every change of what `journal_state` returns must be recorded under that subject.
    """

    def journal_state(self) -> Mapping[str, object]:
        """Return the fields that actions change, as plain values read from the saved row."""


def record(
    kind: str,
    subject: models.Model,
    *,
    actor: User | None,
    data: Mapping[str, object] | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> Entry:
    """Insert an entry about the subject in the action's transaction; the sequencer wakes on commit.

    `data` holds small facts for consumers and nothing personal: it stands for ever. `before` and
    `after` are kept as salted digests only; a Stated subject gives its own `after`. No actor means
    the portal itself. TransactionManagementError outside a transaction.
    """
    _require(kind)
    salt = secrets.token_hex(16)
    entry = Entry(
        kind=kind,
        at=clock.now(),
        actor_key="" if actor is None else str(actor.pk),
        subject_type=subject._meta.label_lower,
        subject_key=_key(subject),
        data=dict(data or {}),
        before="" if before is None else blinded(before, salt),
        after=_after(subject, after, salt=salt),
    )
    entry.save()
    if entry.before or entry.after:
        Salt.objects.create(entry=entry, value=salt)
    return _waiting(entry)


def record_sealed(
    kind: str,
    model: type[models.Model],
    *,
    subject_digest: str,
    actor_digest: str,
    data: Mapping[str, object],
) -> Entry:
    """Insert an entry whose subject and actor are known by keyed digests of 64 hex digits alone.

    Decoys of the same kind, with random digits, keep an outsider from counting. No state is kept:
    nothing is there that `journal verify` could compare without the key.
    """
    _require(kind)
    entry = Entry(
        kind=kind,
        at=clock.now(),
        actor_key=actor_digest,
        subject_type=model._meta.label_lower,
        subject_key=subject_digest,
        data=dict(data),
    )
    entry.save()
    return _waiting(entry)


def _require(kind: str) -> None:
    kinds.require(kind)
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"{kind} was recorded outside a transaction")


def _waiting(entry: Entry) -> Entry:
    Pending.objects.create(entry=entry)
    wake.on_commit()
    return entry


def _key(subject: models.Model) -> str:
    if subject.pk is None:
        raise ValueError(f"{subject._meta.label_lower} has no key yet: save it first")
    return str(subject.pk)


def _after(subject: models.Model, after: Mapping[str, object] | None, *, salt: str) -> str:
    if isinstance(subject, Stated):
        if after is not None:
            raise ValueError(f"{subject._meta.label_lower} gives its own state: leave `after` out")
        after = subject.journal_state()
    return "" if after is None else blinded(after, salt)
