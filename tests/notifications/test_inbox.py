import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marketplace.accounts.models import User
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.querysets import Bell, bell_of


@pytest.fixture
def reader(client, lin):
    client.force_login(lin)
    return client


def test_the_inbox_shows_the_newest_first_in_the_readers_language(reader, ring):
    for n in range(1, 4):
        ring(n, text=f"第 {n} 件")
    run_until_caught_up()
    body = reader.get("/notifications/").content.decode()
    assert body.index("消息 3") < body.index("消息 2") < body.index("消息 1")
    assert "第 2 件" in body
    assert "3 条未读" in body


def test_an_empty_inbox_says_so(reader):
    assert "还没有消息" in reader.get("/notifications/").content.decode()


def test_markup_in_a_message_is_shown_as_text(reader, ring):
    ring(1, text="<script>alert(1)</script>")
    run_until_caught_up()
    body = reader.get("/notifications/").content.decode()
    assert "&lt;script&gt;alert(1)" in body
    assert "<script>alert(1)" not in body


def test_the_inbox_has_pages_and_takes_any_page_number(reader, ring):
    for n in range(1, 24):
        ring(n)
    run_until_caught_up()
    assert "</span> 1<" in reader.get("/notifications/").content.decode()
    for page in ("2", "1000000000", "-1", "x"):
        response = reader.get("/notifications/", {"page": page})
        assert response.status_code == 200
    assert "</span> 2<" in reader.get("/notifications/?page=1000000000").content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(reader, ring):
    def queries() -> int:
        run_until_caught_up()
        with CaptureQueriesContext(connection) as captured:
            reader.get("/notifications/")
        return len(captured)

    ring()
    few = queries()
    for n in range(15):
        ring(n)
    assert queries() == few


def test_opening_a_message_marks_it_read_and_goes_there(reader, ring, lin):
    ring(1)
    run_until_caught_up()
    response = reader.get("/notifications/1/")
    assert response["Location"] == "/notifications/"
    assert lin.notifications.get().read_at is not None


def test_a_message_without_an_address_leads_to_the_inbox(reader, ring):
    ring(0)
    run_until_caught_up()
    assert reader.get("/notifications/1/")["Location"] == "/notifications/"


def test_a_message_is_marked_read_by_post_alone(reader, ring, lin):
    ring()
    run_until_caught_up()
    assert reader.get("/notifications/1/read/").status_code == 405
    assert reader.post("/notifications/1/read/").status_code == 302
    assert lin.notifications.unread().count() == 0


def test_marking_all_read_stops_at_what_the_page_knew(reader, ring, lin):
    for n in range(3):
        ring(n)
    run_until_caught_up()
    reader.post("/notifications/read/", {"through": "2"})
    assert [row.number for row in lin.notifications.unread()] == [3]


@pytest.mark.parametrize("through", ["", "x", "-1", "９", "9" * 30])
def test_a_mark_without_a_number_is_not_found(reader, through):
    assert reader.post("/notifications/read/", {"through": through}).status_code == 404


def test_another_persons_messages_are_not_there(reader, client, ring):
    ring()
    run_until_caught_up()
    client.force_login(User.objects.create_user("wu@example.test"))
    assert client.get("/notifications/1/").status_code == 404
    assert client.post("/notifications/1/read/").status_code == 404
    assert "消息 1" not in client.get("/notifications/").content.decode()
    assert client.get("/notifications/since/0/").json()["notices"] == []


def test_a_visitor_is_asked_to_sign_in(client, db):
    assert client.get("/notifications/")["Location"].startswith("/accounts/login/")
    assert client.get("/notifications/since/0/").status_code == 401


def test_the_poll_answers_like_the_socket(reader, ring):
    for n in range(1, 4):
        ring(n, text="<b>")
    run_until_caught_up()
    response = reader.get("/notifications/since/1/")
    news = response.json()
    assert [notice["number"] for notice in news["notices"]] == [2, 3]
    assert news["notices"][0]["title"] == "消息 2"
    assert news["notices"][0]["text"] == "<b>"
    assert (news["last"], news["more"], news["unread"]) == (3, False, 3)
    assert news["unread_text"] == "3 条未读"
    assert "no-store" in response["Cache-Control"]


def test_the_poll_takes_a_number_that_was_never_given_for_the_last(reader, ring):
    ring()
    run_until_caught_up()
    news = reader.get("/notifications/since/999999999999/").json()
    assert (news["notices"], news["last"]) == ([], 1)


def test_each_change_of_what_is_read_moves_a_counter_of_the_persons_own(reader, ring, lin):
    User.objects.create_user("wu@ring.test")
    for n in range(3):
        ring(n)
    run_until_caught_up()
    assert bell_of(lin.pk).reads == 0
    reader.post("/notifications/1/read/")
    reader.post("/notifications/1/read/")
    assert bell_of(lin.pk).reads == 1
    reader.get("/notifications/2/")
    reader.post("/notifications/read/", {"through": "3"})
    assert bell_of(lin.pk) == Bell(unread=0, last=3, reads=3)
    assert bell_of(User.objects.get(email="wu@ring.test").pk).reads == 0
