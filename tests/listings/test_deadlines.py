"""What is said of a deadline that moves earlier than people can react."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from marketplace.core.workdays import SHANGHAI, is_certain
from marketplace.listings.deadlines import problems_of_instants
from marketplace.listings.models import Demand, DemandLifecycle

pytestmark = pytest.mark.django_db


def said(year):
    """Return what is said of a close that moves, within a year, to the day after its notice."""
    at = datetime(year, 6, 3, 10, tzinfo=SHANGHAI)
    lifecycle = DemandLifecycle(published_at=at - timedelta(days=9), closes_at=at.replace(month=9))
    version = Demand(closes_at=at + timedelta(days=1))
    with translation.override("zh-hans"):
        return [str(text) for _name, text in problems_of_instants(version, lifecycle, at=at)]


@pytest.mark.parametrize(("year", "certain"), [(2026, True), (2066, False)])
def test_where_the_calendar_ends_it_says_by_what_working_days_are_reckoned(year, certain):
    words = said(year)
    assert is_certain(datetime(year, 6, 3, tzinfo=SHANGHAI).date()) is certain
    assert "须留足三个工作日" in words[0]
    assert ["按周末和固定节假日推算" in text for text in words[1:]] == ([] if certain else [True])
