"""The clock of the database, and the past in which the demo's people act."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connections

from marketplace.core import clock

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MONTH = timedelta(days=30)
SLACK = timedelta(minutes=5)


def test_a_block_is_set_back_and_what_follows_is_not():
    before = clock.now()
    with clock.set_back(MONTH):
        past = clock.now()
    assert abs(before - past - MONTH) < SLACK
    assert clock.now() >= before


def test_a_block_is_set_back_from_the_shifted_clock():
    with clock.set_back(MONTH):
        present = clock.now()
        clock.shift(timedelta(hours=3))
        assert abs(clock.now() - present - timedelta(hours=3)) < SLACK


@pytest.mark.django_db(transaction=True)
def test_other_threads_stay_in_the_present():
    seen = []

    def look():
        try:
            seen.append(clock.now())
        finally:
            connections.close_all()

    with clock.set_back(MONTH):
        thread = Thread(target=look)
        thread.start()
        thread.join()
        assert seen[0] - clock.now() > MONTH - SLACK


def test_where_no_offset_is_honoured_there_is_no_past(settings):
    settings.CLOCK_OFFSET = False
    before = clock.now()
    with clock.set_back(MONTH):
        assert abs(clock.now() - before) < SLACK
