"""The demo's officer has chosen how to be told, once."""

from __future__ import annotations

import pytest

from marketplace.accounts.models import User
from marketplace.demo.messages import load_preferences
from marketplace.demo.people import DOMAIN
from marketplace.notifications.choosing import addresses
from marketplace.notifications.models import Preference, Wish
from marketplace.notifications.ways import Channel

pytestmark = pytest.mark.django_db


def test_two_people_can_be_reached_and_have_hours_of_quiet():
    people = [User.objects.create_user(f"{name}@{DOMAIN}") for name in ("officer", "bidder")]
    assert load_preferences() == 2
    assert load_preferences() == 0
    keys = [person.pk for person in people]
    assert set(addresses(keys, Channel.MAIL)) == set(keys)
    assert set(addresses(keys, Channel.WECHAT)) == set(keys)
    assert Preference.objects.filter(quiet_from__isnull=False).count() == 2
    assert Wish.objects.count() == 4
