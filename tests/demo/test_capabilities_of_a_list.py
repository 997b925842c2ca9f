"""The demo's oldest capabilities come in from a list, as an office's first list does."""

import pytest

from marketplace.demo import content, people
from marketplace.demo.listings import Names, load_capability
from marketplace.demo.organisations import load_organisation
from marketplace.listings.models import Capability, SecrecyReview


@pytest.fixture
def names(db):
    """The names of a demo of which these firms alone are there."""
    people.make_staff()
    rows = content.organisations()
    for row in rows:
        if row["key"] in {one["owner"] for one in listed()}:
            load_organisation(row)
    return Names()


def listed():
    """Return two capabilities of the list: one that its firm confirmed, one that it did not."""
    old = [row for row in content.capabilities() if (row.get("published_days_ago") or 0) > 70]
    return [
        next(row for row in old if row.get("confirmed", True)),
        next(row for row in old if not row.get("confirmed", True)),
    ]


def test_both_are_public_under_the_review_of_the_list_and_one_is_confirmed(names):
    for row in listed():
        assert load_capability(row, names)
        assert not load_capability(row, names)
    confirmed, unconfirmed = Capability.objects.order_by("pk")
    assert confirmed.is_public
    assert unconfirmed.is_public
    assert not confirmed.lifecycle.is_unconfirmed
    assert unconfirmed.lifecycle.is_unconfirmed
    assert confirmed.lifecycle.published_at < confirmed.lifecycle.confirmed_at
    assert SecrecyReview.objects.get().source == "2026 年企业能力清单汇总表（示例）"
