"""Completing a bid that is formally incomplete: words and files beside it, never in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.bids import formal_permissions as permissions
from marketplace.bids.checking import locked_check, note
from marketplace.bids.models import CURE_FILES, CureFile, FormalCheck
from marketplace.challenges.actions import require
from marketplace.core import clock
from marketplace.core.refusals import Refusal, mistakes
from marketplace.files.store import store
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from collections.abc import Sequence

    from marketplace.accounts.models import User


@transaction.atomic
def cure_deficits(
    check: FormalCheck, *, by: User, words: str, files: Sequence[Any] = ()
) -> FormalCheck:
    """Answer what officers found missing, once, until the end of the time given.

    What was sealed stays as it was committed; the answer and its files stand beside it, and only
    those who read the opened bid read them.
    """
    check = locked_check(check)
    now = clock.now()
    require(permissions.may_cure(anew(by), check, at=now))
    if len(files) > CURE_FILES:
        raise mistakes(
            {"uploads": [_("At most %(limit)s files are taken.") % {"limit": CURE_FILES}]}
        )
    check.move("cure")
    check.cure = written(words, "cure", of=FormalCheck)
    check.cured_at, check.cured_by = now, by
    check.save(update_fields=["state", "cure", "cured_at", "cured_by"])
    for file in files:
        CureFile.objects.create(formal_check=check, blob=_stored(file, by=by))
    return note("deficits_cured", check, by=by)


def _stored(file: Any, *, by: User) -> Any:
    try:
        return store(file, by=by)
    except Refusal as refusal:
        raise mistakes({"uploads": [refusal.message]}) from refusal
