"""The clock's beats: every vault is renewed, and one entry recorded, whether something happened.

What was done with a vault's envelopes waits for a beat, so that neither rows nor entries tell when
it was done, or that anything was.
"""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import transaction

from marketplace.bids.book import Book
from marketplace.bids.models import Envelope, Vault
from marketplace.challenges.actions import locked
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.journal.clock_jobs import every
from marketplace.journal.consumers import consumer
from marketplace.journal.record import record_sealed
from marketplace.sealing.commitments import commitment, new_salt
from marketplace.sealing.keepers import keeper

if TYPE_CHECKING:
    from marketplace.journal.models import Entry

logger = logging.getLogger(__name__)

_DIGITS: Final = 32


@consumer("vaults_on_challenge", {"challenge_published"})
def make_vault(entry: Entry) -> None:
    """Give a challenge its vault when it is listed, before anybody can bid."""
    challenge = Challenge.objects.for_rows().filter(pk=int(entry.subject_key)).first()
    if challenge is not None:
        begin_vault(challenge)


@transaction.atomic
def begin_vault(challenge: Challenge) -> None:
    """Make the vault of a listed challenge where it has none."""
    fresh = locked(challenge)
    if not Vault.objects.filter(challenge=fresh).exists():
        Book.begin(fresh, at=clock.now())


@every(seconds=20, name="beat_vaults")
def beat_due() -> None:
    """Renew every vault of a listed challenge whose last beat is long enough ago."""
    since = clock.now() - timedelta(seconds=settings.SEAL_BEAT_SECONDS)
    due = Challenge.objects.for_rows().filter(
        state=Challenge.State.PUBLISHED, vault__beat_at__lte=since
    )
    for challenge in due:
        try:
            beat(challenge)
        except Exception:
            logger.exception("the vault of challenge %s was not renewed", challenge.pk)


@transaction.atomic
def beat(challenge: Challenge) -> None:
    """Renew a vault, and record one entry: of the oldest act that has none, else a decoy."""
    fresh = locked(challenge)
    book = Book.read(fresh)
    acts, told = book.ledger.acts, book.ledger.told
    if told < len(acts):
        _tell(fresh, acts[told])
        book.ledger.told += 1
    else:
        subject, actor, digest = (secrets.token_hex(_DIGITS) for _ in range(3))
        _record(subject, actor=actor, digest=digest)
    book.vault.beat_at = clock.now()
    book.write()


def _tell(challenge: Challenge, act: dict[str, Any]) -> None:
    """Record an act under keyed digests; its salt joins it, so that the opening can show it."""
    act["salt"] = new_salt()
    plain = {name: value for name, value in act.items() if name != "salt"}
    digest = commitment(plain, salt=act["salt"], hash_name="sha256").partition(":")[2]
    one = keeper()
    _record(
        one.digest("subject", str(challenge.pk), str(act["firm"]), act["salt"]),
        actor=one.digest("actor", str(challenge.pk), str(act["by"]), act["salt"]),
        digest=digest,
    )


def _record(subject: str, *, actor: str, digest: str) -> None:
    record_sealed(
        "envelope_kept",
        Envelope,
        subject_digest=subject,
        actor_digest=actor,
        data={"digest": digest},
    )
