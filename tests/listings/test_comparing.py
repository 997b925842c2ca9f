"""Whatever a version of a demand says otherwise is a difference, or is named here with a reason."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import models
from modelcluster.models import get_all_child_relations

from marketplace.files.models import Blob
from marketplace.listings.comparing import differences, lines_of
from marketplace.listings.forms.operation import DemandOperationForm
from marketplace.listings.models import (
    Demand,
    DemandAttachment,
    DemandLifecycle,
    DemandParty,
    Indicator,
    OpenedResource,
)
from marketplace.listings.timetable import PLANNED
from tests.factories import AgencyFactory, ResourceKindFactory
from tests.listings.factories import Office, demand_content, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.both]

_WAGTAILS = "kept by Wagtail of the version, no part of what it says"
FREE = {
    "id": "the row itself",
    "live": "whether it is published: an entry of its own says so",
    **dict.fromkeys(
        (
            *("has_unpublished_changes", "first_published_at", "last_published_at"),
            *("go_live_at", "expire_at", "expired", "locked", "locked_at", "locked_by"),
            *("latest_revision", "live_revision"),
        ),
        _WAGTAILS,
    ),
}
"""Fields of a demand that change without an addendum, and why."""

RUN = {
    "unit": "who handles it is in force at once, as the owner's own order",
    "contact_name": "a change of contact person is no addendum",
    "contact_phone": "a change of contact person is no addendum",
    "contact_visibility": "a change of contact person is no addendum",
}
"""What an author changes of a published demand beside its content, and why without an addendum."""

ROWS = {one.related_model: one.get_accessor_name() for one in get_all_child_relations(Demand)}
STRUCTURE = {"id", "demand", "sort_order"}
FIELDS = [one.name for one in Demand._meta.concrete_fields if one.name not in FREE]
CHILD_FIELDS = [
    (model, field.name)
    for model in ROWS
    for field in model._meta.concrete_fields
    if field.name not in STRUCTURE
]
DATES = {"opens_at", "questions_close_at", "closes_at"}


def blob(digit="0"):
    return Blob.objects.create(
        sha256=digit * 64, size=1, media_type="application/pdf", original_name="附件.pdf"
    )


def rows():
    return {
        DemandParty: {"organisation": AgencyFactory(), "part": "lead"},
        Indicator: {
            "name": "命中率",
            "baseline": "60",
            "comparison": "ge",
            "value": "80",
            "unit": "%",
            "is_main": True,
            "method": "现场测试",
        },
        OpenedResource: {
            "kind": ResourceKindFactory(),
            "text": "雨量数据",
            "condition": "conditional",
            "access": "interface",
            "approver": "数据局",
        },
        DemandAttachment: {"blob": blob(), "title": "清单"},
    }


def version(given=None):
    """Return a version in which everything is filled in."""
    given = given or rows()
    demand = demand_content(
        title_en="Flood warning",
        summary_en="In minutes",
        goals="提前预警",
        budget_kind="range",
        budget_low=Decimal(10_000),
        budget_high=Decimal(20_000),
        cooperation="multiple_consortium",
        slots=2,
        **dict.fromkeys(PLANNED, date(2027, 4, 1)),
        delivery_on=date(2027, 5, 1),
        **{name: datetime(2031, 1, 1, 9, tzinfo=UTC) for name in DATES},
    )
    for model, name in ROWS.items():
        setattr(demand, name, [model(**given[model])])
    return demand


def another(field, value):
    """Return another value that a field may have."""
    if field.choices:
        return next(key for key, _label in field.choices if key not in {value, ""})
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateField):
        return value + timedelta(days=1)
    if isinstance(field, models.DecimalField | models.IntegerField):
        return value + 1
    if field.related_model is Blob:
        return blob("1")
    if field.is_relation:
        return (AgencyFactory if field.name == "organisation" else ResourceKindFactory)()
    return f"{value}（改）"


def changed(before, after):
    return [one.name for one in differences(before, after)]


def test_the_fields_that_are_free_exist_and_are_as_few_as_that():
    known = {one.name for one in Demand._meta.concrete_fields}
    assert set(FREE) <= known
    assert set(RUN) == set(DemandOperationForm.base_fields)
    assert set(RUN) <= {one.name for one in DemandLifecycle._meta.concrete_fields}


def test_every_other_field_is_a_difference():
    given = rows()
    before, after = version(given), version(given)
    after.title = before.title
    assert changed(before, after) == []
    found = {}
    for name in FIELDS:
        old = getattr(before, name)
        setattr(after, name, another(Demand._meta.get_field(name), old))
        found[name] = changed(before, after)
        setattr(after, name, old)
    assert found == {name: [name] for name in FIELDS}


def test_every_field_of_every_row_is_a_difference():
    given = rows()
    before, after = version(given), version(given)
    after.title = before.title
    found = {}
    for model, name in CHILD_FIELDS:
        value = another(model._meta.get_field(name), given[model][name])
        setattr(after, ROWS[model], [model(**{**given[model], name: value})])
        found[model, name] = changed(before, after)
        setattr(after, ROWS[model], [model(**given[model])])
    assert found == {(model, name): [ROWS[model]] for model, name in CHILD_FIELDS}


@pytest.mark.parametrize("model", ROWS)
def test_rows_that_are_added_taken_away_or_change_places_are_a_difference(model):
    given = rows()
    before, after = version(given), version(given)
    after.title = before.title
    name, field = ROWS[model], model._meta.concrete_fields[-1]
    more = {**given[model], field.name: another(field, given[model][field.name])}
    setattr(after, name, [model(**given[model]), model(**more)])
    assert changed(before, after) == [name]
    assert changed(after, before) == [name]
    turned = version(given)
    turned.title = before.title
    setattr(turned, name, [model(**more), model(**given[model])])
    assert changed(after, turned) == [name]


def test_every_chosen_term_is_a_difference():
    given = rows()
    before, after = version(given), version(given)
    after.title = before.title
    names = [field.name for field in Demand._meta.many_to_many]
    found = {}
    for field in Demand._meta.many_to_many:
        chosen = list(getattr(before, field.name).all())
        other = field.related_model.objects.exclude(pk__in=[one.pk for one in chosen])
        setattr(after, field.name, [other.first()])
        found[field.name] = changed(before, after)
        setattr(after, field.name, chosen)
    assert found == {name: [name] for name in names}


def test_a_file_with_other_bytes_under_the_same_name_is_an_addendum():
    office = Office()
    demand = office.published()
    demand = office.changed(demand, attachments=[DemandAttachment(blob=blob(), title="清单")])
    demand = office.changed(demand, attachments=[DemandAttachment(blob=blob("1"), title="清单")])
    first, second = fresh(demand).addenda.order_by("number")
    assert [one["name"] for one in second.differences] == ["attachments"]
    assert second.differences[0]["before"] == first.differences[0]["after"]
    assert "1" * 64 in second.differences[0]["after"][0]


def test_a_line_says_what_its_row_says():
    demand = version()
    (indicator,), (resource,) = (
        lines_of(demand, name) for name in ("indicators", "opened_resources")
    )
    assert indicator.startswith("命中率 ≥ 80 %；")
    assert "60" in indicator
    assert str(OpenedResource._meta.get_field("kind").verbose_name) in resource
