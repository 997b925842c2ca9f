"""Pages of results and objections, through the doors that people use."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.awards import objecting
from marketplace.awards.models import Objection, ResultNotice
from tests.awards.factories import GROUNDS, STATEMENT, Court, end_days_of
from tests.claims.factories import pdf
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

WORDS = "经核实，检测报告真实有效。"


def url(name, court, *more):
    return reverse(f"awards:{name}", args=[court.number, *more])


def text_of(response):
    return response.content.decode()


def as_person(client, person):
    client.force_login(person)
    return client


def typed(court, **more):
    remark = {f"remark_{court.bids[0].pk}": "综合最优"}
    return {"statement": STATEMENT, "workdays": 5, "proposed": 1, **remark, **more}


def test_an_officer_drafts_an_approver_shows_and_the_public_reads(client, court):
    page = as_person(client, court.officer).get(url("draft", court))
    assert all(firm.name in text_of(page) or str(firm) in text_of(page) for firm in court.firms)
    assert client.post(url("draft", court), typed(court)).status_code == 302
    client.logout()
    assert client.get(url("notice", court)).status_code == 404
    as_person(client, court.approver).post(url("act", court, "show"))
    client.logout()
    shown = text_of(client.get(url("notice", court)))
    assert STATEMENT in shown
    assert court.firms[0].name in shown


def test_the_notice_leads_each_reader_to_what_they_may_read_of_the_ranking(client, court):
    notice = court.shown()
    own = reverse("reviews:outcome", args=[court.bids[1].receipt])
    ranking = reverse("reviews:rankings", args=[court.number])
    links = {
        court.bidders[1]: (True, False),
        court.bidders[0]: (False, False),
        court.officer: (False, True),
        court.stranger: (False, False),
    }
    for person, expected in links.items():
        page = text_of(as_person(client, person).get(url("notice", court)))
        assert (own in page, ranking in page) == expected
        assert notice.ranking.digest in page


def test_a_mistake_keeps_what_was_typed(client, court):
    answer = as_person(client, court.officer).post(
        url("draft", court), typed(court, workdays=2, statement="很长的说明")
    )
    assert answer.status_code == 422
    assert "很长的说明" in text_of(answer)
    assert not ResultNotice.objects.exists()


def test_others_neither_draft_nor_act(client, court):
    court.drafted()
    for person in (court.bidders[0], UserFactory()):
        as_person(client, person)
        assert client.get(url("draft", court)).status_code == 404
        assert client.post(url("act", court, "show")).status_code == 404
    assert as_person(client, court.officer).post(url("act", court, "nonsense")).status_code == 404


def test_the_page_says_until_when_the_award_waits_and_makes_it_final_then(client, court):
    notice = court.shown()
    as_person(client, court.approver)
    assert notice.ends_at.strftime("%Y-%m-%d") in text_of(client.get(url("notice", court)))
    client.post(url("act", court, "settle"))
    assert court.challenge.state == "noticed"
    end_days_of(notice)
    client.post(url("act", court, "settle"))
    assert court.challenge.state == "awarded"


def test_a_stranger_objects_and_follows_it_by_its_receipt(client, court):
    court.shown()
    as_person(client, court.stranger)
    form = client.get(url("object", court)).context["form"]
    sent = {"ground": "content", "text": GROUNDS, "evidence": [pdf()], "key": form["key"].value()}
    answer = client.post(url("object", court), sent)
    made = Objection.objects.get()
    assert answer["Location"] == reverse("awards:objection", args=[made.receipt])
    page = text_of(client.get(answer["Location"]))
    assert GROUNDS in page
    assert made.receipt in text_of(client.get(reverse("awards:mine")))
    file = reverse("files:download", args=["awards.evidence", made.evidence.get()])
    assert client.get(file).status_code == 200
    assert as_person(client, court.bidders[0]).get(file).status_code == 404


def test_what_a_signed_out_objector_typed_is_there_after_signing_in(client, court):
    court.shown()
    sent = {"ground": "scoring", "text": GROUNDS, "organisation": court.firms[2].pk, "key": "k1"}
    answer = client.post(url("object", court), sent)
    assert (answer.status_code, Objection.objects.exists()) == (302, False)
    assert url("object", court) in answer["Location"]
    as_person(client, court.bidders[2])
    form = client.get(url("object", court)).context["form"]
    assert [str(form[name].value()) for name in sent] == [str(one) for one in sent.values()]
    client.post(url("object", court), {**sent, "text": form["text"].value()})
    assert (Objection.objects.get().text, Objection.objects.get().number) == (GROUNDS, 1)
    assert client.get(url("object", court)).context["form"]["text"].value() is None


def test_an_objection_without_grounds_keeps_the_rest(client, court):
    court.shown()
    answer = as_person(client, court.stranger).post(
        url("object", court), {"ground": "scoring", "text": ""}
    )
    assert answer.status_code == 422
    assert not Objection.objects.exists()


def test_abuse_is_taken_by_name_alone_and_read_by_who_decides_alone(client, court):
    court.shown()
    abuse = "某某局长收了钱，你们都是骗子！" * 20
    said = {"ground": "other", "text": abuse, "key": "k1"}
    anonymous = client.post(url("object", court), said)
    assert anonymous["Location"].startswith("/accounts/login/?next=")
    assert not Objection.objects.exists()
    assert client.get(url("notice", court)).status_code == 200
    answer = as_person(client, court.stranger).post(url("object", court), said)
    assert abuse in text_of(client.get(answer["Location"]))
    assert abuse in text_of(as_person(client, court.judge).get(answer["Location"]))
    for person in (court.bidders[0], UserFactory()):
        shown = text_of(as_person(client, person).get(url("notice", court)))
        assert abuse[:8] not in shown
        assert client.get(answer["Location"]).status_code == 404


def test_to_everybody_else_an_objection_is_as_one_that_does_not_exist(client, court):
    objection = court.objection(court.shown())
    for person in (court.bidders[0], court.officer, court.approver, UserFactory()):
        as_person(client, person)
        worlds = [
            client.get(reverse("awards:objection", args=[receipt])).status_code
            for receipt in (objection.receipt, "2222-2222-2222")
        ]
        assert worlds == [404, 404]


def test_a_decider_rejects_on_the_page_and_the_words_of_a_refused_one_stay(client, court):
    objection = court.objection(court.shown())
    page = reverse("awards:objection", args=[objection.receipt])
    as_person(client, court.judge)
    kept = client.post(page, {"verb": "uphold", "decision": WORDS, "remedy": ""})
    assert kept.status_code == 422
    assert WORDS in text_of(kept)
    assert client.post(page, {"verb": "reject", "decision": WORDS}).status_code == 302
    assert Objection.objects.get().state == "rejected"


def test_what_the_public_reads_tells_no_ground_no_objector_and_no_decision(client):
    """Two worlds whose objections differ in everything but number and state read the same."""
    worlds = []
    for ground, text, as_firm in (("content", GROUNDS, False), ("other", "内定了中标人", True)):
        court = Court()
        notice = court.shown()
        organisation = court.firms[2] if as_firm else None
        by = court.bidders[2] if as_firm else court.stranger
        objection = court.objection(
            notice, by=by, ground=ground, text=text, organisation=organisation
        )
        objecting.reject_objection(objection, by=court.judge, decision=f"{text}：不成立")
        shown = text_of(client.get(url("notice", court)))
        assert text not in shown
        assert objection.receipt not in shown
        worlds.append(shown.split('id="objections-t"')[1].split("</section>")[0])
    without_times = [w.split("</h3>")[0].split("<h3>")[1] for w in worlds]
    assert without_times[0] == without_times[1]


def test_a_refused_draft_says_why_and_leads_on_instead_of_showing_a_form(client, court):
    page = text_of(as_person(client, court.officer).get(url("draft", court)))
    assert 'name="statement"' in page
    court.shown()
    page = text_of(client.get(url("draft", court)))
    assert "公示中" in page
    assert 'name="statement"' not in page
    assert f'href="{url("notice", court)}"' in page
    kept = text_of(client.post(url("draft", court), typed(court, statement="另写的说明")))
    assert "另写的说明" in kept


def test_a_bidders_own_result_leads_to_the_notice_and_to_the_objection_while_it_is_open(
    client, court
):
    notice = court.shown()
    own = reverse("reviews:outcome", args=[court.bids[1].receipt])
    page = text_of(as_person(client, court.bidders[1]).get(own))
    assert f'href="{url("notice", court)}"' in page
    assert f'href="{url("object", court)}"' in page
    end_days_of(notice)
    page = text_of(client.get(own))
    assert f'href="{url("notice", court)}"' in page
    assert url("object", court) not in page
