"""How a person proves that a number or a follower is theirs: each change is one function.

Who asks learns nothing of others: the answer is the same whether an address is held by somebody,
and whether a message went out. Each change locks the person's preferences, so that tries that come
at once are counted one by one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.core import clock
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.core.refusals import Refusal
from marketplace.journal.record import record
from marketplace.notifications.choosing import locked
from marketplace.notifications.codes import LIFE, digest_of, draw_signs, plain
from marketplace.notifications.gateways import is_set_up
from marketplace.notifications.masking import is_follower, mobile_of
from marketplace.notifications.models import Address, Bounce, Delivery, Preference, Proof
from marketplace.notifications.ways import Channel, Pace

ASKED: Final = "notification_code_asked"
PROVED: Final = "notification_address_proved"
REMOVED: Final = "notification_address_removed"
TAKEN: Final = "notification_address_taken"

A_DAY: Final = 5
"""So many codes a person gets in a day on a channel."""
PAUSE: Final = timedelta(seconds=60)


def may_ask_for_code(user: User, channel: Channel, *, now: datetime) -> Decision:
    """Return whether a person may be given a code now, by what they themselves asked for."""
    if not is_set_up(channel):
        return refused(_("This way of being told is not set up."), "not_set_up")
    asked = Proof.objects.of(user.pk, channel).asked_within_a_day(now)
    if len(asked) >= A_DAY:
        return refused(_("You asked for many codes. Try again tomorrow."), "too_many")
    if asked and asked[0].asked_at > now - PAUSE:
        return refused(_("A code is on its way. Ask for another in a minute."), "too_soon")
    return ALLOWED


@transaction.atomic
def ask_for_code(number: str, *, by: User) -> Proof:
    """Send a code to a mobile number; whether one goes out is decided when it is sent."""
    mobile = mobile_of(number)
    if mobile is None:
        said = _("Give a mobile number of eleven digits.")
        raise Refusal(said, code="mistakes", status=422, fields={"number": [said]})
    proof = _begin(by, Channel.SMS, address=mobile)
    Delivery.objects.create(
        user=by,
        channel=Channel.SMS,
        pace=Pace.INSTANT,
        is_pressing=True,
        proof=proof,
        due_at=proof.asked_at,
        made_at=proof.asked_at,
    )
    return proof


@transaction.atomic
def make_binding_code(*, by: User) -> str:
    """Return a code that whoever sends it to the official account binds their follower by."""
    proof = _begin(by, Channel.WECHAT)
    code = draw_signs()
    proof.draw(digest_of(code, purpose=Channel.WECHAT), at=proof.asked_at)
    proof.save(update_fields=["digest", "drawn_at"])
    return code


def prove_number(code: str, *, by: User) -> None:
    """Let a person be reached at the number to which a code went; Refusal for a wrong one."""
    if not _try(code, by):
        said = _("This code is wrong or holds no longer. Check it, or ask for another.")
        raise Refusal(said, code="wrong_code", status=422, fields={"code": [said]})


@transaction.atomic
def bind_follower(follower: str, *, code: str) -> bool:
    """Let the person whose code came from a follower be reached there; False for no such code."""
    digest = digest_of(plain(code), purpose=Channel.WECHAT)
    found = Proof.objects.open().filter(channel=Channel.WECHAT, digest=digest).first()
    if found is None or not is_follower(follower):
        return False
    preference = locked(found.user_id)
    proof = Proof.objects.select_for_update().get(pk=found.pk)
    now = clock.now()
    if not proof.is_open(now) or not proof.user.is_active:
        return False
    _prove(proof, preference, address=follower, now=now)
    return True


@transaction.atomic
def forget_follower(follower: str) -> None:
    """Reach nobody any more at a follower who has left the official account."""
    held = Address.objects.filter(channel=Channel.WECHAT, address=follower).first()
    if held is not None:
        _drop(held, locked(held.user_id), kind=REMOVED, actor=None)


@transaction.atomic
def remove_address(channel: Channel, *, by: User) -> None:
    """Reach a person no more on a channel; a code that is on its way counts no longer."""
    preference = locked(by.pk)
    Proof.objects.of(by.pk, channel).open().update(settled_at=clock.now())
    held = Address.objects.filter(user=by, channel=channel).first()
    if held is not None:
        _drop(held, preference, kind=REMOVED, actor=by)


def open_proof(person: int, channel: Channel, *, now: datetime) -> Proof | None:
    """Return the proof whose code a person may type now."""
    proof: Proof | None = Proof.objects.of(person, channel).open().first()
    return proof if proof is not None and proof.is_open(now) else None


def _begin(by: User, channel: Channel, *, address: str = "") -> Proof:
    preference = locked(by.pk)
    now = clock.now()
    may_ask_for_code(by, channel, now=now).demand(status=429)
    Proof.objects.of(by.pk, channel).open().update(settled_at=now)
    proof = Proof.objects.create(
        user=by, channel=channel, address=address, asked_at=now, ends_at=now + LIFE
    )
    record(ASKED, preference, actor=by, data={"channel": channel.value})
    return proof


@transaction.atomic
def _try(code: str, by: User) -> bool:
    """Count a try, which stays counted, and prove the number where the code is right."""
    preference = locked(by.pk)
    open_ones = Proof.objects.of(by.pk, Channel.SMS).open().select_for_update()
    proof: Proof | None = open_ones.first()
    now = clock.now()
    if proof is None or not proof.is_open(now):
        return False
    proof.tries += 1
    proof.save(update_fields=["tries"])
    if proof.digest != digest_of(plain(code), purpose=str(proof.pk)):
        return False
    _prove(proof, preference, address=proof.address, now=now)
    return True


def _prove(proof: Proof, preference: Preference, *, address: str, now: datetime) -> None:
    proof.settled_at = now
    proof.save(update_fields=["settled_at"])
    while not _holds(proof, address, now=now):
        """Somebody else came first by a moment, and their row can be seen now."""
    Bounce.objects.filter(channel=proof.channel, address=address).delete()
    record(PROVED, preference, actor=proof.user, data={"channel": proof.channel})


def _holds(proof: Proof, address: str, *, now: datetime) -> bool:
    """Let the proof's person hold an address instead of theirs; False where somebody just did."""
    either = Q(user=proof.user_id) | Q(address=address)
    rows = Address.objects.filter(either, channel=proof.channel)
    # In one order for everybody: two who exchange their numbers do not wait for each other.
    for row in rows.select_for_update().order_by("pk"):
        if row.user_id == proof.user_id:
            row.delete()
        else:
            before, _new = Preference.objects.get_or_create(pk=row.user_id)
            _drop(row, before, kind=TAKEN, actor=None)
    try:
        with transaction.atomic():
            Address.objects.create(
                user=proof.user, channel=proof.channel, address=address, proved_at=now
            )
    except IntegrityError:
        return False
    return True


def _drop(held: Address, preference: Preference, *, kind: str, actor: User | None) -> None:
    held.delete()
    record(kind, preference, actor=actor, data={"channel": held.channel})
