"""What `migrate` does to the vocabularies."""

import time

import pytest
from django.core.management import call_command

from marketplace.taxonomy.loading import load_taxonomy
from marketplace.taxonomy.models import Domain, EconomicActivity, Industry, Park
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.mark.both
def test_migrate_has_loaded_every_vocabulary():
    assert Industry.objects.filter(parent=None).count() == 6
    assert Industry.objects.get(slug="x-flex").top.name == "未来赛道"
    assert Park.objects.count() == 28
    assert EconomicActivity.objects.count() == 1971
    assert EconomicActivity.objects.filter(code="3741", parent__parent__parent__code="C").exists()


@pytest.mark.both
def test_a_park_has_its_districts_and_focus():
    park = Park.objects.get(slug="aviation")
    assert set(park.districts.values_list("slug", flat=True)) == {"xiangan", "huli"}
    assert "x-aero" in park.focus.values_list("slug", flat=True)


@pytest.mark.both
def test_loading_again_keeps_what_staff_changed():
    Domain.objects.filter(slug="parking").update(name="停车", retired=True, sort_order=1)
    Park.objects.get(slug="aviation").focus.clear()
    call_command("migrate", verbosity=0)
    parking = Domain.objects.get(slug="parking")
    assert (parking.name, parking.retired, parking.sort_order) == ("停车", True, 1)
    assert not Park.objects.get(slug="aviation").focus.exists()


@pytest.mark.both
def test_loading_again_creates_what_is_missing_only():
    Park.objects.get(slug="shapowei").delete()
    EconomicActivity.objects.get(code="3741").delete()
    before = Industry.objects.count()
    load_taxonomy()
    assert Park.objects.get(slug="shapowei").focus.count() == 3
    assert EconomicActivity.objects.filter(code="3741").exists()
    assert Industry.objects.count() == before


def test_loading_twice_asks_little(django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        load_taxonomy()


def test_a_whole_load_takes_less_than_two_seconds():
    Park.objects.all().delete()
    for level in (4, 3, 2, 1):
        EconomicActivity.objects.filter(level=level).delete()
    Industry.objects.exclude(parent=None).delete()
    Industry.objects.all().delete()
    Domain.objects.all().delete()
    started = time.monotonic()
    load_taxonomy()
    assert time.monotonic() - started < 2
    assert EconomicActivity.objects.count() == 1971


def test_retired_terms_stay_on_old_items_and_are_not_offered():
    domain = Domain.objects.get(slug="parking")
    park = Park.objects.get(slug="aviation")
    organisation = OrganisationFactory(park=park)
    Domain.objects.filter(pk=domain.pk).update(retired=True)
    assert domain not in Domain.objects.in_use()
    assert organisation.park == park
