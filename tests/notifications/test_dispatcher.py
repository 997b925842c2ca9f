import pytest

from marketplace.accounts.models import User
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.journal.models import Cursor
from marketplace.notifications import dispatcher, kinds
from marketplace.notifications.kinds import Kind
from marketplace.notifications.models import Counter, Notification
from marketplace.notifications.querysets import bell_of, unread_count
from tests.notifications.dispatching import notify_on_entry
from tests.notifications.ring import RING

pytestmark = pytest.mark.both


def numbers(user: User) -> list[int]:
    rows = Notification.objects.of(user.pk).order_by("number")
    return list(rows.values_list("number", flat=True))


def test_each_recipient_gets_one_row_and_nobody_else_gets_any(ring, lin):
    wu = User.objects.create_user("wu@ring.test")
    other = User.objects.create_user("other@example.test")
    ring(7)
    run_until_caught_up()
    assert numbers(lin) == numbers(wu) == [1]
    assert numbers(other) == []
    row = lin.notifications.get()
    assert (row.kind, row.params) == ("bell_heard", {"n": 7})


def test_numbers_of_a_person_have_no_gaps(ring, lin):
    for n in range(3):
        ring(n)
    run_until_caught_up()
    User.objects.create_user("late@ring.test")
    ring(3)
    run_until_caught_up()
    assert numbers(lin) == [1, 2, 3, 4]
    assert numbers(User.objects.get(email="late@ring.test")) == [1]
    assert bell_of(lin.pk).last == 4


def test_a_person_who_may_not_sign_in_is_told_nothing(ring, lin):
    User.objects.filter(pk=lin.pk).update(is_active=False)
    ring()
    run_until_caught_up()
    assert not Notification.objects.exists()


def test_an_entry_that_is_taken_twice_tells_once(ring, lin):
    ring()
    run_until_caught_up()
    Cursor.objects.filter(name="notifications").update(position=0)
    run_until_caught_up()
    assert numbers(lin) == [1]
    assert Counter.objects.get(user=lin).last == 1


def test_a_fan_out_goes_in_batches_by_person(ring, lin, monkeypatch):
    monkeypatch.setattr(dispatcher, "BATCH", 2)
    for n in range(4):
        User.objects.create_user(f"p{n}@ring.test")
    entry = ring()
    key = ""
    for told in (2, 4, 5):
        key = notify_on_entry(entry, key) or ""
        assert Notification.objects.count() == told
    assert key == ""
    order = Notification.objects.order_by("pk").values_list("user_id", flat=True)
    assert list(order) == sorted(order)


def test_one_entry_may_tell_two_things(ring, lin):
    second = Kind(
        name="bell_heard_again",
        entry_kind="bell_rung",
        recipients=RING.recipients,
        title=RING.title,
        text=RING.text,
        url=RING.url,
    )
    kinds.register(second)
    try:
        ring()
        run_until_caught_up()
    finally:
        kinds.unregister(second.name)
    assert list(lin.notifications.order_by("number").values_list("kind", flat=True)) == [
        "bell_heard",
        "bell_heard_again",
    ]


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="twice"):
        kinds.register(RING)


def test_the_bell_asks_three_questions_and_counts_what_is_not_read(
    ring, lin, django_assert_num_queries
):
    for n in range(3):
        ring(n)
    run_until_caught_up()
    Notification.objects.filter(number=2).mark_read(lin.notifications.first().at)
    # Two ask what the person may read, one what is there.
    with django_assert_num_queries(3):
        bell = bell_of(lin.pk)
    assert (bell.unread, bell.last) == (2, 3)
    assert unread_count(lin) == 2
