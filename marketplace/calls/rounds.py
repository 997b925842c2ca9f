"""Writing a round, opening it to the bodies that it asks, and asking one more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.calls import calling, permissions
from marketplace.calls.asking import ASKS, KINDS, bodies_asked, bodies_of_kinds
from marketplace.calls.models import Reply, Round
from marketplace.challenges.actions import require
from marketplace.challenges.models import Infrastructure
from marketplace.core import clock, idempotency
from marketplace.core.refusals import mistakes
from marketplace.journal.record import record
from marketplace.organisations.locks import locked as locked_body
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class RoundText:
    """What a round says: words and due time, whom it asks, and what each need states at least."""

    title: str
    words: str
    due_at: datetime | None
    kinds: Sequence[str] = ()
    asks: Sequence[str] = ()
    infrastructure: str = ""
    takes_late: bool = True
    opener: Organisation | None = None


@transaction.atomic
def draft_round(text: RoundText, *, by: User, idempotency_key: str = "") -> Round:
    """Begin a round as a draft; the same key returns the draft that it made before."""
    require(permissions.may_ask(anew(by), text.opener))
    scope = f"draft_round:{by.pk}"
    made = idempotency.recall(scope, idempotency_key, request=text.title)
    if made is not None:
        earlier: Round = Round.objects.for_rows().get(pk=made)
        return earlier
    saved = _kept(Round(), text, by=by)
    idempotency.remember(scope, idempotency_key, request=text.title, result=str(saved.pk))
    return saved


@transaction.atomic
def rewrite_round(round_: Round, text: RoundText, *, by: User, base_edition: int) -> Round:
    """Write a draft anew; of two writers one wins, the other gets `edit_conflict`."""
    saved = calling.written_over(round_, by=by, base_edition=base_edition)
    require(permissions.may_ask(by, text.opener))
    return _kept(saved, text, by=by)


@transaction.atomic
def open_round(round_: Round, *, by: User) -> Round:
    """Ask every body of the round's kinds that is not left out, as they are now, for one reply."""
    round_ = calling.locked(round_)
    require(permissions.runs_round(anew(by), round_) and permissions.allows(round_, "open"))
    now = clock.now()
    bodies = bodies_asked(round_)
    rows = [Reply(round=round_, organisation=body, addressed_at=now) for body in bodies]
    if not rows:
        raise mistakes({"kinds": [_("No verified body is of these kinds, or all are left out.")]})
    opened = calling.begun(round_, by=by, at=now)
    Reply.objects.bulk_create(rows)
    return opened


@transaction.atomic
def choose_bodies(round_: Round, bodies: Collection[int], *, by: User) -> Round:
    """Let a draft ask these of the bodies of its kinds; the others are left out."""
    round_ = calling.locked(round_)
    require(permissions.runs_round(anew(by), round_) and permissions.may_change(round_))
    offered = set(bodies_of_kinds(round_.kinds).values_list("pk", flat=True))
    if not offered & set(bodies):
        raise mistakes({"bodies": [_("Choose whom the round asks.")]})
    round_.left_out.set(offered - set(bodies))
    return round_


@transaction.atomic
def ask_body(round_: Round, body: Organisation, *, by: User) -> Reply:
    """Ask one more body in a running round; one that was asked already keeps its reply."""
    round_ = calling.locked(round_)
    require(permissions.runs_round(anew(by), round_) and permissions.allows(round_, "extend"))
    body = locked_body(body)
    if not body.is_verified or not body.is_public_body or body.merged_into_id is not None:
        raise mistakes({"body": [_("Choose a verified public body.")]})
    now = clock.now()
    reply, is_new = Reply.objects.get_or_create(
        round=round_, organisation=body, defaults={"addressed_at": now}
    )
    if is_new:
        record("reply_asked", reply, actor=by, data={"round": round_.pk})
    return reply


def _kept(round_: Round, text: RoundText, *, by: User) -> Round:
    for name, allowed in _CHOICES.items():
        _refuse_unknown(name, getattr(text, name), allowed=allowed)
    if not text.kinds:
        raise mistakes({"kinds": [_("Choose whom the round asks.")]})
    if text.infrastructure not in {"", *Infrastructure.values}:
        raise mistakes({"infrastructure": [_("Choose one of the classes.")]})
    for name in _CHOICES:
        setattr(round_, name, list(dict.fromkeys(getattr(text, name))))
    round_.opener, round_.infrastructure = text.opener, text.infrastructure
    round_.takes_late = text.takes_late
    return calling.keep_draft(round_, by=by, title=text.title, words=text.words, due_at=text.due_at)


_CHOICES: dict[str, Collection[Any]] = {
    "kinds": KINDS,
    "asks": ASKS,
}


def _refuse_unknown(name: str, chosen: Sequence[str], *, allowed: Collection[Any]) -> None:
    if not set(chosen) <= set(allowed):
        raise mistakes({name: [_("Choose from the list.")]})
