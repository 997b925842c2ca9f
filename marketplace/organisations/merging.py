"""Merging a placeholder into the organisation that it stood for."""

from __future__ import annotations

from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.core.refusals import Refusal
from marketplace.journal.record import record
from marketplace.organisations.locks import both_locked
from marketplace.organisations.models import Organisation
from marketplace.organisations.permissions import may_verify


class Hook(Protocol):
    """What a higher room does when a placeholder is merged."""

    def __call__(self, placeholder: Organisation, into: Organisation, *, by: User) -> None:
        """Move what the room keeps for the placeholder to the organisation `into`."""


_hooks: list[Hook] = []


def register(hook: Hook) -> None:
    """Have `hook(placeholder, into, by=by)` move what a higher room keeps for a placeholder.

    It runs in the merge's transaction, under the lock of both rows; call in `ready()`.
    """
    if hook not in _hooks:
        _hooks.append(hook)


def forget(hook: Hook) -> None:
    """Take a hook back: for tests that registered one."""
    _hooks.remove(hook)


def merge_placeholder(placeholder: Organisation, *, into: Organisation, by: User) -> Organisation:
    """Move everything of a placeholder to a verified organisation and return that organisation."""
    with transaction.atomic():
        source, target = both_locked(placeholder, into)
        may_verify(by).demand()
        _check(source, target)
        before = source.journal_state()
        _move_facts(source, target)
        for hook in _hooks:
            hook(source, target, by=by)
        source.merged_into = target
        source.save(update_fields=["merged_into"])
        record("organisation_merged", source, actor=by, data={"into": target.pk}, before=before)
        record("organisation_changed", target, actor=by, data={"fields": ["merged"]})
    return target


def _check(source: Organisation, target: Organisation) -> None:
    if not source.is_placeholder or source.merged_into_id is not None:
        raise Refusal(_("This entry has an owner already."), code="not_placeholder")
    if not target.is_verified:
        raise Refusal(
            _("Only a verified organisation can take an entry over."), code="not_verified"
        )


def _move_facts(source: Organisation, target: Organisation) -> None:
    """Move what the target does not say itself; a placeholder has neither units nor people."""
    held = target.qualifications.values("kind")
    source.qualifications.exclude(kind__in=held).update(organisation=target)
    source.credit_facts.update(organisation=target)
