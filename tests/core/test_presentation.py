"""How pages write money, instants, countdowns and form fields."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template

from marketplace.core.templatetags.presentation import (
    control,
    countdown,
    day,
    instant,
    moment,
    wan,
)

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


def shown(left: timedelta) -> str:
    return countdown({"page_clock": SimpleNamespace(now=NOW)}, NOW + left)


@pytest.mark.parametrize(
    ("yuan", "text"),
    [("4800000", "480"), ("12000000.00", "1,200"), ("15000", "1.5"), ("0", "0"), (None, "")],
)
def test_money_is_shown_in_ten_thousands(yuan: str | None, text: str):
    assert wan(None if yuan is None else Decimal(yuan)) == text


def test_an_instant_is_shown_in_beijing_time_with_its_zone():
    assert instant(datetime(2026, 12, 18, 9, 0, tzinfo=UTC)) == (
        '<time datetime="2026-12-18T17:00+08:00">2026-12-18 17:00 北京时间</time>'
    )


def test_an_instant_to_keep_is_shown_with_weekday_minute_and_zone():
    assert moment(datetime(2026, 12, 18, 9, 0, tzinfo=UTC)) == (
        '<time datetime="2026-12-18T17:00+08:00">2026-12-18 星期五 17:00 北京时间</time>'
    )
    assert moment(None) == ""


def test_the_day_of_an_instant_is_that_of_shanghai():
    assert "2026-12-19" in day(datetime(2026, 12, 18, 16, 30, tzinfo=UTC))
    assert "2026-12-18" in day(date(2026, 12, 18))
    assert day(None) == instant(None) == ""


def test_a_countdown_is_readable_without_script():
    html = shown(timedelta(days=24, hours=6, minutes=30))
    assert "<b>24</b>天<b>06</b>时<b>30</b>分" in html
    assert 'data-deadline="2026-12-18T17:00:00+08:00"' in html
    assert "is-soon" not in html


@pytest.mark.parametrize(
    ("left", "soon"), [(timedelta(hours=72), False), (timedelta(hours=71, minutes=59), True)]
)
def test_the_last_72_hours_are_marked(left: timedelta, soon: bool):
    assert ("is-soon" in shown(left)) is soon


@pytest.mark.parametrize("left", [timedelta(0), timedelta(seconds=-1)])
def test_what_is_over_says_so(left: timedelta):
    assert "已截止" in shown(left)
    assert "is-over" in shown(left)


class Form(forms.Form):
    name = forms.CharField(help_text="全称")
    agreed = forms.BooleanField()
    kind = forms.ChoiceField(choices=[("a", "甲")])


def test_a_control_is_tied_to_its_help_and_errors():
    html = control(Form({"name": ""})["name"])
    assert 'class="form-control is-bad"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="form-check-input"' in control(Form()["agreed"])
    assert 'class="form-select"' in control(Form()["kind"])


def test_a_field_shows_label_help_and_error_under_the_ids_its_control_names():
    template = Template('{% include "components/field.html" %}')
    html = template.render(Context({"field": Form({"name": ""})["name"]}))
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert '<label class="form-label" for="id_name">' in html
