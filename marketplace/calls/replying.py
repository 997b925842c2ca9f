"""A body's reply to a round: its needs as drafts, or that there is none; one reply of one body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.calls import calling, permissions
from marketplace.calls.asking import missing_in
from marketplace.calls.models import Need, Reply
from marketplace.challenges.actions import require
from marketplace.challenges.models import Infrastructure
from marketplace.core import clock
from marketplace.core.refusals import mistakes
from marketplace.journal.record import record
from marketplace.listings.actions import create_draft
from marketplace.listings.models import Demand
from marketplace.listings.models.approvals import lock_lifecycle
from marketplace.listings.permissions import may_write
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.accounts.models import User

MODES: Final = (Demand.Mode.SCENARIO, Demand.Mode.CHALLENGE)
"""What a round collects."""

_SETTLED: Final = ("state", "signed", "note", "is_late", "answered_at", "answered_by")


@dataclass(frozen=True, slots=True)
class NeedText:
    """The first words of a need; its draft holds the rest."""

    title: str
    summary: str
    mode: str = Demand.Mode.SCENARIO
    infrastructure: str = ""


@transaction.atomic
def add_need(reply: Reply, text: NeedText, *, by: User, idempotency_key: str = "") -> Need:
    """Write a need as a draft of the body's demand; the same key returns the one it made before."""
    reply = _writable(reply, by=by)
    _refuse_unknown(text)
    content = Demand(
        title=written(text.title, "title", of=Demand),
        summary=written(text.summary, "summary", of=Demand),
        mode=text.mode,
    )
    draft = create_draft(content, owner=reply.organisation, by=by, idempotency_key=idempotency_key)
    return _collected(reply, draft, by=by, infrastructure=text.infrastructure)


@transaction.atomic
def attach_draft(reply: Reply, demand: Demand, *, by: User, infrastructure: str = "") -> Need:
    """Put a draft that the body had already into its reply."""
    reply = _writable(reply, by=by)
    lifecycle = lock_lifecycle(demand)
    may_write(by, demand).demand()
    if lifecycle.owner_id != reply.organisation_id or lifecycle.published_at is not None:
        raise mistakes({"demand": [_("Choose a draft of your organisation.")]})
    other = Need.objects.filter(demand=demand).exclude(reply=reply)
    if demand.mode not in MODES or other.exists():
        raise mistakes({"demand": [_("This draft stands in a reply already, or is no need.")]})
    return _collected(reply, demand, by=by, infrastructure=infrastructure)


@transaction.atomic
def drop_need(need: Need, *, by: User) -> None:
    """Take a need out of a reply that was not sent; its draft stays with the body."""
    reply = _writable(need.reply, by=by)
    Need.objects.filter(pk=need.pk, reply=reply).delete()


@transaction.atomic
def send_reply(reply: Reply, *, by: User, note: str = "") -> Reply:
    """Reply with the needs that were collected; Refusal where one lacks what the round asks."""
    reply = _locked(reply)
    now = clock.now()
    require(permissions.may_settle_reply(anew(by), reply, verb="answer", at=now))
    _refuse_incomplete(reply)
    reply.settle("answer", by=by, at=now, signed="", note=_kept(note))
    return _settled(reply, "reply_answered", by=by)


@transaction.atomic
def say_none(reply: Reply, *, by: User, signed: str, note: str = "") -> Reply:
    """Reply that the body has no need, with the name of whoever answers for it."""
    reply = _locked(reply)
    now = clock.now()
    require(permissions.may_settle_reply(anew(by), reply, verb="say_none", at=now))
    if reply.needs.exists():
        raise mistakes({"signed": [_("The reply holds needs: send them, or take them out.")]})
    name = written(signed, "signed", of=Reply)
    reply.settle("say_none", by=by, at=now, signed=name, note=_kept(note))
    return _settled(reply, "reply_none_said", by=by)


@transaction.atomic
def take_back(reply: Reply, *, by: User) -> Reply:
    """Take a reply back to change it; until it is sent again the body counts as silent."""
    reply = _locked(reply)
    require(permissions.may_settle_reply(anew(by), reply, verb="take_back", at=clock.now()))
    reply.take_back()
    return _settled(reply, "reply_taken_back", by=by)


def _locked(reply: Reply) -> Reply:
    """Return a reply as it is now, under the lock of its round."""
    round_ = calling.locked(reply.round)
    fresh: Reply = Reply.objects.select_related("organisation").get(pk=reply.pk)
    fresh.round = round_
    return fresh


def _writable(reply: Reply, *, by: User) -> Reply:
    """Return a locked reply that a person may collect needs in; one that was sent is closed."""
    reply = _locked(reply)
    require(permissions.may_settle_reply(anew(by), reply, verb="answer", at=clock.now()))
    return reply


def _collected(reply: Reply, demand: Demand, *, by: User, infrastructure: str) -> Need:
    if infrastructure not in {"", *Infrastructure.values}:
        raise mistakes({"infrastructure": [_("Choose one of the classes.")]})
    need, _new = Need.objects.get_or_create(
        demand=demand,
        defaults={
            "reply": reply,
            "infrastructure": infrastructure,
            "added_at": clock.now(),
            "added_by": by,
        },
    )
    return need


def _refuse_unknown(text: NeedText) -> None:
    if text.mode not in MODES:
        raise mistakes({"mode": [_("A round collects scenarios and challenges.")]})


def _refuse_incomplete(reply: Reply) -> None:
    needs = list(reply.needs.select_related("demand"))
    if not needs:
        raise mistakes({"": [_("Add a need first, or reply that there is none.")]})
    told = []
    for need in needs:
        version = need.demand.get_latest_revision_as_object()
        missing = missing_in(version, reply.round.asks)
        if missing:
            facts = {"title": version.title, "missing": "、".join(missing)}
            told.append(_("“%(title)s” does not state yet: %(missing)s.") % facts)
    if told:
        raise mistakes({"": told})


def _kept(note: str) -> str:
    return written(note, "note", of=Reply) if note.strip() else ""


def _settled(reply: Reply, kind: str, *, by: User) -> Reply:
    reply.save(update_fields=_SETTLED)
    record(kind, reply, actor=by, data={"round": reply.round_id})
    return reply
