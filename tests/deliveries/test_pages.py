"""Pages of deliveries, through the doors that people use."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from marketplace.deliveries import verdicts
from marketplace.deliveries.models import Answer, HandIn
from tests.claims.factories import pdf
from tests.deliveries.factories import ANSWER, REASON, WORDS, Site
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def page_of(site, name="delivery", *more, team=0):
    return reverse(f"deliveries:{name}", args=[site.team(team).number, *more])


def text_of(response):
    return response.content.decode()


def as_person(client, person):
    client.force_login(person)
    return client


def act(client, site, row, verb, **typed):
    kind = {"checkpoint": "checkpoint", "gateproposal": "gate", "changerequest": "change"}.get(
        row._meta.model_name, row._meta.model_name
    )
    return client.post(page_of(site, "act", kind, row.pk, verb), typed)


def typed_answers(site, **more):
    promises = site.delivery.agreement.promises.all()
    answers = {f"{one.pk}-{name}": text for one in promises for name, text in ANSWER.items()}
    return {**answers, **more}


def test_a_milestone_is_delivered_and_checked_on_the_page(client, site):
    as_person(client, site.bidder)
    page = page_of(site)
    assert client.get(page).status_code == 200
    sent = {"words": WORDS, "links": "https://example.com/a\n", "uploads": [pdf()]}
    assert act(client, site, site.checkpoint(), "submit", **sent).status_code == 302
    file = site.checkpoint().submissions.get().files.get()
    as_person(client, site.officer)
    assert WORDS in text_of(client.get(page))
    address = reverse("files:download", args=["deliveries.submissionfile", file])
    assert client.get(address).status_code == 200
    assert act(client, site, site.checkpoint(), "pass").status_code == 302
    assert site.checkpoint().state == "passed"
    as_person(client, site.stranger)
    assert client.get(address).status_code == 404


def test_a_refused_step_keeps_what_was_typed(client, site):
    as_person(client, site.bidder)
    answer = act(client, site, site.checkpoint(), "submit", words=WORDS, links="ftp://nowhere")
    assert answer.status_code == 422
    assert WORDS in text_of(answer)
    assert "ftp://nowhere" in text_of(answer)
    site.submitted()
    late = act(client, site, site.checkpoint(), "submit", words="第二份材料", links="")
    assert late.status_code == 409
    assert "第二份材料" in text_of(late)


def test_to_everybody_else_a_delivery_is_as_one_that_does_not_exist(client, site):
    outsiders = (site.stranger, site.bidders[1], UserFactory())
    for person in outsiders:
        as_person(client, person)
        for name in ("delivery", "answers", "appraise", "change"):
            there = client.get(page_of(site, name)).status_code
            nowhere = client.get(reverse(f"deliveries:{name}", args=["2222-2222-2222"])).status_code
            assert (there, nowhere) == (404, 404)
        assert act(client, site, site.checkpoint(), "submit", words=WORDS).status_code == 404


@pytest.mark.parametrize(
    ("kind", "verb"), [("checkpoint", "nonsense"), ("nonsense", "pass"), ("payment", "pass")]
)
def test_a_step_that_there_is_not_is_not_found(client, site, kind, verb):
    as_person(client, site.officer)
    address = page_of(site, "act", kind, site.checkpoint().pk, verb)
    assert client.post(address).status_code == 404


def test_a_row_of_another_delivery_is_not_found(client):
    site = Site(teams=2)
    as_person(client, site.bidder)
    other = site.checkpoint(team=1)
    assert act(client, site, other, "submit", words=WORDS).status_code == 404


def test_a_payment_goes_its_way_on_the_page(client, site):
    steps: tuple[tuple[Any, str, dict[str, str]], ...] = (
        (site.bidder, "apply", {"amount": "30"}),
        (site.officer, "endorse", {}),
        (site.approver, "approve", {}),
    )
    for person, verb, typed in steps:
        answer = act(as_person(client, person), site, site.payment(), verb, **typed)
        assert answer.status_code == 302, text_of(answer)
    as_person(client, site.officer)
    kept = act(client, site, site.payment(), "pay", paid_on="2020-01-01", reference="支付 9")
    assert kept.status_code == 422
    assert "支付 9" in text_of(kept)
    assert "申请 30 万元" in text_of(kept)
    assert site.payment().state == "approved"


def test_answers_are_saved_one_by_one_and_handed_in_whole(client, site):
    site.as_passed()
    as_person(client, site.bidder)
    key = site.delivery.agreement.promises.order_by("position")[0].pk
    part = {f"{key}-reached": "91", f"{key}-files": [pdf()]}
    page = page_of(site, "answers")
    assert client.post(page, {**part, "save": "1"}).status_code == 302
    assert Answer.objects.get(promise=key).files.count() == 1
    refused = client.post(page, {f"{key}-reached": "92", "hand_in": "1"})
    assert refused.status_code == 422
    assert f"id_{key}-method" in text_of(refused)
    assert Answer.objects.get(promise=key).reached == "92"
    assert not HandIn.objects.exists()
    assert client.post(page, typed_answers(site, hand_in="1")).status_code == 302
    assert HandIn.objects.get().number == 1


def test_a_file_of_a_draft_is_read_by_the_firm_alone(client, site):
    as_person(client, site.bidder)
    key = site.delivery.agreement.promises.order_by("position")[0].pk
    client.post(page_of(site, "answers"), {f"{key}-files": [pdf()], "save": "1"})
    file = Answer.objects.get(promise=key).files.get()
    address = reverse("files:download", args=["deliveries.answerfile", file])
    assert client.get(address).status_code == 200
    for person in (site.officer, site.bidders[1]):
        assert as_person(client, person).get(address).status_code == 404
    as_person(client, site.bidder)
    client.post(page_of(site, "answers"), {f"drop-{file.pk}": "on", "save": "1"})
    assert not Answer.objects.get(promise=key).files.exists()


def test_items_are_judged_and_accepted_on_the_pages_and_the_record_is_there(client, site):
    last = site.handed_in()
    keys = [one["promise"] for one in last.content]
    as_person(client, site.officer)
    found = {f"{key}-is_met": "yes" for key in keys}
    half = client.post(page_of(site, "appraise"), {**found, f"{keys[0]}-is_met": ""})
    assert half.status_code == 422
    assert client.post(page_of(site, "appraise"), found).status_code == 302
    as_person(client, site.approver)
    assert "按规则评定：优秀" in text_of(client.get(page_of(site)))
    answer = act(client, site, site.delivery, "accept", grade="good", reason="")
    assert answer.status_code == 422
    assert act(client, site, site.delivery, "accept", grade="", reason="").status_code == 302
    assert site.delivery.state == "accepted"
    client.logout()
    verdict = last.verdict
    record = client.get(reverse("deliveries:record", args=[verdict.number]))
    assert verdict.digest in text_of(record)
    assert WORDS not in text_of(record)
    assert ANSWER["words"] not in text_of(record)


def test_what_was_sent_back_has_no_public_record_and_is_read_by_both_sides(client, site):
    site.appraised(0)
    verdict = verdicts.send_back(site.delivery, by=site.approver, reason=REASON)
    as_person(client, site.bidder)
    assert client.get(reverse("deliveries:record", args=[verdict.number])).status_code == 404
    assert REASON in text_of(client.get(page_of(site, "answers")))
    shown = client.get(page_of(site, "hand_in", 1))
    assert "未达到" in text_of(shown)
    assert client.get(page_of(site, "hand_in", 2)).status_code == 404


def test_a_change_is_asked_for_and_its_difference_shown(client, site):
    as_person(client, site.bidder)
    page = page_of(site, "change")
    form = client.get(page).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    key = site.checkpoint(0).milestone_id
    same = client.post(page, {**typed, "reason": REASON})
    assert same.status_code == 422
    assert REASON in text_of(same)
    sent = {**typed, f"title_{key}": "海试与复测", "reason": REASON}
    assert client.post(page, sent).status_code == 302
    shown = text_of(as_person(client, site.officer).get(page_of(site)))
    assert "海试与复测" in shown
    assert act(client, site, site.delivery.changes.get(), "agree").status_code == 302


def test_the_list_shows_the_next_day_to_either_side(client, site):
    for person in (site.bidder, site.officer, site.approver):
        page = text_of(as_person(client, person).get(reverse("deliveries:mine")))
        assert site.delivery.number in page
        assert site.checkpoint().milestone.title in page
    empty = as_person(client, site.stranger).get(reverse("deliveries:mine"))
    assert site.delivery.number not in text_of(empty)
