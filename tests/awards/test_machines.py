"""The drawings show the tables."""

from __future__ import annotations

from marketplace.awards.models import (
    ObjectionState,
    ReportState,
    ResultNoticeState,
    SuccessionState,
)
from marketplace.awards.transitions import NOTICE, OBJECTION, REPORT, SUCCESSION
from tests.drawings import drawing_of, table_of

DOCUMENT = "awards.md"


def test_the_drawing_of_a_notice_is_its_table():
    assert drawing_of(DOCUMENT, NOTICE) == table_of(NOTICE, ResultNoticeState.values)


def test_the_drawing_of_an_objection_is_its_table():
    assert drawing_of(DOCUMENT, OBJECTION) == table_of(OBJECTION, ObjectionState.values)


def test_the_drawing_of_a_report_is_its_table():
    assert drawing_of(DOCUMENT, REPORT) == table_of(REPORT, ReportState.values)


def test_the_drawing_of_a_succession_is_its_table():
    assert drawing_of(DOCUMENT, SUCCESSION) == table_of(SUCCESSION, SuccessionState.values)
