"""Lets the demo's officer have an address that is proved, and messages as busy people want them."""

from __future__ import annotations

from datetime import time

from allauth.account.models import EmailAddress

from marketplace.accounts.models import User
from marketplace.demo.people import DOMAIN
from marketplace.notifications.actions import change_preferences
from marketplace.notifications.gateways import is_set_up
from marketplace.notifications.models import Preference
from marketplace.notifications.proving import bind_follower, make_binding_code
from marketplace.notifications.ways import Channel, Pace, Topic


def load_preferences() -> int:
    """Choose for the officer and the bidder, after all that was told while the demo was loaded.

    0 where somebody has chosen before.
    """
    if Preference.objects.exists():
        return 0
    for name in ("officer", "bidder"):
        person = User.objects.get(email=f"{name}@{DOMAIN}")
        EmailAddress.objects.update_or_create(
            user=person, email=person.email, defaults={"verified": True, "primary": True}
        )
        paces = {
            (Topic.MATCHES, Channel.MAIL): Pace.WEEKLY,
            (Topic.APPROVALS, Channel.MAIL): Pace.INSTANT,
        }
        change_preferences(paces, by=person, quiet=(time(22), time(7, 30)))
        _bind(person, f"example-{name}")
    return 2


def _bind(person: User, follower: str) -> None:
    """Let a person follow the official account, where this portal has one."""
    if is_set_up(Channel.WECHAT):
        bind_follower(follower, code=make_binding_code(by=person))
