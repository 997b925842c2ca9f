from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from marketplace.cooperations import actions, permissions
from marketplace.cooperations.models import AgreementDocument, Cooperation, Side
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.files import access
from marketplace.journal.models import Entry
from marketplace.listings.models import Demand
from marketplace.organisations.models import Role
from tests.claims.factories import open_demand, person_of
from tests.cooperations.factories import SIGNED, Pair
from tests.factories import OrganisationFactory, UnitFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def refused(call):
    """Return the Refusal that a call ends in."""
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def sign(pair, by):
    return actions.sign_agreement(pair.cooperation, by=by, agreed_on=SIGNED)


def recorded(kind):
    return Entry.objects.filter(kind=kind).count()


def test_an_acceptance_opens_the_cooperation_of_its_claim(pair):
    stored = pair.cooperation
    assert (stored.state, stored.demand, stored.provider) == ("opened", pair.demand, pair.firm)
    assert stored.claim == pair.claim
    assert recorded("cooperation_opened") == 1


def test_contact_counts_only_when_both_sides_have_confirmed(pair):
    actions.confirm_contact(pair.cooperation, by=pair.provider)
    assert (pair.cooperation.state, pair.cooperation.contacted_at) == ("opened", None)
    assert not Cooperation.objects.in_contact().exists()
    actions.confirm_contact(pair.cooperation, by=pair.officer)
    assert pair.cooperation.state == "contacted"
    assert Cooperation.objects.in_contact().get() == pair.cooperation
    assert (recorded("cooperation_confirmed"), recorded("cooperation_contacted")) == (1, 1)


def test_a_side_confirms_once(pair):
    actions.confirm_contact(pair.cooperation, by=pair.provider)
    refusal = refused(lambda: actions.confirm_contact(pair.cooperation, by=pair.provider))
    assert (refusal.code, refusal.status) == ("confirmed", 409)


def test_every_step_leads_to_the_next_and_is_recorded_once(pair):
    pair.until("rated")
    for kind in ("begun", "agreed", "delivery_stated", "delivered", "accepted"):
        assert recorded(f"cooperation_{kind}") == 1, kind
    assert recorded("cooperation_rated") == 2


@pytest.mark.parametrize(
    ("state", "call"),
    [
        ("opened", lambda pair: actions.begin_talks(pair.cooperation, by=pair.officer)),
        (
            "contacted",
            lambda pair: actions.sign_agreement(
                pair.cooperation, by=pair.officer, agreed_on=SIGNED
            ),
        ),
        ("talking", lambda pair: actions.state_delivery(pair.cooperation, by=pair.provider)),
        ("agreed", lambda pair: actions.confirm_delivery(pair.cooperation, by=pair.officer)),
        ("agreed", lambda pair: actions.accept_result(pair.cooperation, by=pair.officer)),
        ("delivered", lambda pair: actions.issue_certificate(pair.cooperation, by=pair.provider)),
        (
            "delivered",
            lambda pair: actions.rate_cooperation(
                pair.cooperation, by=pair.provider, stars=1, text="早了"
            ),
        ),
        (
            "accepted",
            lambda pair: actions.end_cooperation(pair.cooperation, by=pair.officer, reason="晚了"),
        ),
    ],
)
def test_no_step_is_skipped(state, call, pair):
    pair.until(state)
    before = Entry.objects.count()
    assert refused(lambda: call(pair)).status == 409
    assert (pair.cooperation.state, Entry.objects.count()) == (state, before)


@pytest.mark.parametrize(
    ("state", "call"),
    [
        (
            "talking",
            lambda pair: actions.sign_agreement(
                pair.cooperation, by=pair.provider, agreed_on=SIGNED
            ),
        ),
        ("agreed", lambda pair: actions.state_delivery(pair.cooperation, by=pair.officer)),
        ("delivered", lambda pair: actions.accept_result(pair.cooperation, by=pair.provider)),
        ("agreed", lambda pair: actions.publish_agreement(pair.cooperation, by=pair.provider)),
    ],
)
def test_what_one_side_does_the_other_cannot(state, call, pair):
    pair.until(state)
    assert refused(lambda: call(pair)).code == "other_side"


def test_strangers_other_units_viewers_and_staff_do_nothing():
    unit = UnitFactory()
    pair = Pair(open_demand(owner=unit.organisation, unit=unit))
    owner = unit.organisation
    for person in (
        UserFactory(),
        UserFactory(staff=True),
        person_of(OrganisationFactory(), Role.OWNER),
        person_of(owner, Role.EDITOR, UnitFactory(organisation=owner)),
        person_of(owner, Role.BIDDER, unit),
        person_of(owner, Role.VIEWER, unit),
        person_of(pair.firm, Role.VIEWER),
    ):
        refusal = refused(lambda one=person: actions.confirm_contact(pair.cooperation, by=one))
        assert refusal.status == 403


def test_whoever_belongs_to_the_provider_does_not_act_for_the_owner(pair):
    both = person_of(pair.demand.lifecycle.owner, Role.EDITOR)
    assert permissions.acts_for(both, pair.cooperation) == Side.OWNER
    pair.firm.memberships.create(user=both, role=Role.VIEWER)
    both = type(both).objects.get(pk=both.pk)
    assert permissions.acts_for(both, pair.cooperation) is None


def test_a_date_to_come_a_negative_amount_and_a_broken_link_are_told_beside_their_fields(pair):
    pair.until("talking")
    tomorrow = timezone.localdate() + timedelta(days=2)
    for field, given in (
        ("agreed_on", {"agreed_on": tomorrow}),
        ("amount", {"agreed_on": SIGNED, "amount": Decimal(-1)}),
        ("notice_url", {"agreed_on": SIGNED, "notice_url": "javascript:alert(1)"}),
        ("notice_url", {"agreed_on": SIGNED, "notice_url": "ftp://example.com/x"}),
    ):
        refusal = refused(
            lambda more=given: actions.sign_agreement(pair.cooperation, by=pair.officer, **more)
        )
        assert (set(refusal.fields), refusal.status) == ({field}, 422)
    assert pair.cooperation.state == "talking"


@pytest.mark.parametrize("path", sorted(Demand.QUIET_PATHS))
def test_where_buying_follows_the_law_the_notice_is_required(path):
    pair = Pair(path=path).until("talking")
    refusal = refused(
        lambda: actions.sign_agreement(pair.cooperation, by=pair.officer, agreed_on=SIGNED)
    )
    assert set(refusal.fields) == {"notice_url"}
    url = "https://zfcg.example.gov.cn/notice/1"
    actions.sign_agreement(pair.cooperation, by=pair.officer, agreed_on=SIGNED, notice_url=url)
    assert pair.cooperation.notice_url == url


def test_the_document_is_read_by_both_sides_and_nobody_else(pair):
    pair.until("talking")
    upload = SimpleUploadedFile("协议.txt", "甲乙双方".encode())
    actions.sign_agreement(pair.cooperation, by=pair.officer, agreed_on=SIGNED, document=upload)
    document = AgreementDocument.objects.get()
    label = document._meta.label_lower
    for reader in (pair.officer, pair.provider):
        assert access.readable(reader, label, key=document.pk) == document
    for other in (UserFactory(), UserFactory(staff=True), person_of(OrganisationFactory())):
        assert access.readable(other, label, key=document.pk) is None


def test_a_broken_document_is_told_beside_its_field_and_nothing_is_signed(pair):
    pair.until("talking")
    upload = SimpleUploadedFile("协议.pdf", b"no pdf")
    refusal = refused(
        lambda: actions.sign_agreement(
            pair.cooperation, by=pair.officer, agreed_on=SIGNED, document=upload
        )
    )
    assert set(refusal.fields) == {"document"}
    assert pair.cooperation.state == "talking"


def test_a_demand_changed_to_one_party_takes_one_agreement_and_another_once_that_has_ended():
    demand = open_demand(cooperation=Demand.Cooperation.MULTIPLE)
    first, second = Pair(demand).until("agreed"), Pair(demand).until("talking")
    Demand.objects.update(cooperation=Demand.Cooperation.SINGLE)
    sign = partial(actions.sign_agreement, second.cooperation, by=second.officer, agreed_on=SIGNED)
    assert refused(sign).code == "no_slot"
    actions.end_cooperation(first.cooperation, by=first.officer, reason="双方商定终止。")
    sign()
    assert second.cooperation.state == "agreed"


def test_a_demand_changed_to_fewer_parties_takes_no_further_agreement():
    demand = open_demand(cooperation=Demand.Cooperation.MULTIPLE, slots=3)
    pairs = [Pair(demand).until("talking") for _ in range(3)]
    Demand.objects.update(slots=2)
    for pair in pairs[:2]:
        pair.until("agreed")
    refusal = refused(partial(pairs[2].until, "agreed"))
    assert (refusal.code, refusal.status) == ("no_slot", 409)


def test_a_demand_for_several_parties_takes_several_agreements():
    demand = open_demand(cooperation=Demand.Cooperation.MULTIPLE)
    pairs = [Pair(demand).until("agreed") for _ in range(2)]
    assert [pair.cooperation.state for pair in pairs] == ["agreed", "agreed"]


def test_the_certificate_has_a_number_of_its_own_and_is_issued_once(pair):
    pair.until("accepted")
    actions.issue_certificate(pair.cooperation, by=pair.provider)
    stored = pair.cooperation
    assert stored.certificate
    assert stored.certificate != stored.number
    refusal = refused(lambda: actions.issue_certificate(pair.cooperation, by=pair.officer))
    assert refusal.code == "certified"
    assert pair.cooperation.certificate == stored.certificate


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("stars", {"stars": 0, "text": "好"}),
        ("stars", {"stars": 6, "text": "好"}),
        ("text", {"stars": 3, "text": " "}),
        ("text", {"stars": 3, "text": "a\0b"}),
        ("text", {"stars": 3, "text": "长" * 501}),
    ],
)
def test_a_rating_that_cannot_be_stored_is_told_beside_its_field(field, given, pair):
    pair.until("accepted")
    refusal = refused(lambda: actions.rate_cooperation(pair.cooperation, by=pair.provider, **given))
    assert set(refusal.fields) == {field}
    assert not pair.cooperation.ratings.exists()


def test_ratings_are_shown_after_both_or_once_their_fourteen_days_are_over(pair):
    pair.until("accepted")
    actions.rate_cooperation(pair.cooperation, by=pair.provider, stars=4, text="沟通及时")
    stored = pair.cooperation
    end = permissions.ratings_close_at(stored)
    moment = timedelta(milliseconds=1)
    assert not permissions.sees_other_rating(stored, at=end - moment)
    assert permissions.sees_other_rating(stored, at=end)
    assert permissions.may_rate(pair.officer, stored, at=end - moment)
    assert permissions.may_rate(pair.officer, stored, at=end).code == "over"
    assert permissions.may_rate(pair.provider, stored, at=end - moment).code == "rated"


def test_after_the_days_by_the_databases_clock_no_rating_is_taken(pair):
    pair.until("accepted")
    clock.shift(timedelta(days=14, minutes=1))
    refusal = refused(
        lambda: actions.rate_cooperation(pair.cooperation, by=pair.officer, stars=1, text="晚了")
    )
    assert refusal.code == "over"


@pytest.mark.parametrize("state", ["opened", "contacted", "talking", "agreed", "delivered"])
@pytest.mark.parametrize("person", ["officer", "provider"])
def test_either_side_ends_it_with_a_reason(state, person, pair):
    pair.until(state)
    by = getattr(pair, person)
    refusal = refused(lambda: actions.end_cooperation(pair.cooperation, by=by, reason="  "))
    assert set(refusal.fields) == {"reason"}
    actions.end_cooperation(pair.cooperation, by=by, reason="条件有变。")
    stored = pair.cooperation
    assert (stored.state, stored.reason, stored.ended_by) == ("ended", "条件有变。", by)


@pytest.mark.parametrize(
    "broken",
    [
        {"state": "contacted"},
        {"contacted_at": timezone.now()},
        {"state": "ended", "ended_at": timezone.now()},
        {"is_public": True},
        {"certificate": "AAAA-BBBB-CCCC"},
        {"amount": Decimal(-1)},
    ],
)
def test_the_database_refuses_what_no_action_writes(broken, pair):
    with pytest.raises(IntegrityError), transaction.atomic():
        Cooperation.objects.filter(pk=pair.key).update(**broken)


def test_the_stored_row_is_what_the_journal_digested(pair):
    pair.until("talking")
    signed = actions.sign_agreement(
        pair.cooperation, by=pair.officer, agreed_on=SIGNED, amount=Decimal("12000.00")
    )
    assert pair.cooperation.journal_state() == signed.journal_state()
