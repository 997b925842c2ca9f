"""Staff set programmes and label the reasons in the admin; nothing is deleted there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.challenges.models import ExitReason, Programme
from marketplace.journal.models import Entry
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(staff=True))
    return client


def address(model, view, *args):
    return reverse(f"wagtailsnippets_challenges_{model}:{view}", args=args)


def test_a_label_is_changed_and_its_code_stays(admin):
    reason = ExitReason.objects.get(code="too_few_bids")
    url = address("exitreason", "edit", reason.pk)
    assert admin.get(url).status_code == 200
    admin.post(url, {"label": "方案不足", "is_active": "on", "code": "other"})
    reason.refresh_from_db()
    assert (reason.label, reason.code) == ("方案不足", "too_few_bids")
    assert Entry.objects.filter(kind="exitreason_saved", subject_key=reason.pk).count() == 1


def test_a_programme_is_made_with_its_least_numbers(admin):
    numbers = {
        "minimum_indicators": 3,
        "fitness_votes": 5,
        "declaration_workdays": 4,
        "answer_workdays": 4,
        "notice_workdays": 7,
        "objection_workdays": 6,
        "cure_workdays": 4,
    }
    admin.post(address("programme", "add"), {"name": "专项", "is_active": "on", **numbers})
    made = Programme.objects.get(name="专项")
    assert {name: getattr(made, name) for name in numbers} == numbers
    assert Entry.objects.filter(kind="programme_saved", subject_key=made.pk).exists()


def test_reasons_are_neither_added_nor_deleted_here(admin):
    reason = ExitReason.objects.get(code="too_few_bids")
    assert admin.get(address("exitreason", "add")).status_code != 200
    assert admin.get(address("exitreason", "delete", reason.pk)).status_code != 200
