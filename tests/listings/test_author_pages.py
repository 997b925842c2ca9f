"""The author's pages: drafts save loosely, submission asks everything, nothing typed is lost."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from marketplace.listings.models import Capability, Demand
from marketplace.listings.validation import problems
from marketplace.organisations.models import Role
from marketplace.taxonomy.models import Domain, Industry, ResourceKind
from tests.factories import AgencyFactory, MembershipFactory, OrganisationFactory, UnitFactory
from tests.listings.factories import Firm, Office, fresh, member

pytestmark = [pytest.mark.django_db, pytest.mark.both]

NEW = "/workbench/demands/new/"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def author(client, office):
    client.force_login(office.editor)
    return client


def posted(**fields):
    """Return what a browser posts of an otherwise empty form."""
    given = {
        "title": "易涝点积水预警",
        "mode": "scenario",
        "budget_kind": "undisclosed",
        "cooperation": "single",
        "contact_visibility": "signed_in",
    }
    for name in ("parties", "indicators", "opened_resources", "cases"):
        given |= {f"{name}-TOTAL_FORMS": "1", f"{name}-INITIAL_FORMS": "0"}
    return given | fields


def complete(**fields):
    """Return what a browser posts of a form that can be submitted."""
    closes = timezone.localdate() + timedelta(days=30)
    return posted(
        **{
            "summary": "在三十分钟前给出积水深度。",
            "background": "靠人工巡查。",
            "content": "滚动预报。",
            "domains": [Domain.objects.get(slug="security").pk],
            "industries": [Industry.objects.get(slug="it-ai").pk],
            "place": "开元路",
            "path": "pilot",
            "closes_at_day": closes.isoformat(),
            "contact_name": "陈工",
            "contact_phone": "0592-2123456",
            "indicators-0-name": "命中率",
            "indicators-0-comparison": "ge",
            "indicators-0-value": "80",
            "indicators-0-unit": "%",
        }
        | fields
    )


def edit_url(demand):
    return reverse("listings:edit", args=["demand", demand.pk])


def test_a_draft_saves_with_only_a_title(author):
    response = author.post(NEW, posted())
    demand = Demand.objects.get(title="易涝点积水预警")
    assert response.url == edit_url(demand)
    assert demand.lifecycle.review == "editing"
    assert not demand.live


def test_without_a_title_nothing_is_saved_and_nothing_typed_is_lost(author):
    response = author.post(NEW, posted(title="", summary="已经写好的简介"))
    assert response.status_code == 422
    assert "已经写好的简介" in response.text
    assert 'href="#id_title"' in response.text
    assert not Demand.objects.exists()


def test_a_day_without_a_time_closes_at_five_in_shanghai(author):
    author.post(NEW, posted(closes_at_day="2031-12-18"))
    assert Demand.objects.get().closes_at == datetime(2031, 12, 18, 9, 0, tzinfo=UTC)


def test_money_is_typed_in_wan_and_kept_in_yuan(author):
    author.post(NEW, posted(budget_kind="range", budget_low="１２０．５", budget_high="1,480万元"))
    demand = Demand.objects.get()
    assert demand.budget_low == Decimal(1_205_000)
    assert demand.budget_high == Decimal(14_800_000)
    page = author.get(edit_url(demand)).text
    assert 'value="120.5"' in page
    assert 'value="1480"' in page


def test_the_number_of_parties_is_typed_and_one_that_is_none_stays_beside_its_message(author):
    author.post(NEW, posted(cooperation="multiple", slots="３"))
    demand = Demand.objects.get()
    assert (demand.slots, demand.most_parties) == (3, 3)
    for wrong in ("0", "100", "若干"):
        response = author.post(edit_url(demand), posted(cooperation="multiple", slots=wrong))
        assert response.status_code == 422
        assert f'value="{wrong}"' in response.text
        assert 'href="#id_slots"' in response.text
    demand.refresh_from_db()
    assert demand.slots == 3


@pytest.mark.parametrize(("cooperation", "slots"), [("single", "2"), ("multiple", "1")])
def test_a_number_that_contradicts_the_cooperation_is_not_submitted(author, cooperation, slots):
    author.post(NEW, complete(cooperation=cooperation, slots=slots))
    found = problems(Demand.objects.get())
    assert set(found) == {"slots"}


def test_full_width_digits_of_a_phone_are_digits(author):
    author.post(NEW, posted(contact_phone="０５９２－２１２３４５６"))
    assert Demand.objects.get().lifecycle.contact_phone == "0592-2123456"


@pytest.mark.parametrize(
    ("fields", "anchor"),
    [
        ({"title": "题" * 5000}, "id_title"),
        ({"summary": "简" * 201}, "id_summary"),
        ({"background": "痛" * 10_001}, "id_background"),
        ({"title": "<script>alert(1)</script>"}, "id_title"),
        ({"summary": "看<img src=x onerror=alert(1)>这里"}, "id_summary"),
        ({"budget_low": "很多"}, "id_budget_low"),
        ({"budget_high": "-5"}, "id_budget_high"),
        ({"budget_high": "1e400"}, "id_budget_high"),
        ({"budget_high": "NaN"}, "id_budget_high"),
        ({"closes_at_day": "2031-02-30"}, "id_closes_at"),
        ({"closes_at_time": "17:00"}, "id_closes_at"),
        ({"closes_at_day": "0001-01-01", "closes_at_time": "00:00"}, "id_closes_at"),
        ({"delivery_on": "明年"}, "id_delivery_on"),
        ({"mode": "free"}, "id_mode"),
        ({"domains": ["999999"]}, "id_domains"),
        ({"domains": ["x"]}, "id_domains"),
        ({"contact_phone": "call me"}, "id_contact_phone"),
        ({"unit": "999999"}, "id_unit"),
        ({"indicators-0-name": "<b>x</b>"}, "id_indicators-0-name"),
        ({"opened_resources-0-text": "积水数据"}, "id_opened_resources-0-kind"),
        ({"indicators-TOTAL_FORMS": "100000"}, "indicators"),
        ({"indicators-TOTAL_FORMS": "x"}, "indicators"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(author, office, fields, anchor):
    UnitFactory(organisation=office.organisation)
    response = author.post(NEW, posted(**fields))
    assert response.status_code == 422
    assert f'href="#{anchor}' in response.text
    assert "<script>alert" not in response.text
    assert not Demand.objects.exists()


@pytest.mark.parametrize(
    "title", ["积水预警🌊💧", "延迟 <5 分钟的预警", "ＡＩ　预警", "a\x00b\u202e预警"]
)
def test_unusual_but_plain_titles_are_kept(author, title):
    assert author.post(NEW, posted(title=title)).status_code == 302
    kept = Demand.objects.get().title
    assert "\x00" not in kept
    assert "\u202e" not in kept


def test_rows_are_saved_in_their_order_and_empty_ones_left_out(author):
    kind = ResourceKind.objects.all()[0]
    author.post(
        NEW,
        posted(
            **{
                "indicators-TOTAL_FORMS": "3",
                "indicators-0-name": "命中率",
                "indicators-0-comparison": "ge",
                "indicators-0-value": "80",
                "indicators-1-comparison": "ge",
                "indicators-2-name": "提前量",
                "indicators-2-comparison": "ge",
                "indicators-2-value": "30",
                "opened_resources-0-kind": kind.pk,
                "opened_resources-0-text": "积水监测数据",
            }
        ),
    )
    demand = Demand.objects.get()
    assert [one.name for one in demand.indicators.all()] == ["命中率", "提前量"]
    assert [one.text for one in demand.opened_resources.all()] == ["积水监测数据"]


def test_a_row_is_taken_out(author, office):
    demand = office.draft()
    author.post(
        edit_url(demand),
        posted(
            base_revision=demand.latest_revision_id,
            **{
                "indicators-0-name": "命中率",
                "indicators-0-value": "80",
                "indicators-0-DELETE": "on",
            },
        ),
    )
    assert fresh(demand).indicators.count() == 0


def test_one_more_row_without_script_keeps_what_was_typed(author):
    response = author.post(NEW, posted(more="indicators", summary="写到一半"))
    assert response.status_code == 200
    assert "写到一半" in response.text
    assert 'name="indicators-1-name"' in response.text
    assert not Demand.objects.exists()


def test_a_file_survives_a_fault_elsewhere(author):
    upload = SimpleUploadedFile("积水点清单.pdf", PDF, "application/pdf")
    page = author.post(NEW, {**posted(title=""), "attachments-new": upload})
    assert page.status_code == 422
    token = page.context["editor"].attachments.rows[0].token
    author.post(NEW, posted(**{"attachments-0-token": token, "attachments-0-title": "积水点清单"}))
    [attachment] = Demand.objects.get().attachments.all()
    assert attachment.title == "积水点清单"
    assert attachment.blob.path.read_bytes() == PDF


def test_a_forged_or_foreign_file_key_attaches_nothing(author, client, office):
    upload = SimpleUploadedFile("a.pdf", PDF, "application/pdf")
    page = author.post(NEW, {**posted(title=""), "attachments-new": upload})
    token = page.context["editor"].attachments.rows[0].token
    client.force_login(member(office.organisation, Role.EDITOR))
    for key in (token, "1", "x:y:z"):
        client.post(NEW, posted(**{"attachments-0-token": key, "attachments-0-title": "a"}))
    assert all(not one.attachments.exists() for one in Demand.objects.all())


@pytest.mark.parametrize(
    ("name", "content"), [("a.exe", b"MZ\x00\x01"), ("a.pdf", b""), ("a.pdf", b"<html>")]
)
def test_a_file_that_is_not_taken_is_said_and_the_draft_waits(author, name, content):
    upload = SimpleUploadedFile(name, content)
    response = author.post(NEW, {**posted(), "attachments-new": upload})
    assert response.status_code == 422
    assert 'href="#attachments"' in response.text
    assert not Demand.objects.exists()


def test_checking_shows_each_problem_beside_its_field_and_keeps_the_draft(author):
    response = author.post(NEW, posted(next="check"))
    assert response.status_code == 422
    for anchor in ("id_summary", "id_domains", "id_path", "indicators", "id_contact_phone"):
        assert f'href="#{anchor}' in response.text
    demand = Demand.objects.get()
    assert f'name="base_revision" value="{demand.latest_revision_id}"' in response.text


@pytest.mark.parametrize(
    ("fields", "anchor"),
    [
        ({"budget_kind": "range", "budget_low": "500", "budget_high": "100"}, "id_budget_high"),
        ({"budget_kind": "range"}, "id_budget_high"),
        ({"opens_at_day": "2031-02-01", "closes_at_day": "2031-01-01"}, "id_closes_at"),
        ({"questions_close_at_day": "2031-02-01", "closes_at_day": "2031-01-01"}, "id_questions"),
        ({"closes_at_day": "2020-01-01"}, "id_closes_at"),
        ({"indicators-0-value": "很高"}, "indicators"),
        ({"indicators-0-name": ""}, "indicators"),
    ],
)
def test_what_contradicts_itself_cannot_be_submitted(author, fields, anchor):
    response = author.post(NEW, complete(next="check", **fields))
    assert response.status_code == 422
    assert f'href="#{anchor}' in response.text
    assert Demand.objects.get().lifecycle.review == "editing"


def test_a_complete_draft_is_checked_previewed_and_submitted(author, office):
    response = author.post(NEW, complete(next="check"))
    demand = Demand.objects.get()
    assert response.url == reverse("listings:check", args=["demand", demand.pk])
    assert "开元路" in author.get(response.url).text
    author.post(reverse("listings:submit", args=["demand", demand.pk]))
    assert fresh(demand).lifecycle.review == "submitted"
    item = author.get(reverse("listings:item", args=["demand", demand.pk]))
    assert "recall" in item.text


def test_of_two_writers_the_second_sees_both_versions(author, office):
    demand = office.draft(title="最初的标题")
    seen = demand.latest_revision_id
    office.revise(demand, title="同事的标题")
    response = author.post(
        edit_url(demand), posted(title="我的标题", summary="我的简介", base_revision=seen)
    )
    assert response.status_code == 409
    assert "同事的标题" in response.text
    assert "我的标题" in response.text
    assert fresh(demand).title == "同事的标题"
    latest = fresh(demand).latest_revision_id
    assert f'name="base_revision" value="{latest}"' in response.text
    author.post(edit_url(demand), posted(title="合并后的标题", base_revision=latest))
    assert fresh(demand).title == "合并后的标题"


@pytest.mark.parametrize("base", ["", "0", "x", "999999999999999999999"])
def test_a_forged_base_is_a_conflict_and_not_an_error(author, office, base):
    demand = office.draft(title="原样")
    response = author.post(edit_url(demand), posted(title="改过", base_revision=base))
    assert response.status_code == 409
    assert fresh(demand).title == "原样"


def test_the_author_of_a_change_moves_the_close_and_says_why(author, office):
    demand = office.published()
    draft = complete(base_revision=demand.latest_revision_id, closes_at_day="2031-01-01")
    draft |= {"next": "check"}
    page = author.post(edit_url(demand), draft, follow=True).text
    assert 'name="is_material" value="yes"' in page
    submit = reverse("listings:submit", args=["demand", demand.pk])
    assert author.post(submit, {"is_material": "yes", "why": " "}).status_code == 422
    wrong = author.post(submit, {"is_material": "no", "why": "延长<b>时间"})
    assert wrong.status_code == 422
    assert "延长&lt;b&gt;时间" in wrong.text
    assert fresh(demand).lifecycle.review == "editing"
    author.post(submit, {"is_material": "yes", "why": "应企业请求延长时间。"})
    row = fresh(demand).lifecycle
    assert (row.review, row.change_is_material) == ("submitted", True)
    assert row.change_why == "应企业请求延长时间。"
    assert row.closes_at == demand.lifecycle.closes_at


def test_who_writes_for_several_organisations_chooses_one(client):
    user = member(AgencyFactory(), Role.EDITOR)
    second = AgencyFactory()
    MembershipFactory(user=user, organisation=second, role=Role.EDITOR)
    client.force_login(user)
    page = client.get(NEW).text
    assert f'name="owner" value="{second.pk}"' in page
    client.post(f"{NEW}?owner={second.pk}", posted())
    assert Demand.objects.get().lifecycle.owner == second


def test_nobody_writes_for_another_organisation(author, office):
    other = AgencyFactory()
    author.post(f"{NEW}?owner={other.pk}", posted())
    assert Demand.objects.get().lifecycle.owner == office.organisation


def test_who_belongs_nowhere_is_told_why(client):
    viewer = member(OrganisationFactory(), Role.VIEWER)
    client.force_login(viewer)
    assert client.get(NEW).status_code == 403


def test_a_department_publishes_no_capabilities(author):
    assert author.get("/workbench/capabilities/new/").status_code == 403


def test_a_capability_is_written_and_submitted(client):
    firm = Firm()
    client.force_login(firm.writer)
    response = client.post(
        "/workbench/capabilities/new/",
        {
            "title": "城市内涝数值模型",
            "summary": "滚动预报积水深度。",
            "description": "管网耦合。",
            "domains": [Domain.objects.get(slug="security").pk],
            "industries": [Industry.objects.get(slug="it-ai").pk],
            "maturity": "product",
            "delivers_everywhere": "on",
            "price_kind": "negotiable",
            "first_of_kind": "none",
            "team_size": "１２",
            "cases-TOTAL_FORMS": "1",
            "cases-INITIAL_FORMS": "0",
            "cases-0-customer": "某区水务",
            "cases-0-year": "2025",
            "cases-0-amount": "86.5",
            "next": "check",
        },
    )
    assert response.status_code == 302, response.context["editor"].faults()
    client.post(response.url.replace("/check/", "/submit/"))
    capability = Capability.objects.get(lifecycle__owner=firm.organisation)
    assert capability.lifecycle.review == "submitted"
    assert capability.team_size == 12
    assert capability.cases.get().amount == Decimal(865_000)
