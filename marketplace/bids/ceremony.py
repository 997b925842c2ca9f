"""The opening ceremony: three openers, a passphrase each, a rehearsal, two of them to open.

Nobody but an opener's own browser and this process, for the length of a request, has a passphrase.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.bids import permissions
from marketplace.bids.handing import hand_share
from marketplace.bids.models import CeremonyKey, Opener, OpeningAttempt
from marketplace.challenges.actions import locked
from marketplace.core import clock
from marketplace.core.refusals import Refusal, mistakes
from marketplace.journal.record import record
from marketplace.organisations.permissions import anew
from marketplace.sealing.pairs import new_secret, public_of, seal_to, unseal_with
from marketplace.sealing.shares import SHARES, combine, lock, split, unlock
from marketplace.sealing.suites import BrokenSealError, suite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge

LEAST_PASSPHRASE: Final = 10
MOST_FAILURES: Final = 5
BARRED_FOR: Final = timedelta(minutes=30)


@transaction.atomic
def name_openers(challenge: Challenge, *, users: Sequence[User], by: User) -> list[Opener]:
    """Name the three openers of a ceremony, in the place of others, before it takes bids."""
    fresh = locked(challenge)
    permissions.may_name_openers(anew(by), fresh).demand()
    _refuse_other_mode(fresh)
    if len({one.pk for one in users}) != SHARES:
        message = _("Name three different people.")
        raise Refusal(message, code="mistakes", status=422, fields={"users": [message]})
    _refuse_people_of_firms(fresh, users)
    CeremonyKey.objects.filter(challenge=fresh).delete()
    Opener.objects.filter(challenge=fresh).delete()
    openers = [
        Opener.objects.create(challenge=fresh, number=number, user=user)
        for number, user in enumerate(users, start=1)
    ]
    record("openers_named", fresh, actor=by, data={"openers": [one.user_id for one in openers]})
    return openers


@transaction.atomic
def choose_passphrase(challenge: Challenge, *, by: User, passphrase: str) -> Opener:
    """Give an opener a key of its own under a passphrase; the third one deals the shares."""
    fresh = locked(challenge)
    opener = _opener(fresh, by)
    if opener.share is not None:
        raise Refusal(_("You hold your share already."), code="wrong_state", status=409)
    _refuse_weak(passphrase)
    _make_key(opener, passphrase)
    opener.save(update_fields=["public", "locked"])
    record("opener_ready", opener, actor=by, data={"challenge": fresh.pk})
    openers = list(fresh.openers.all())
    if all(one.public for one in openers) and not hasattr(fresh, "ceremony_key"):
        pair = new_secret()
        CeremonyKey.objects.create(challenge=fresh, public=public_of(pair), made_at=clock.now())
        _deal(openers, pair)
    return Opener.objects.get(pk=opener.pk)


def rehearse(challenge: Challenge, *, by: User, passphrase: str) -> Opener:
    """Prove before the listing that an opener's passphrase unlocks a share that fits."""
    return _unlocked(challenge, by=by, passphrase=passphrase, verb="rehearsed")


def give_passphrase(challenge: Challenge, *, by: User, passphrase: str) -> Opener:
    """Hand an opener's share over for the opening; Refusal before the close, by the same clock."""
    _refuse_early(challenge, by=by)
    return _unlocked(challenge, by=by, passphrase=passphrase, verb="handed")


def replace_opener(
    challenge: Challenge, *, lost: Opener, user: User, by: User, passphrases: Mapping[int, str]
) -> Opener:
    """Put somebody in the place of an opener who left, and deal new shares to all three.

    `passphrases` by number are those of the two others, and under the lost one's number the new
    opener's own: three people at one desk, so that no unlocked share is ever stored.
    """
    _refuse_hopeless(challenge, lost=lost, user=user, by=by, passphrases=passphrases)
    _unlock_others(challenge, lost=lost, passphrases=passphrases)
    return _replace(challenge, lost=lost, user=user, by=by, passphrases=passphrases)


@transaction.atomic
def _replace(
    challenge: Challenge, *, lost: Opener, user: User, by: User, passphrases: Mapping[int, str]
) -> Opener:
    fresh = _refuse_hopeless(challenge, lost=lost, user=user, by=by, passphrases=passphrases)
    others = list(fresh.openers.exclude(pk=lost.pk))
    secret = combine({one.number: _share(one, passphrases[one.number]) for one in others})
    lost = Opener(pk=lost.pk, challenge=fresh, number=lost.number, user=user)
    _make_key(lost, passphrases[lost.number])
    lost.save()
    _deal([*others, lost], secret)
    _stamp([*others, lost], passphrases)
    _note_ready(fresh)
    data = {"number": lost.number, "user": user.pk}
    record("opener_replaced", fresh, actor=by, data=data)
    return lost


@transaction.atomic
def _refuse_hopeless(
    challenge: Challenge, *, lost: Opener, user: User, by: User, passphrases: Mapping[int, str]
) -> Challenge:
    """Return the locked challenge whose opener may be replaced so, before a passphrase is tried."""
    fresh = locked(challenge)
    _opener(fresh, by)
    _refuse_replacement(fresh, lost=lost, user=user)
    _refuse_weak(passphrases.get(lost.number, ""), field=f"passphrase{lost.number}")
    return fresh


def _unlock_others(challenge: Challenge, *, lost: Opener, passphrases: Mapping[int, str]) -> None:
    """Try the passphrases of the two who stay; what is wrong stands beside the field of each."""
    refusals = []
    for opener in challenge.openers.exclude(pk=lost.pk).select_related("user"):
        passphrase, field = passphrases.get(opener.number, ""), f"passphrase{opener.number}"
        try:
            _unlocked(
                challenge, by=opener.user, passphrase=passphrase, verb="rehearsed", field=field
            )
        except Refusal as refusal:
            refusals.append(refusal)
    if refusals:
        first = refusals[0]
        first.fields = {name: found for one in refusals for name, found in one.fields.items()}
        raise first


def _refuse_people_of_firms(challenge: Challenge, users: Sequence[User]) -> None:
    """Refuse whoever may not open, beside the field that named the person."""
    found = {}
    for number, user in enumerate(users, start=1):
        decision = permissions.may_be_opener(anew(user), challenge)
        if not decision:
            found[f"opener{number}"] = [decision.reason]
    if found:
        raise mistakes(found)


def _refuse_replacement(challenge: Challenge, *, lost: Opener, user: User) -> None:
    if not challenge.openers.filter(pk=lost.pk, user=lost.user_id).exists():
        message = _("The openers have changed meanwhile. Look at the page once more.")
        raise Refusal(message, code="changed_meanwhile", status=409)
    if challenge.openers.filter(user=user).exists():
        message = _("This person is an opener already.")
        raise Refusal(message, code="mistakes", status=422, fields={"email": [message]})
    decision = permissions.may_be_opener(anew(user), challenge)
    if not decision:
        raise mistakes({"email": [decision.reason]})


def _stamp(openers: list[Opener], passphrases: Mapping[int, str]) -> None:
    """Let openers have rehearsed whose passphrases have just unlocked the shares dealt to them."""
    now = clock.now()
    for opener in openers:
        _share(opener, passphrases[opener.number])
        opener.rehearsed_at = now
        opener.save(update_fields=["rehearsed_at"])


def _note_ready(challenge: Challenge) -> None:
    """Keep the first instant at which all three had rehearsed: the openers stand from then on."""
    if permissions.is_ready(challenge):
        unready = CeremonyKey.objects.filter(challenge=challenge, ready_at__isnull=True)
        unready.update(ready_at=clock.now())


def _make_key(opener: Opener, passphrase: str) -> None:
    secret = new_secret()
    opener.public = public_of(secret)
    opener.locked = lock(secret, passphrase, context=opener.context)


def _deal(openers: list[Opener], secret: bytes) -> None:
    shares = split(secret)
    for opener in openers:
        share = shares[opener.number]
        opener.share = seal_to(bytes(opener.public or b""), share, context=opener.context)
        opener.share_digest = suite().digest(share).hex()
        opener.rehearsed_at = opener.handed = opener.handed_at = None
        opener.save()


def _unlocked(
    challenge: Challenge, *, by: User, passphrase: str, verb: str, field: str = "passphrase"
) -> Opener:
    """Return the opener with the share unlocked and handed; a wrong passphrase is counted.

    What is refused about the passphrase stands beside `field`, where it was typed.
    """
    opener, answer = _try(challenge, by=by, passphrase=passphrase, verb=verb)
    if answer == "barred":
        barred = _("Too many wrong passphrases. Wait half an hour, or let two others open.")
        raise Refusal(barred, code="barred", status=429, fields={field: [barred]})
    if answer == "wrong":
        left = max(0, MOST_FAILURES - opener.failures)
        message = _("This is not the passphrase; %(left)s attempts are left.") % {"left": left}
        raise Refusal(message, code="wrong_passphrase", status=422, fields={field: [message]})
    return opener


@transaction.atomic
def _try(
    challenge: Challenge, *, by: User, passphrase: str, verb: str
) -> tuple[Opener, Literal["right", "wrong", "barred"]]:
    """Try a passphrase in a transaction that stands either way, so that every failure counts."""
    fresh = locked(challenge)
    opener = _opener(fresh, by)
    now = clock.now()
    if opener.is_barred_at(now):
        return opener, "barred"
    try:
        share = _share(opener, passphrase)
    except BrokenSealError:
        opener.failures += 1
        if opener.failures >= MOST_FAILURES:
            opener.failures, opener.barred_until = MOST_FAILURES, now + BARRED_FOR
        opener.save(update_fields=["failures", "barred_until"])
        attempt = OpeningAttempt.objects.create(
            challenge=fresh, at=now, by=by, answer="wrong_passphrase"
        )
        record("opening_attempted", attempt, actor=by, data={"answer": attempt.answer})
        return opener, "wrong"
    opener.failures, opener.barred_until = 0, None
    if verb == "handed":
        hand_share(opener, share)
        opener.handed_at = now
    else:
        opener.rehearsed_at = now
    opener.save()
    _note_ready(fresh)
    record(f"share_{verb}", opener, actor=by, data={"challenge": fresh.pk})
    return opener, "right"


def _share(opener: Opener, passphrase: str) -> bytes:
    """Return an opener's share by the passphrase; BrokenSealError for another."""
    if opener.share is None or opener.locked is None:
        raise Refusal(_("The shares are not dealt yet."), code="not_ready", status=409)
    secret = unlock(bytes(opener.locked), passphrase, context=opener.context)
    share = unseal_with(secret, bytes(opener.share), context=opener.context)
    if suite().digest(share).hex() != opener.share_digest:
        raise BrokenSealError("this is another share")
    return share


@transaction.atomic
def _refuse_early(challenge: Challenge, *, by: User) -> None:
    fresh = locked(challenge)
    permissions.may_open(anew(by), fresh, at=clock.now()).demand(status=409)


def _opener(challenge: Challenge, user: User) -> Opener:
    found = challenge.openers.filter(user=user).first()
    if found is None or not user.is_active:
        message = _("Only the openers who were named open these bids.")
        raise Refusal(message, code="not_opener", status=403)
    return found


def _refuse_other_mode(challenge: Challenge) -> None:
    if challenge.seal_mode != challenge.SealMode.CEREMONY:
        raise Refusal(_("This challenge has no opening ceremony."), code="wrong_mode", status=409)


def _refuse_weak(passphrase: str, *, field: str = "passphrase") -> None:
    if len(passphrase) < LEAST_PASSPHRASE:
        message = _("A passphrase has at least ten characters.")
        raise Refusal(message, code="weak", status=422, fields={field: [message]})
