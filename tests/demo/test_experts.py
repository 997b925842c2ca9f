"""The demo's pool: people who differ, and enough of them for the panels that are drawn from it."""

from __future__ import annotations

from collections import Counter

import pytest

from marketplace.demo import content
from marketplace.demo.experts import CHAIN_FIELD, LOAD_LIMIT
from marketplace.taxonomy.models import Domain, Industry


def test_experts_have_employers_of_their_own_and_fields_that_differ():
    rows = content.experts()
    assert len({row["employer"] for row in rows}) == len(rows)
    assert len({row["speciality"] for row in rows}) == len(rows)
    assert len({tuple(row["domains"]) for row in rows}) >= len(rows) - 1
    assert all("示例" in row["who"] and "示例" in row["employer"] for row in rows)


def test_the_pool_fills_the_panels_of_the_demo_with_alternates():
    taken_in = content.experts()[:-1]
    counted = Counter(field for row in taken_in for field in row["domains"])
    assert counted[CHAIN_FIELD] >= 3 + 2
    assert counted["environment"] >= 2 + 1
    assert len(content.chains()) <= LOAD_LIMIT


@pytest.mark.django_db
def test_every_field_of_an_expert_is_a_term_of_the_portal():
    rows = content.experts()
    for name, model in (("domains", Domain), ("industries", Industry)):
        wanted = {slug for row in rows for slug in row[name]}
        assert set(model.objects.filter(slug__in=wanted).values_list("slug", flat=True)) == wanted
