"""What every action on an agreement shares: its lock, the time to act, versions, the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.agreements.defaults import terms_of
from marketplace.agreements.models import Agreement, AgreementVersion, Turn
from marketplace.agreements.sheets import says_the_same, sheet_of
from marketplace.challenges.actions import locked
from marketplace.core import clock
from marketplace.core.canonical import canonical_json, digest
from marketplace.core.workdays import due_after
from marketplace.journal.record import record

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.agreements.models import Side


def locked_agreement(agreement: Agreement) -> Agreement:
    """Return an agreement as it is now, under the lock of its demand's lifecycle row."""
    challenge = locked(agreement.challenge)
    fresh: Agreement = Agreement.objects.for_rows().get(pk=agreement.pk)
    fresh.challenge = challenge
    return fresh


def current_version(agreement: Agreement) -> AgreementVersion:
    """Return the version that holds the agreement as it is now."""
    version: AgreementVersion = agreement.versions.get(number=agreement.version)
    return version


def time_to_act(agreement: Agreement, *, at: datetime) -> datetime:
    """Return until when the side whose turn it is from an instant on should act."""
    return due_after(at, terms_of(agreement.challenge.programme).act_workdays)


def keep_version(agreement: Agreement, *, by: User | None) -> AgreementVersion:
    """Keep the parts as they are now; what the present version says already makes no other."""
    last: AgreementVersion | None = agreement.versions.order_by("-number").first()
    sheet = sheet_of(agreement, number=agreement.version + 1)
    if last is not None and says_the_same(last.sheet, sheet):
        return last
    made: AgreementVersion = AgreementVersion.objects.create(
        agreement=agreement,
        number=agreement.version + 1,
        content=canonical_json(sheet),
        digest=digest(sheet),
        written_at=clock.now(),
        written_by=by,
    )
    agreement.version = made.number
    agreement.save(update_fields=["version"])
    return made


def take_turn(agreement: Agreement, kind: str, *, side: Side, by: User, words: str = "") -> Turn:
    """Keep that a side did something with the present version."""
    turn: Turn = Turn.objects.create(
        version=current_version(agreement),
        kind=kind,
        side=side,
        words=words,
        at=clock.now(),
        by=by,
    )
    return turn


def note(kind: str, agreement: Agreement, *, by: User | None, **more: object) -> Agreement:
    """Record what happened to an agreement, and return it."""
    record(kind, agreement, actor=by, data={"demand": agreement.challenge.demand_id, **more})
    return agreement
