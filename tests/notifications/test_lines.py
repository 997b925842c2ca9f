"""Ten notifications of one demand are one line of the inbox, which opens to them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.models import User
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications import kinds
from marketplace.notifications.models import Notification
from marketplace.notifications.querysets import bell_of
from tests.factories import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def lines(lin, tell):
    """Tell ten of one line, and one of another."""
    for n in range(1, 11):
        tell("normal_ring", n=n, line="demand-1", text=f"第{n}家")
    tell("normal_ring", n=11, line="demand-2", text="另一条")
    Notification.objects.filter(kind="bell_heard").delete()
    return lin


def test_a_line_shows_its_newest_and_opens_to_the_others(client, lines):
    client.force_login(lines)
    body = client.get("/notifications/").content.decode()
    assert body.index("另一条") < body.index("第10家") < body.index("第9家") < body.index("第1家")
    assert body.count("feed-members") == 1
    assert "另有 9 条同类消息" in body
    assert bell_of(lines.pk).unread == 2


def test_reading_a_line_reads_what_its_reader_saw_of_it(client, lines, tell):
    client.force_login(lines)
    newest = lines.notifications.order_by("-number")[1]
    tell("normal_ring", n=12, line="demand-1")
    client.post(f"/notifications/{newest.number}/read/")
    unread = lines.notifications.unread().exclude(kind="bell_heard").order_by("number")
    assert [row.params["n"] for row in unread] == [11, 12]
    bell = bell_of(lines.pk)
    assert bell.reads == 1
    body = client.get("/notifications/").content.decode()
    assert body.index("消息 12") < body.index("消息 11")


def test_a_new_member_brings_its_line_up_with_a_new_number(client, lines, tell):
    client.force_login(lines)
    before = bell_of(lines.pk)
    tell("normal_ring", n=12, line="demand-1")
    Notification.objects.filter(kind="bell_heard").delete()
    after = bell_of(lines.pk)
    assert after.last > before.last
    assert after.unread == before.unread == 2
    news = client.get(f"/notifications/since/{before.last}/").json()
    (notice,) = [one for one in news["notices"] if one["kind"] == "normal_ring"]
    assert (notice["others"], notice["line"]) == (10, "normal_ring:demand-1:")
    assert "10" in notice["others_text"]
    assert news["unread"] == 2


def test_all_of_a_line_has_a_page_and_nobody_elses(client, lines):
    client.force_login(lines)
    newest = lines.notifications.order_by("-number")[1]
    body = client.get(f"/notifications/{newest.number}/line/").content.decode()
    assert "feed-members" not in body
    assert all(f"第{n}家" in body for n in range(1, 11))
    assert "另一条" not in body
    client.force_login(MembershipFactory().user)
    assert client.get(f"/notifications/{newest.number}/line/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_lines(client, lines, tell):
    client.force_login(lines)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/notifications/")
        return len(captured)

    few = queries()
    for n in range(5):
        for _ in range(2):
            tell("normal_ring", n=n, line=f"more-{n}")
    assert queries() == few


def rings_of(lin):
    lines = Notification.objects.of(lin.pk).lines().with_line()
    return [row for row in lines if row.kind == "normal_ring"]


def test_who_leaves_the_organisation_reads_nothing_of_its_line(lin, ring, paced_kinds):
    member = MembershipFactory(user=lin)
    told = replace(
        kinds.kind_of("normal_ring"), organisations=lambda _entry: [member.organisation_id]
    )
    kinds.unregister("normal_ring")
    kinds.register(told)
    for n in range(2):
        ring(n, tells=["normal_ring"], line="demand-1")
    run_until_caught_up()
    assert [row.others for row in rings_of(lin)] == [1]
    member.delete()
    assert not rings_of(lin)


def test_the_bell_counts_by_a_permission_from_when_a_kind_is_for_those_who_have_it(lines):
    assert bell_of(lines.pk).unread == 2
    for_staff = replace(kinds.kind_of("normal_ring"), permission="accounts.change_user")
    kinds.unregister(for_staff.name)
    kinds.register(for_staff)
    assert bell_of(lines.pk).unread == 0
    User.objects.filter(pk=lines.pk).update(is_superuser=True)
    assert bell_of(lines.pk).unread == 2
