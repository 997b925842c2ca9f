"""Synonyms in the admin."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from marketplace.taxonomy.models import Synonym, SynonymState
from marketplace.taxonomy.synonym_sheets import export_csv
from search.documents import LISTS
from search.models import SampleQuery, TypedQuery
from tests.factories import UserFactory
from tests.taxonomy.factories import approved, editor, proposed

pytestmark = pytest.mark.django_db

A, B = "泊车墩", "停车桩子"
FORM = {"wording": A, "other": B, "kind": "same", "both_ways": "on", "weight": "0.8"}


def url(name: str, *args: object) -> str:
    return reverse(f"synonyms_admin:{name}", args=args)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def staff() -> Client:
    return signed_in(UserFactory(staff=True))


def test_an_editor_proposes_and_is_shown_what_would_change():
    client = signed_in(editor("add", "change"))
    answer = client.post(url("add"), FORM)
    synonym = Synonym.objects.get(wording=A)
    assert answer["Location"] == url("look", synonym.pk)
    assert synonym.state == SynonymState.PROPOSED
    page = client.get(url("look", synonym.pk)).content.decode()
    assert f"{A} ↔ {B}" in page
    assert 'value="approve"' not in page


@pytest.mark.parametrize("field", ["wording", "other"])
def test_a_refused_proposal_says_why_beside_the_field(staff, field):
    answer = staff.post(url("add"), FORM | {field: "监测"})
    assert answer.status_code == 200
    assert "监测" in answer.context["form"].errors[field][0]
    assert not Synonym.objects.filter(state=SynonymState.PROPOSED).exists()


def test_a_proposal_begins_with_the_wording_of_the_address(staff):
    page = staff.get(url("add"), {"wording": A}).content.decode()
    assert f'value="{A}"' in page


def test_another_person_approves(staff):
    synonym = proposed(A, B)
    staff.post(url("look", synonym.pk), {"verb": "approve"})
    synonym.refresh_from_db()
    assert synonym.state == SynonymState.APPROVED


def test_the_author_is_told_why_not():
    person = UserFactory(staff=True)
    synonym = proposed(A, B, by=person)
    client = signed_in(person)
    client.post(url("look", synonym.pk), {"verb": "approve"})
    synonym.refresh_from_db()
    assert synonym.state == SynonymState.PROPOSED
    assert 'value="approve"' not in client.get(url("look", synonym.pk)).content.decode()


def test_of_two_who_decide_at_once_the_second_is_told(staff):
    synonym = proposed(A, B)
    staff.post(url("look", synonym.pk), {"verb": "reject"})
    answer = staff.post(url("look", synonym.pk), {"verb": "approve"}, follow=True)
    synonym.refresh_from_db()
    assert synonym.state == SynonymState.REJECTED
    assert [message.level_tag for message in answer.context["messages"]][-1] == "error"


def test_several_are_decided_at_once_but_no_own_ones(staff):
    rows = [proposed(A, B), proposed("窨井", "阴井")]
    page = staff.get(url("several")).content.decode()
    assert f"{A} ↔ {B}" in page
    staff.post(url("several"), {"verb": "approve", "synonym": [row.pk for row in rows] + ["x"]})
    assert {Synonym.objects.get(pk=row.pk).state for row in rows} == {SynonymState.APPROVED}


def test_a_proposal_is_reworded(staff):
    synonym = proposed(A, B)
    answer = staff.post(url("edit", synonym.pk), FORM | {"weight": "0.4"})
    assert answer["Location"] == url("look", synonym.pk)
    synonym.refresh_from_db()
    assert str(synonym.weight) == "0.40"


def test_what_works_is_looked_at_and_not_edited(staff):
    synonym = approved(A, B)
    assert staff.get(url("edit", synonym.pk))["Location"] == url("look", synonym.pk)
    answer = staff.post(url("edit", synonym.pk), FORM | {"weight": "0.4"})
    assert answer.status_code == 200
    synonym.refresh_from_db()
    assert str(synonym.weight) == "0.90"


def test_the_list_is_narrowed_and_costs_the_same_for_many(staff, django_assert_max_num_queries):
    proposed(A, B)
    page = staff.get(url("index"), {"state": "proposed"}).content.decode()
    assert f"{A} ↔ {B}" in page
    assert "IoT" not in page
    with django_assert_max_num_queries(25):
        staff.get(url("index"))


def test_nobody_deletes_a_synonym(staff):
    synonym = approved(A, B)
    staff.post(reverse("synonyms_admin:delete", args=[synonym.pk]))
    assert Synonym.objects.filter(pk=synonym.pk).exists()


def test_a_sheet_is_imported_and_exported(staff):
    approved(A, B)
    rows = Synonym.objects.filter(wording=A).select_related("author", "decided_by")
    content = export_csv(rows).replace(b"0.90", b"0.30")
    upload = SimpleUploadedFile("a.csv", content)
    assert staff.post(url("import"), {"sheet": upload})["Location"] == url("index")
    assert Synonym.objects.get(wording=A, state="proposed").origin == "sheet"
    for name in ("csv", "xlsx"):
        answer = staff.get(url("export"), {"format": name})
        assert name in answer["Content-Disposition"]
        assert len(answer.content) > 1_000


def test_what_is_wrong_with_a_sheet_stands_by_row_and_column(staff):
    text = "词语,同时查找,类型,方向,权重\n监测,看守,同义,双向,0.9\n"
    answer = staff.post(url("import"), {"sheet": SimpleUploadedFile("a.csv", text.encode())})
    assert [(one.row, one.column) for one in answer.context["troubles"]] == [(2, "词语")]
    assert "监测" in answer.content.decode()


@pytest.mark.parametrize("name", ["index", "add", "several", "import", "export"])
def test_who_has_no_permission_sees_nothing(name):
    assert signed_in(editor()).get(url(name)).status_code == 302


def test_samples_are_kept_and_typed_queries_are_read(staff):
    staff.post(
        reverse("sample_queries_admin:add"), {"list_key": "capabilities", "text": "内涝监测"}
    )
    assert SampleQuery.objects.latest("pk").text == "内涝监测"
    now = Synonym.objects.latest("pk").created
    for text, count in (("窨井偷盗", 5), ("张三丰", 1)):
        TypedQuery.objects.create(list_key="capabilities", text=text, count=count, last_seen=now)
    page = staff.get(reverse("typed_queries_admin:index")).content.decode()
    assert "窨井偷盗" in page
    assert "张三丰" not in page


@pytest.mark.django_db
def test_editors_begin_with_samples_of_every_list():
    kept = SampleQuery.objects.values_list("list_key", "text")
    assert {key for key, _text in kept} == set(LISTS)
    assert ("capabilities", "无人机巡检") in kept
