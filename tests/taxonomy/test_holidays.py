"""Calendars of holidays that staff enter: checked against their year, recorded, never deleted."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from marketplace.core.models import HolidayYear
from marketplace.core.refusals import Refusal
from marketplace.core.workdays import is_certain, is_workday
from marketplace.journal.models import Entry
from marketplace.taxonomy.holidays import days_in, enter_holidays, lines_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

OFF = """2031-01-01
2031-01-22 至 2031-01-29
2031-04-05
2031-05-01 to 2031-05-05
2031-10-01..2031-10-07
"""
FORM = {
    "year": 2031,
    "days_off": OFF,
    "days_worked": "2031-01-18",
    "source": "国办发明电〔2030〕0号",
}


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(staff=True))
    return client


def page(name, *args):
    return reverse(f"taxonomy_holidays:{name}", args=args)


def given(**fields):
    content = {**FORM, "days_off": days_in(OFF), "days_worked": ["2031-01-18"]}
    return HolidayYear(**content | fields)


def test_staff_enter_a_year_and_it_counts_at_once(staff):
    assert not is_certain(date(2031, 1, 22))
    assert staff.post(page("add"), FORM).status_code == 302
    assert is_certain(date(2031, 1, 22))
    assert [is_workday(date(2031, 1, day)) for day in (18, 22, 30)] == [True, False, True]
    entry = Entry.objects.get(kind="holidays_entered")
    assert (entry.data, entry.before) == ({"year": 2031}, "")


def test_staff_mend_it_and_the_journal_keeps_that_it_was_another(staff):
    row = enter_holidays(given(), by=UserFactory(staff=True))
    shown = staff.get(page("edit", row.pk)).content.decode()
    assert "2031-01-22 至 2031-01-29" in shown
    changed = {**FORM, "days_off": OFF + "2031-06-24"}
    assert staff.post(page("edit", row.pk), changed).status_code == 302
    row.refresh_from_db()
    assert "2031-06-24" in row.days_off
    entry = Entry.objects.filter(kind="holidays_entered").latest("pk")
    assert entry.before
    assert entry.before != entry.after


def test_nobody_deletes_one(staff):
    row = enter_holidays(given(), by=UserFactory(staff=True))
    staff.post(page("delete", row.pk))
    assert HolidayYear.objects.filter(pk=row.pk).exists()


def test_who_is_no_editor_enters_none():
    with pytest.raises(Refusal) as refusal:
        enter_holidays(given(), by=UserFactory())
    assert refusal.value.status == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("days_off", ""),
        ("days_off", "2031-01-01"),
        ("days_off", OFF + "2032-01-01"),
        ("days_off", OFF + "2031-02-30"),
        ("days_off", OFF + "2031-07-01 至 2031-09-01"),
        ("days_off", OFF + "2031-07-09 至 2031-07-01"),
        ("days_off", OFF.replace("2031-01-22 至 2031-01-29", "2031-03-01 至 2031-03-09")),
        ("days_off", OFF.replace("2031-10-01..2031-10-07", "2031-10-02..2031-10-09")),
        ("days_off", OFF + "春节"),
        ("days_worked", "2031-01-25"),
        ("days_worked", "2031-01-20"),
        ("days_worked", "2032-01-03"),
        ("year", "31"),
    ],
)
def test_what_cannot_be_the_years_calendar_is_named_beside_its_field(staff, field, value):
    response = staff.post(page("add"), {**FORM, field: value})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert not HolidayYear.objects.exists()
    if isinstance(value, str) and value:
        assert value.splitlines()[-1] in response.content.decode()


def test_lines_and_days_say_the_same():
    assert days_in(lines_of(days_in(OFF))) == days_in(OFF)
    assert lines_of(["2031-01-02", "2031-01-01", "2031-01-04"]) == (
        "2031-01-01 至 2031-01-02\n2031-01-04"
    )
