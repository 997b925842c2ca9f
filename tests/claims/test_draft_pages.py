from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone

from marketplace.claims.drafting import Edit, save_draft
from marketplace.claims.editing import PRESENT, editors_besides, note_editor
from marketplace.claims.models import Claim, ClaimDraft, DraftAnswer, DraftEditor
from marketplace.claims.models.draft import mark_of
from marketplace.claims.questions import Step
from marketplace.core import clock
from marketplace.core.veiled import name_of
from marketplace.files.access import url_of
from marketplace.listings.models import Indicator
from marketplace.organisations.models import Role
from tests.claims.factories import (
    PHONE,
    PITCH,
    capability_of,
    draft_for,
    open_demand,
    pdf,
    person_of,
    sent,
    upload,
    with_lifecycle,
)
from tests.factories import PASSWORD, OrganisationFactory, QualificationKindFactory, UserFactory

pytestmark = pytest.mark.django_db

STEPS = ("approach", "answers", "delivery", "material")


@pytest.fixture
def draft(demand, firm, bidder):
    return draft_for(demand, firm, bidder)


@pytest.fixture
def visitor(client, bidder):
    client.force_login(bidder)
    return client


def at(draft, name, *more):
    return reverse(f"claims:{name}", args=[draft.demand.lifecycle.number, draft.firm_id, *more])


def text_of(response):
    return response.content.decode()


def texts(draft):
    return {row.name: row.text for row in DraftAnswer.objects.filter(draft=draft)}


def typed(draft, **changes):
    """Return what a page sends that was opened now: texts with the marks of what is stored."""
    marks = {f"base-{name}": mark_of(texts(draft).get(name, "")) for name in changes}
    return {**changes, **marks}


def test_the_first_page_says_what_is_not_met_before_the_work_starts(visitor, demand, firm):
    demand.qualifications.add(QualificationKindFactory(slug="iso27001"))
    demand.save()
    page = visitor.get(reverse("claims:start", args=[demand.lifecycle.number, firm.pk]))
    answers = {gate.code: gate.answer for gate in page.context["gates"]}
    assert answers["qualification:iso27001"] == "failed"
    assert page.context["decision"].allowed
    assert not ClaimDraft.objects.exists()


def test_starting_leads_to_the_first_step_with_what_is_known(visitor, demand, firm):
    capability_of(firm, description="管网耦合模型。")
    url = reverse("claims:start", args=[demand.lifecycle.number, firm.pk])
    page = visitor.post(url, follow=True)
    assert page.redirect_chain[-1][0] == at(ClaimDraft.objects.get(), "step", "approach")
    assert "管网耦合模型。" in text_of(page)


def test_what_was_typed_into_the_short_form_is_taken_along(visitor, demand, firm):
    url = reverse("claims:apply", args=[demand.lifecycle.number])
    sent_form = {"firm": firm.pk, "pitch": "先写的一句", "contact_phone": PHONE, "go": "full"}
    page = visitor.post(url, sent_form, follow=True)
    assert "先写的一句" in text_of(page)
    assert texts(ClaimDraft.objects.get())["contact_phone"] == PHONE
    assert not Claim.objects.exists()


def test_a_short_form_and_a_draft_that_differ_are_both_shown(visitor, draft):
    url = reverse("claims:apply", args=[draft.demand.lifecycle.number])
    sent_form = {"firm": draft.firm_id, "pitch": "另一句", "contact_phone": "", "go": "full"}
    page = visitor.post(url, sent_form, follow=True)
    assert "另一句" in text_of(page)
    assert texts(draft)["pitch"] == PITCH
    answer = visitor.post(page.request["PATH_INFO"], {"pitch": "另一句", "base-pitch": "another"})
    assert answer.status_code == 409
    assert PITCH in text_of(answer)


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_drawn_and_leads_on(step, visitor, draft):
    page = visitor.get(at(draft, "step", step))
    assert page.status_code == 200
    assert text_of(page).count('aria-current="step"') == 1
    answer = visitor.post(at(draft, "step", step), {"go": "next"})
    onward = dict(pairwise(STEPS)).get(step)
    expected = at(draft, "step", onward) if onward else at(draft, "review")
    assert answer.url == expected


def test_each_indicator_of_the_demand_is_asked(visitor, firm, bidder):
    demand = open_demand()
    demand.indicators = [Indicator(name="命中率", comparison="ge", value="80", unit="%")]
    demand.save()
    page = visitor.get(at(draft_for(demand, firm, bidder), "step", "answers"))
    assert "命中率 ≥ 80 %" in text_of(page)


def test_an_answer_stays_with_its_indicator_when_the_demand_gets_new_rows(visitor, firm, bidder):
    demand = open_demand()
    demand.indicators = [Indicator(name="命中率", comparison="ge", value="80", unit="%")]
    demand.save()
    draft = draft_for(demand, firm, bidder)
    name = visitor.get(at(draft, "step", "answers")).context["rows"][0].question.name
    visitor.post(at(draft, "step", "answers"), typed(draft, **{name: "实测 86 %"}))
    demand.indicators.all().delete()
    demand.indicators = [Indicator(name="命中率", comparison="ge", value="85", unit="%")]
    demand.save()
    page = visitor.get(at(draft, "step", "answers"))
    assert "命中率 ≥ 85 %" in text_of(page)
    assert "实测 86 %" in text_of(page)


def test_a_price_is_asked_only_where_the_path_allows_one(visitor, firm, bidder):
    for path, asked in (("research", True), ("state_procurement", True), ("procurement", False)):
        draft = draft_for(open_demand(path=path), firm, bidder)
        page = visitor.get(at(draft, "step", "delivery"))
        assert ('name="price"' in text_of(page)) is asked


def test_a_page_without_script_shows_both_texts_and_saving_once_more_keeps_mine(
    visitor, draft, firm, bidder
):
    stale = typed(draft, pitch="我写的")
    colleague = person_of(firm)
    save_draft(draft, by=colleague, edits={"pitch": Edit("同事写的", mark_of(PITCH))})
    page = visitor.post(at(draft, "step", "approach"), stale)
    assert page.status_code == 409
    for said in ("我写的", "同事写的", str(colleague)):
        assert said in text_of(page)
    assert texts(draft)["pitch"] == "同事写的"
    mark = next(row.mark for row in page.context["rows"] if row.question.name == "pitch")
    visitor.post(at(draft, "step", "approach"), {"pitch": "我写的", "base-pitch": mark})
    assert texts(draft)["pitch"] == "我写的"


def test_too_long_a_text_is_told_beside_its_field_and_stays_on_the_page(visitor, draft):
    page = visitor.post(at(draft, "step", "approach"), typed(draft, pitch="长" * 1001))
    assert page.status_code == 422
    assert "长" * 1001 in text_of(page)
    assert page.context["form"].errors["pitch"]
    assert texts(draft)["pitch"] == PITCH


def test_who_was_signed_out_finds_the_text_after_signing_in(client, draft, bidder):
    url = at(draft, "step", "approach")
    answer = client.post(url, typed(draft, pitch="会话过期前写的"))
    assert answer.url == f"/accounts/login/?next={url}"
    client.post(answer.url, {"login": bidder.email, "password": PASSWORD})
    page = client.get(url)
    assert "会话过期前写的" in text_of(page)
    assert texts(draft)["pitch"] == PITCH


def test_saving_by_itself_answers_with_what_is_stored(visitor, draft):
    url = at(draft, "save", "approach")
    state = visitor.post(url, typed(draft, pitch="新的一句", approach="做法")).json()
    assert state["fields"]["pitch"] == {"text": "新的一句", "mark": mark_of("新的一句")}
    assert (state["conflicts"], state["faults"], state["others"]) == ({}, {}, [])
    assert texts(draft)["approach"] == "做法"


def test_saving_by_itself_tells_of_a_collision_and_of_who_else_writes(visitor, draft, firm):
    stale = typed(draft, pitch="我写的")
    colleague = person_of(firm)
    save_draft(draft, by=colleague, edits={"pitch": Edit("同事写的", mark_of(PITCH))})
    state = visitor.post(at(draft, "save", "approach"), stale).json()
    assert state["conflicts"]["pitch"]["text"] == "同事写的"
    assert colleague.name in state["conflicts"]["pitch"]["by"]
    assert colleague.name in state["others"][0]
    state = visitor.get(at(draft, "save", "approach")).json()
    assert state["fields"]["pitch"]["text"] == "同事写的"


def test_a_page_says_who_edits_which_step_now(visitor, draft, bidder, firm):
    colleague = person_of(firm)
    note_editor(draft, colleague, step=Step.DELIVERY)
    page = visitor.get(at(draft, "step", "approach"))
    assert f"{colleague.name} 正在填写“实施”" in text_of(page)
    assert DraftEditor.objects.get(person=bidder).step == "approach"
    visitor.get(at(draft, "save", "answers"))
    assert [row.person for row in editors_besides(colleague, draft)] == [bidder]
    assert DraftEditor.objects.get(person=bidder).step == "answers"


def test_who_left_a_minute_ago_edits_no_longer_but_saved_then(visitor, draft, firm):
    colleague = person_of(firm)
    edit = {"approach": Edit("同事写的", "")}
    save_draft(draft, by=colleague, edits=edit)
    note_editor(draft, colleague, step=Step.DELIVERY)
    clock.shift(PRESENT + timedelta(milliseconds=2))
    (said,) = visitor.get(at(draft, "save", "approach")).json()["others"]
    assert said.startswith(f"{colleague.name} ")
    assert said.endswith("保存过")


def test_who_may_not_read_the_draft_edits_nothing(client, draft):
    client.force_login(UserFactory())
    assert client.get(at(draft, "save", "approach")).status_code == 404
    assert not DraftEditor.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [("pitch", "a\0b"), ("pitch", "长" * 5000), ("capability", "99999999"), ("capability", "x")],
)
def test_what_cannot_be_stored_is_told_and_the_rest_is_saved(name, value, visitor, draft):
    given = {**typed(draft, approach="做法"), **typed(draft, **{name: value})}
    state = visitor.post(at(draft, "save", "approach"), given).json()
    assert set(state["faults"]) == {name}
    assert texts(draft)["approach"] == "做法"


def test_questions_that_nobody_asked_are_not_stored(visitor, draft):
    before = texts(draft)
    visitor.post(at(draft, "save", "approach"), typed(draft, price="1", nothing="x", team="三人"))
    assert texts(draft) == before


def test_saving_without_a_session_says_where_to_sign_in(client, draft):
    answer = client.post(at(draft, "save", "approach"), typed(draft, pitch="x"))
    assert answer.status_code == 401
    assert answer.json()["sign_in"].startswith("/accounts/login/?next=")


def test_what_does_not_exist_and_what_is_not_mine_look_the_same(client, draft, firm, officer):
    strangers = [
        person_of(OrganisationFactory()),
        UserFactory(staff=True),
        officer,
        person_of(firm, Role.VIEWER),
    ]
    number = draft.demand.lifecycle.number
    for stranger in strangers:
        client.force_login(stranger)
        for key in (draft.firm_id, 999_999):
            assert client.get(f"/demands/{number}/claim/{key}/").status_code == 404
            assert client.post(f"/demands/{number}/claim/{key}/approach/save/").status_code == 404
            for page in ("approach", "review"):
                assert client.get(f"/demands/{number}/claim/{key}/{page}/").status_code == 302
    for path in ("nothing", "approach/x", "review/save"):
        assert client.get(f"/demands/{number}/claim/{draft.firm_id}/{path}/").status_code == 404


def test_files_are_uploaded_and_removed_beside_what_was_typed(visitor, draft):
    url = at(draft, "step", "material")
    given = typed(draft, contact_name="林工")
    assert visitor.post(url, {**given, "go": "file", "upload": pdf()}).status_code == 302
    file = draft.files.get()
    assert texts(draft)["contact_name"] == "林工"
    assert visitor.get(url_of(file)).status_code == 200
    assert visitor.post(url, {"go": f"remove-file:{name_of(file)}"}).status_code == 302
    assert not draft.files.exists()


@pytest.mark.parametrize("file", [None, ("x.exe", b"MZ"), ("x.pdf", b"no"), ("x.pdf", b"")])
def test_a_file_that_is_refused_is_told_beside_the_button(file, visitor, draft):
    given = {"go": "file", **({} if file is None else {"upload": upload(*file)})}
    page = visitor.post(at(draft, "step", "material"), given)
    assert page.status_code == 422
    assert page.context["extras"].errors["upload"]
    assert "id_upload_error" in text_of(page)


def test_the_review_shows_everything_what_is_missing_and_what_is_mistaken(visitor, draft):
    visitor.post(at(draft, "step", "material"), typed(draft, contact_phone="电话请看官网"))
    page = visitor.get(at(draft, "review"))
    assert PITCH in text_of(page)
    assert [fault.name for fault in page.context["drafted"].faults] == ["contact_phone"]
    assert "schedule" in [one.name for one in page.context["drafted"].missing]
    assert "disabled" in text_of(page).split("btn-claim")[1].split(">")[0]
    form = {"seen": page.context["drafted"].mark, "key": "k1"}
    assert visitor.post(at(draft, "review"), form).status_code == 422
    assert not Claim.objects.exists()


def test_sending_leads_to_the_receipt_and_twice_to_the_same(visitor, draft):
    page = visitor.get(at(draft, "review"))
    form = {"seen": page.context["drafted"].mark, "key": page.context["key"]}
    targets = {visitor.post(at(draft, "review"), form).url for _ in range(2)}
    assert targets == {f"/claims/{Claim.objects.get().receipt}/"}


def test_what_changed_since_the_review_is_shown_before_it_is_sent(visitor, draft, firm):
    form = {"seen": visitor.get(at(draft, "review")).context["drafted"].mark, "key": "k"}
    save_draft(draft, by=person_of(firm), edits={"pitch": Edit("同事刚改", mark_of(PITCH))})
    page = visitor.post(at(draft, "review"), form)
    assert page.status_code == 409
    assert "同事刚改" in text_of(page)
    assert not Claim.objects.exists()


def test_after_the_close_the_review_says_why_and_the_draft_stays(visitor, draft, demand):
    with_lifecycle(demand, closes_at=timezone.now())
    page = visitor.get(at(draft, "review"))
    assert page.context["decision"].code == "closed"
    form = {"seen": page.context["drafted"].mark, "key": "k"}
    page = visitor.post(at(draft, "review"), form)
    assert page.status_code == 403
    assert PITCH in text_of(page)


def test_talking_is_no_award_where_the_law_buys(visitor, firm, bidder):
    draft = draft_for(open_demand(path="procurement"), firm, bidder)
    assert "对接不等于中标" in text_of(visitor.get(at(draft, "review")))


def test_my_applications_list_the_drafts_that_were_not_sent(visitor, draft, bidder):
    page = visitor.get(reverse("claims:mine"))
    assert list(page.context["drafts"]) == [draft]
    sent(draft, bidder)
    assert list(visitor.get(reverse("claims:mine")).context["drafts"]) == []


def test_script_is_text_in_a_draft_and_on_its_review(visitor, draft):
    visitor.post(at(draft, "step", "approach"), typed(draft, pitch="<script>alert(1)</script>"))
    for page in (visitor.get(at(draft, "step", "approach")), visitor.get(at(draft, "review"))):
        assert "<script>alert" not in text_of(page)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text_of(page)
