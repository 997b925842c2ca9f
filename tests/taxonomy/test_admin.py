"""What staff do to the vocabularies in the admin."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from marketplace.journal.models import Entry
from marketplace.taxonomy.models import Domain, Industry, Park
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

VOCABULARIES = {
    "industries": Industry,
    "domains": Domain,
    "districts": Industry,
    "parks": Park,
    "resource_kinds": Industry,
    "qualification_kinds": Industry,
}


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(staff=True))
    return client


def page(vocabulary, name, *args):
    return reverse(f"taxonomy_{vocabulary}:{name}", args=args)


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_each_vocabulary_is_listed_and_searched(staff, vocabulary):
    assert staff.get(page(vocabulary, "index")).status_code == 200
    assert staff.get(page(vocabulary, "index"), {"q": "智慧"}).status_code == 200
    assert staff.get(page(vocabulary, "add")).status_code == 200


def test_a_search_finds_a_term_by_its_name(staff):
    text = staff.get(page("domains", "index"), {"q": "停车"}).content.decode()
    assert "智慧停车" in text
    assert "智慧教育" not in text


def test_staff_add_a_term_at_the_end(staff):
    form = {"slug": "low-altitude", "name": "低空经济", "icon": "globe"}
    assert staff.post(page("domains", "add"), form).status_code == 302
    assert list(Domain.objects.values_list("slug", flat=True))[-1] == "low-altitude"
    assert Entry.objects.get(kind="term_changed").data["slug"] == "low-altitude"


def test_staff_retire_a_term_and_its_slug_stays(staff):
    domain = Domain.objects.get(slug="parking")
    form = {"slug": "changed", "name": "智慧停车", "retired": "on"}
    assert staff.post(page("domains", "edit", domain.pk), form).status_code == 302
    domain.refresh_from_db()
    assert (domain.slug, domain.retired) == ("parking", True)
    assert Entry.objects.get(kind="term_changed").data == {"slug": "parking", "retired": True}


def test_a_parks_districts_and_focus_are_edited(staff):
    park = Park.objects.get(slug="aviation")
    focus = Industry.objects.get(slug="x-aero")
    form = {
        "name": park.name,
        "districts": [park.districts.all()[0].pk],
        "focus": [focus.pk],
    }
    assert staff.post(page("parks", "edit", park.pk), form).status_code == 302
    assert park.districts.count() == 1
    assert list(park.focus.all()) == [focus]


@pytest.mark.parametrize(
    ("slug", "parent"), [("it", "bio"), ("it-iot", "it-ai"), ("it", "it"), ("it-iot", "0")]
)
def test_industries_have_two_levels(staff, slug, parent):
    term = Industry.objects.get(slug=slug)
    key = Industry.objects.filter(slug=parent).values_list("pk", flat=True).first() or 0
    response = staff.post(page("industries", "edit", term.pk), {"name": term.name, "parent": key})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["parent"]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_nobody_deletes_a_term(staff, vocabulary):
    term = Industry.objects.all()[0]
    response = staff.post(page(vocabulary, "delete", term.pk))
    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")
    assert Industry.objects.filter(pk=term.pk).exists()
    assert "/delete/" not in staff.get(page(vocabulary, "index")).content.decode()


def test_an_editor_without_the_permission_sees_no_vocabulary(client):
    editor = UserFactory()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    assert client.get(page("domains", "index")).status_code == 302
    domain = Domain.objects.get(slug="parking")
    client.post(page("domains", "edit", domain.pk), {"name": "x"})
    domain.refresh_from_db()
    assert domain.name == "智慧停车"
