"""Sockets close at a hint, long before the next look at sessions; and at that look without one."""

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from marketplace.accounts.models import User
from marketplace.notifications import tail, wake
from marketplace.notifications.page import NOT_SIGNED_IN, ROLES_CHANGED
from marketplace.organisations.models import Membership, Role
from tests.factories import OrganisationFactory
from tests.notifications.speaking import page

pytestmark = [
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("nothing_left_open"),
]


OURS = "审核"


@pytest.fixture
def by_hint_alone(monkeypatch) -> None:
    monkeypatch.setattr(tail, "POLL", 60)
    monkeypatch.setattr(tail, "SWEEP", 600)


@pytest.fixture
def no_hints(monkeypatch) -> None:
    monkeypatch.setattr(wake, "_hint", lambda *_: None)
    monkeypatch.setattr(tail, "SWEEP", 0.1)


async def settled(socket) -> None:
    """Let the tail listen: its first look is over, and a question is answered."""
    assert await socket.receive_nothing(timeout=0.3)
    await socket.say({"alive": True})
    assert await socket.hear() == {"alive": True}


async def test_signing_out_closes_all_lines_of_the_session_and_of_no_other(
    session, client, lin, by_hint_alone, settings
):
    elsewhere = Client()
    await sync_to_async(elsewhere.force_login)(lin)
    other = elsewhere.cookies[settings.SESSION_COOKIE_NAME].value
    async with page(session) as first, page(session) as second, page(other) as third:
        for socket in (first, second, third):
            await settled(socket)
        await sync_to_async(client.logout)()
        assert await first.hear_code() == NOT_SIGNED_IN
        assert await second.hear_code() == NOT_SIGNED_IN
        await settled(third)


async def test_a_person_who_is_active_no_longer_loses_the_line(session, lin, by_hint_alone):
    async with page(session) as socket:
        await settled(socket)
        lin.is_active = False
        await sync_to_async(lin.save)(update_fields=["is_active"])
        assert await socket.hear_code() == NOT_SIGNED_IN


async def test_a_changed_password_closes_the_line(session, lin, by_hint_alone):
    async with page(session) as socket:
        await settled(socket)
        lin.set_password("another long one")
        await sync_to_async(lin.save)(update_fields=["password"])
        assert await socket.hear_code() == NOT_SIGNED_IN


async def test_who_loses_a_role_is_asked_anew(session, lin, by_hint_alone):
    firm = await sync_to_async(OrganisationFactory)()
    seat = await Membership.objects.acreate(user=lin, organisation=firm, role=Role.BIDDER)
    async with page(session) as socket:
        await settled(socket)
        await sync_to_async(seat.delete)()
        assert await socket.hear_code() == ROLES_CHANGED


def loses_a_group(person):
    person.groups.clear()


def is_taken_out_of_a_group(person):
    Group.objects.get(name=OURS).user_set.remove(person)


def is_in_a_group_that_loses_its_permissions(_person):
    Group.objects.get(name=OURS).permissions.clear()


def is_in_a_group_that_is_deleted(_person):
    Group.objects.get(name=OURS).delete()


def loses_a_permission(person):
    person.user_permissions.clear()


def is_no_longer_staff(person):
    person.is_staff = False
    person.save(update_fields=["is_staff"])


@pytest.mark.parametrize(
    "loss",
    [
        loses_a_group,
        is_taken_out_of_a_group,
        is_in_a_group_that_loses_its_permissions,
        is_in_a_group_that_is_deleted,
        loses_a_permission,
        is_no_longer_staff,
    ],
)
async def test_staff_who_lose_what_they_held_are_asked_anew(session, lin, by_hint_alone, loss):
    def staff():
        group = Group.objects.create(name=OURS)
        permission = Permission.objects.latest("pk")
        group.permissions.add(permission)
        lin.groups.add(group)
        lin.user_permissions.add(permission)
        User.objects.filter(pk=lin.pk).update(is_staff=True)

    await sync_to_async(staff)()
    async with page(session) as socket:
        await settled(socket)
        await sync_to_async(loss)(lin)
        assert await socket.hear_code() == ROLES_CHANGED


async def test_a_sign_in_elsewhere_closes_nothing(session, lin, by_hint_alone):
    async with page(session) as socket:
        await settled(socket)
        await sync_to_async(Client().force_login)(lin)
        await settled(socket)


async def test_without_hints_a_session_that_ended_is_noticed_by_the_sweep(
    session, client, no_hints
):
    async with page(session) as socket:
        await socket.receive_nothing(timeout=0.2)
        await sync_to_async(client.logout)()
        assert await socket.hear_code() == NOT_SIGNED_IN


async def test_a_session_that_ran_out_ends_like_one_that_was_ended(session, no_hints):
    async with page(session) as socket:
        await socket.receive_nothing(timeout=0.2)
        await Session.objects.filter(pk=session).aupdate(expire_date=timezone.now())
        assert await socket.hear_code() == NOT_SIGNED_IN


async def test_a_person_taken_out_by_hand_is_noticed_by_the_sweep(session, lin, no_hints):
    async with page(session) as socket:
        await socket.receive_nothing(timeout=0.2)
        await User.objects.filter(pk=lin.pk).aupdate(is_active=False)
        assert await socket.hear_code() == NOT_SIGNED_IN
