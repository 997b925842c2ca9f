"""Removes sealed files that no row names any more, as a crash between file and row leaves them."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction

from marketplace.bids.book import BROKEN_VAULT, UNREADABLE, Book
from marketplace.bids.models import Bid
from marketplace.bids.store import Kept
from marketplace.challenges.actions import locked
from marketplace.challenges.models import Challenge
from marketplace.core.refusals import Refusal
from marketplace.journal.clock_jobs import every

if TYPE_CHECKING:
    from collections.abc import Iterable

logger = logging.getLogger(__name__)

_FEW: Final = 100
"""So many files go whatever their share is."""


@every(seconds=6 * 3600, name="sweep_sealed_files")
def sweep() -> None:
    """Remove files that lay unnamed for longer than a request can take; again, it finds none.

    Names are read after the files, each vault under its lock, and one that cannot be read stops
    everything: without its key nobody knows what it names. Where most files seem to be nobody's,
    the database is more likely the wrong one than the files are lost, and all of them stay.
    """
    files = [path for path in Path(settings.SEALED_ROOT).rglob("*") if path.is_file()]
    since = time.time() - settings.SEAL_SWEEP_SECONDS
    # Dates of sealed files are all one; when the row of the directory changed is not.
    old = [path for path in files if path.stat(follow_symlinks=False).st_ctime < since]
    named = _named_files() if old else set()
    lost = [path for path in old if path.name not in named]
    if len(lost) > _FEW and 2 * len(lost) > len(files):
        logger.error("most sealed files belong to no row: they stay, look at the database first")
        return
    _remove(lost)


def _named_files() -> set[str]:
    found = {
        name
        for files in Bid.objects.values_list("files", flat=True)
        for one in files
        for name in Kept(**one).names()
    }
    for challenge in Challenge.objects.for_rows().filter(vault__isnull=False):
        found |= _named_in(challenge)
    return found


@transaction.atomic
def _named_in(challenge: Challenge) -> set[str]:
    book = Book.read(locked(challenge))
    if book.broken:
        raise Refusal(UNREADABLE, code=BROKEN_VAULT, status=409)
    kept = [kept for entry in book.entries.values() for kept in entry.files()]
    real = {name for one in kept for name in one.names()}
    return real | {*book.ledger.decoys.names()}


def _remove(files: Iterable[Path]) -> None:
    for path in files:
        path.unlink(missing_ok=True)
