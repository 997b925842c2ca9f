"""Openers of the demo's ceremonies: named for every one, and rehearsed where it is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from marketplace.bids import ceremony
from marketplace.demo import people

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge

_OPENERS: Final = (
    ("opener1", "黄主任（开启人，示例）"),
    ("opener2", "许工（开启人，示例）"),
    ("opener3", "郑律师（开启人，示例）"),
)


def prepare_opening(challenge: Challenge, *, by: User, stops: bool) -> None:
    """Name three openers, who choose passphrases and rehearse; one has yet to where it stops."""
    if challenge.seal_mode != challenge.SealMode.CEREMONY:
        return
    users = [people.person(*one) for one in _OPENERS]
    ceremony.name_openers(challenge, users=users, by=by)
    ready = users[:-1] if stops else users
    for one in ready:
        ceremony.choose_passphrase(challenge, by=one, passphrase=people.PASSWORD)
    for one in () if stops else ready:
        ceremony.rehearse(challenge, by=one, passphrase=people.PASSWORD)
