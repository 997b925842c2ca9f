"""What rounds and open calls have in common: drafts of which one writer wins, and their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.calls import permissions
from marketplace.calls.models import Call, OpenCall, Round
from marketplace.challenges.actions import require
from marketplace.core import clock
from marketplace.core.refusals import Refusal, mistakes
from marketplace.journal.record import record
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.core.decisions import Decision

AnyCall = TypeVar("AnyCall", bound=Call)


def locked(call: AnyCall) -> AnyCall:
    """Return a call as it is now, locked until the transaction ends."""
    rows: Any = type(call)._default_manager
    fresh: AnyCall = rows.select_for_update(of=("self",)).for_rows().get(pk=call.pk)
    return fresh


def runs(user: Any, call: Call) -> Decision:
    """Return whether a person runs a round or an open call."""
    if isinstance(call, Round):
        return permissions.runs_round(user, call)
    if isinstance(call, OpenCall):
        return permissions.runs_open_call(user, call)
    raise TypeError(call)


@transaction.atomic
def close_call(call: AnyCall, *, by: User) -> AnyCall:
    """End a running call; what came in stays and is answered."""
    return _ended(call, "close", by=by)


@transaction.atomic
def discard_call(call: AnyCall, *, by: User) -> AnyCall:
    """Throw a draft away."""
    return _ended(call, "discard", by=by)


@transaction.atomic
def extend_call(call: AnyCall, *, by: User, until: datetime) -> AnyCall:
    """Let a running call be due later, which everybody concerned is told."""
    call = locked(call)
    require(runs(anew(by), call) and permissions.allows(call, "extend"))
    before = call.due_at
    if until <= max(before, clock.now()):
        raise mistakes({"until": [_("An extension is later than the due time, and than now.")]})
    call.extend(until=until)
    call.save(update_fields=["state", "due_at"])
    return noted(call, "extended", by=by, before=before.isoformat(), until=until.isoformat())


def begun(call: AnyCall, *, by: User, at: datetime) -> AnyCall:
    """Open a locked draft whose due time has not come."""
    if call.is_due_at(at):
        raise mistakes({"due_at": [_("This time has passed already.")]})
    call.open(by=by, at=at)
    call.save(update_fields=["state", "opened_at", "opened_by"])
    return noted(call, "opened", by=by)


def written_over(call: AnyCall, *, by: User, base_edition: int) -> AnyCall:
    """Return a saved draft locked and open for changes; Refusal where somebody else saved it."""
    call = locked(call)
    require(runs(anew(by), call) and permissions.may_change(call))
    if call.edition != base_edition:
        told = _("Somebody else saved this draft meanwhile. Compare both before you save again.")
        raise Refusal(told, code="edit_conflict")
    return call


def keep_draft(
    call: AnyCall, *, by: User, title: str, words: str, due_at: datetime | None
) -> AnyCall:
    """Save a draft's words and due time; Refusal beside the field where one cannot be kept."""
    model = type(call)
    call.title = written(title, "title", of=model)
    call.words = written(words, "words", of=model)
    now = clock.now()
    if due_at is None or due_at <= now:
        raise mistakes({"due_at": [_("Give a time that has not passed.")]})
    call.due_at, call.drafted_by, call.drafted_at = due_at, by, now
    call.edition += 1
    call.save()
    return call


def noted(call: AnyCall, what: str, *, by: User, **data: object) -> AnyCall:
    """Record what happened to a call, and return it."""
    record(f"{call._meta.model_name}_{what}", call, actor=by, data=data)
    return call


def _ended(call: AnyCall, verb: str, *, by: User) -> AnyCall:
    call = locked(call)
    require(runs(anew(by), call) and permissions.allows(call, verb))
    call.end(verb, by=by, at=clock.now())
    call.save(update_fields=["state", "ended_at", "ended_by"])
    return noted(call, str(call.state), by=by)
