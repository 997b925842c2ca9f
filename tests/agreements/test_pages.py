"""Pages of agreements, through the doors that people use."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.agreements import offering
from marketplace.agreements.forms import AgreementForm
from marketplace.agreements.models import EndReason, SignedCopy
from marketplace.agreements.permissions import may_write
from marketplace.organisations.models import Role
from tests.agreements.factories import again
from tests.claims.factories import pdf, person_of
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def url(name, agreement, *more):
    return reverse(f"agreements:{name}", args=[agreement.number, *more])


def text_of(response):
    return response.content.decode()


def as_person(client, person):
    client.force_login(person)
    return client


def posted(agreement, **changes):
    form = AgreementForm(agreement=agreement)
    values = {**{name: form[name].value() for name in form.fields}, **changes}
    return {name: value for name, value in values.items() if value not in (None, "", False)}


def test_from_the_draft_to_the_signed_agreement(client, table):
    agreement = table.drafted()
    officer, bidder = table.officer, table.bidder
    page = text_of(as_person(client, officer).get(url("detail", agreement)))
    assert table.firm.name in page
    assert "90%" in page
    saved = client.post(url("write", agreement), posted(agreement, **{"milestone-1-title": "样机"}))
    assert saved.status_code == 302
    client.post(url("act", agreement, "offer"), {"seen": 2})
    as_person(client, bidder).post(url("act", agreement, "agree"), {"seen": 2})
    for person in (bidder, officer):
        as_person(client, person).post(url("send", agreement), {"seen": 2, "upload": pdf()})
    for person, side in ((officer, "firm"), (bidder, "owner")):
        copy = SignedCopy.objects.get(side=side)
        as_person(client, person).post(url("settle", agreement, copy.pk, "confirm"))
    signed = again(agreement)
    assert signed.state == "signed"
    assert signed.signed_version is not None
    assert signed.signed_version.digest in text_of(client.get(url("detail", agreement)))


def test_a_mistake_keeps_what_was_typed_and_stands_beside_its_field(client, table):
    agreement = table.drafted()
    as_person(client, table.officer)
    answer = client.post(
        url("write", agreement),
        posted(agreement, **{"promise-1-value": "80%", "milestone-1-title": "很特别的名字"}),
    )
    assert answer.status_code == 422
    assert "很特别的名字" in text_of(answer)
    assert answer.context["form"]["promise-1-value"].errors
    unsound = client.post(
        url("write", agreement), posted(agreement, **{"installment-1-amount": "1"})
    )
    assert unsound.context["wrong"]["installments"]
    assert again(agreement).version == 1


def test_rows_are_added_left_out_and_half_filled_ones_named(client, table):
    agreement = table.drafted()
    as_person(client, table.officer)
    more = {"milestone-3-title": "海试", "milestone-3-due_on": agreement.ends_on.isoformat()}
    assert client.post(url("write", agreement), posted(agreement, **more)).status_code == 302
    assert agreement.milestones.count() == 3
    half = posted(again(agreement), **{"clause-7-title": "补充条款"})
    answer = client.post(url("write", agreement), half)
    assert answer.context["form"]["clause-7-text"].errors


def test_who_saves_over_another_version_is_told_and_may_do_it_again(client, table):
    agreement = table.drafted()
    as_person(client, table.officer)
    old = posted(agreement, **{"milestone-1-title": "第二个"})
    client.post(url("write", agreement), posted(agreement, **{"milestone-1-title": "第一个"}))
    answer = client.post(url("write", agreement), old)
    assert answer.status_code == 409
    assert "第二个" in text_of(answer)
    assert url("changes", agreement, 2) in text_of(answer)
    again_posted = {**old, "seen": answer.context["form"]["seen"].value()}
    assert client.post(url("write", agreement), again_posted).status_code == 302
    assert again(agreement).version == 3


@pytest.mark.parametrize("hostile", ["x", "9" * 40, "-1", "nan"])
def test_what_is_no_number_or_day_is_said_beside_its_field(client, table, hostile):
    agreement = table.drafted()
    as_person(client, table.officer)
    wrong = {"amount": hostile, "starts_on": hostile, "seen": 1}
    answer = client.post(url("write", agreement), posted(agreement, **wrong))
    assert answer.status_code == 422
    assert {"amount", "starts_on"} <= set(answer.context["form"].errors)


def test_to_everybody_else_it_is_as_one_that_does_not_exist(client, table):
    agreement = table.as_agreed()
    copy = client_copy(client, table, agreement)
    outsiders = (table.stranger, table.court.bidders[1], person_of(OrganisationFactory()))
    for person in outsiders:
        as_person(client, person)
        for name, more in (
            ("detail", ()),
            ("version", (1,)),
            ("docx", (1,)),
            ("changes", (1,)),
            ("write", ()),
        ):
            there = client.get(url(name, agreement, *more))
            nowhere = client.get(reverse(f"agreements:{name}", args=["2222-2222-2222", *more]))
            assert (there.status_code, nowhere.status_code) == (404, 404)
        file = reverse("files:download", args=["agreements.signedcopy", copy])
        assert client.get(file).status_code == 404
        assert agreement.number not in text_of(client.get(reverse("agreements:mine")))


def client_copy(client, table, agreement):
    as_person(client, table.bidder).post(url("send", agreement), {"seen": 1, "upload": pdf()})
    return SignedCopy.objects.get()


def test_the_firm_reads_no_version_before_it_is_offered(client, table):
    agreement = table.drafted()
    as_person(client, table.bidder)
    page = text_of(client.get(url("detail", agreement)))
    assert "90%" not in page
    assert client.get(url("version", agreement, 1)).status_code == 404
    assert client.get(url("docx", agreement, 1)).status_code == 404
    offering.offer_agreement(agreement, by=table.officer, seen=1)
    assert "90%" in text_of(client.get(url("detail", agreement)))
    assert client.get(url("version", agreement, 1)).status_code == 200


def test_supervisor_partner_and_approver_read_and_do_nothing(client, table):
    partner = OrganisationFactory()
    part = {"name": partner.name, "credit_code": partner.credit_code, "part": "海试"}
    table.write_bids(partners=[part])
    agreement = table.as_offered()
    supervisor = person_of(table.court.office.organisation, Role.SUPERVISOR)
    for person in (supervisor, person_of(partner)):
        as_person(client, person)
        page = client.get(url("detail", agreement))
        assert page.status_code == 200
        assert not page.context["offers"]
        assert client.get(url("write", agreement)).status_code == 404
        assert agreement.number in text_of(client.get(reverse("agreements:mine")))


def test_words_that_were_refused_stay(client, table):
    agreement = table.as_offered()
    as_person(client, table.bidder)
    answer = client.post(url("act", agreement, "hand_back"), {"words": "<b>太低</b>"})
    assert answer.status_code == 422
    assert "太低" in text_of(answer)
    offering.take_back(agreement, by=table.officer)
    late = client.post(url("act", agreement, "hand_back"), {"words": "首付款偏低"})
    assert late.status_code == 409
    assert "首付款偏低" in text_of(late)


def test_a_file_that_is_no_pdf_is_said_beside_its_field(client, table):
    agreement = table.as_agreed()
    as_person(client, table.bidder)
    answer = client.post(url("send", agreement), {"seen": 1, "upload": pdf("a.docx")})
    assert answer.status_code == 422
    assert answer.context["send"]["upload"].errors


def test_it_is_ended_on_the_page_with_its_reason(client, table):
    agreement = table.drafted()
    as_person(client, table.officer)
    reason = EndReason.objects.get(code="firm_declined")
    client.post(url("act", agreement, "end"), {"reason": reason.pk, "end_note": "书面放弃。"})
    page = text_of(client.get(url("detail", agreement)))
    assert reason.label in page
    assert "书面放弃。" in page


def test_what_changed_stands_line_by_line_and_the_word_file_comes(client, table):
    agreement = table.drafted()
    as_person(client, table.officer)
    client.post(url("write", agreement), posted(agreement, **{"clause-1-text": "双方另行约定。"}))
    changes = client.get(url("changes", agreement, 2)).context["changes"]
    assert [one.title for one in changes] == ["变更"]
    assert changes[0].after == ("双方另行约定。",)
    assert client.get(url("changes", agreement, 1)).status_code == 404
    word = client.get(url("docx", agreement, 2))
    assert word["Content-Type"].endswith("wordprocessingml.document")


def test_unknown_verbs_are_nowhere(client, table):
    agreement = table.as_offered()
    as_person(client, table.officer)
    assert client.post(url("act", agreement, "nonsense")).status_code == 404
    assert client.post(url("settle", agreement, 1, "confirm")).status_code == 404
    assert as_person(client, UserFactory()).post(url("act", agreement, "agree")).status_code == 404


def test_what_can_no_longer_be_written_shows_why_and_the_way_back_instead_of_a_form(client, table):
    agreement = table.as_offered()
    page = text_of(as_person(client, table.officer).get(url("write", agreement)))
    assert "milestone-1-title" not in page
    assert str(may_write(table.officer, agreement).reason) in page
    assert f'href="{url("detail", agreement)}"' in page
