import pytest

from marketplace.notifications import limits
from marketplace.notifications.limits import Limits


@pytest.fixture
def clock(monkeypatch) -> list[float]:
    """An instant that the test moves."""
    now = [1000.0]
    monkeypatch.setattr("marketplace.notifications.limits.time.monotonic", lambda: now[0])
    return now


def test_no_more_lines_than_the_most_are_held_under_a_name():
    held = Limits()
    assert [held.enter("a", most=2) for _ in range(3)] == [True, True, False]
    assert held.enter("b", most=2)
    held.leave("a")
    assert held.enter("a", most=2)


def test_a_name_without_lines_is_forgotten():
    held = Limits()
    held.enter("a", most=1)
    held.leave("a")
    assert not held._open


def test_connects_beyond_the_rate_are_too_fast_until_time_has_passed(clock, settings):
    settings.SOCKET_CONNECTS_A_MINUTE = 60
    held = Limits()
    assert sum(not held.comes_too_fast("a") for _ in range(1000)) == 15
    assert not held.comes_too_fast("b")
    clock[0] += 2
    assert [held.comes_too_fast("a") for _ in range(3)] == [False, False, True]


def test_addresses_that_are_quiet_are_forgotten(clock, settings, monkeypatch):
    monkeypatch.setattr(limits, "REMEMBERED", 3)
    held = Limits()
    for name in "abc":
        held.comes_too_fast(name)
    clock[0] += 60
    held.comes_too_fast("d")
    assert set(held._buckets) == {"d"}
