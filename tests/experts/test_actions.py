from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from marketplace.core import clock
from marketplace.core.decisions import refused
from marketplace.core.refusals import Refusal
from marketplace.experts import actions, keeping, obligations
from marketplace.experts.models import Employment, Expert
from marketplace.experts.querysets import MANAGE
from marketplace.journal.models import Entry, Salt
from marketplace.journal.verification import verify
from marketplace.organisations.credit_codes import complete
from tests.experts.factories import SINCE, applied, expert, job, keeper, person, profile
from tests.factories import DomainFactory, OrganisationFactory, UserFactory
from tests.racing import at_once

pytestmark = pytest.mark.django_db


def last() -> Entry:
    found = Entry.objects.order_by("-pk").first()
    assert found is not None
    return found


@pytest.mark.both
def test_who_applies_waits_and_is_in_the_pool_once_staff_took_them_in():
    one = applied()
    assert (one.state, last().kind) == ("applied", "expert_applied")
    one = actions.decide_on(one, verb="accept", by=(staff := keeper()))
    assert (one.state, one.decided_by, one.reason) == ("active", staff, "")
    assert (last().kind, last().actor_id) == ("expert_accepted", staff.pk)


def test_what_a_person_does_for_themselves_names_no_account():
    one = expert()
    keeping.change_expert(one, by=person(one), profile=profile(person(one), title="院士"))
    assert (last().kind, last().actor_key, last().data["self"]) == ("expert_changed", "", True)
    assert Expert.objects.get(pk=one.pk).title == "院士"


def test_somebody_applies_once():
    one = applied()
    with pytest.raises(Refusal) as refusal:
        applied(person(one))
    assert refusal.value.code == "applied_already"


@pytest.mark.parametrize(
    ("others", "field"),
    [
        ({"name": ""}, ""),
        ({"email": "no"}, "email"),
        ({"domains": [], "industries": []}, "domains"),
        ({"load_limit": 0}, "load_limit"),
        ({"speciality": "\0"}, "speciality"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_is_kept(others, field):
    with pytest.raises(Refusal) as refusal:
        applied(**others)
    assert field in refusal.value.fields
    assert not Expert.objects.exists()


def test_a_present_employer_is_needed():
    account = UserFactory()
    for jobs in ([], [job(ends=keeping.today())]):
        with pytest.raises(Refusal) as refusal:
            actions.apply_as_expert(by=account, profile=profile(account), employments=jobs)
        assert "employments" in refusal.value.fields


@pytest.mark.parametrize(
    ("others", "field"),
    [
        ({"credit_code": "91350200MA0000000X"}, "credit_code"),
        ({"credit_code": ""}, "credit_code"),
        ({"ends": SINCE - timedelta(days=1)}, "ends"),
        ({"employer": ""}, "employer"),
    ],
)
def test_an_employment_that_cannot_be_is_refused_beside_its_field(others, field):
    one = expert()
    with pytest.raises(Refusal) as refusal:
        keeping.add_employment(one, by=person(one), details=job() | others)
    assert field in refusal.value.fields
    assert one.employments.count() == 1


def test_codes_and_names_are_kept_in_their_usual_form():
    one = expert()
    code = complete("12350299", "MB000777")
    details = job() | {"employer": "厦门 示例大学 (本部)", "credit_code": code.lower()}
    row = keeping.add_employment(one, by=person(one), details=details)
    assert (row.employer, row.credit_code) == ("厦门示例大学（本部）", code)


def test_declining_and_suspending_need_a_reason_that_the_person_reads():
    one = applied()
    with pytest.raises(Refusal) as refusal:
        actions.decide_on(one, verb="decline", by=keeper(), reason="  ")
    assert "reason" in refusal.value.fields
    one = actions.decide_on(one, verb="decline", by=keeper(), reason="请补充近五年任职。")
    assert (one.state, one.reason) == ("declined", "请补充近五年任职。")
    assert actions.reapply(one, by=person(one)).state == "applied"


def test_nobody_decides_on_themselves_and_nobody_else_than_staff_on_others():
    staff = keeper()
    one = applied(staff)
    for by, code in ((staff, "self"), (UserFactory(), "not_staff")):
        with pytest.raises(Refusal) as refusal:
            actions.decide_on(one, verb="accept", by=by)
        assert (refusal.value.code, refusal.value.status) == (code, 403)


def test_a_decision_that_the_machine_does_not_know_is_refused():
    one = expert()
    with pytest.raises(Refusal) as refusal:
        actions.decide_on(one, verb="accept", by=keeper())
    assert (refusal.value.code, refusal.value.status) == ("wrong_state", 409)


def test_who_rests_is_not_drawn_and_comes_back_alone():
    one, day = expert(), keeping.today()
    assert list(Expert.objects.drawable(day)) == [one]
    actions.rest(one, by=person(one))
    assert not Expert.objects.drawable(day)
    with pytest.raises(Refusal):
        actions.come_back(one, by=keeper())
    actions.come_back(one, by=person(one))
    assert list(Expert.objects.drawable(day)) == [one]


def test_who_is_not_available_or_has_no_account_or_a_closed_one_is_not_drawn():
    day = keeping.today()
    expert(available_from=day + timedelta(days=1))
    expert(available_until=day - timedelta(days=1))
    closed = expert()
    person(closed).is_active = False
    person(closed).save()
    there = expert(available_from=day, available_until=day)
    assert list(Expert.objects.drawable(day)) == [there]


def test_experts_are_found_by_field():
    DomainFactory(slug="traffic")
    one = expert(domains=[DomainFactory(slug="traffic")])
    expert()
    assert list(Expert.objects.in_field("domain:traffic")) == [one]
    assert not Expert.objects.in_field("name:traffic")
    assert one.field_keys == ("domain:traffic",)


def test_an_employment_is_ended_once_and_not_in_the_future():
    one = expert()
    row = one.employments.get()
    with pytest.raises(Refusal) as refusal:
        keeping.end_employment(row, by=person(one), ends=keeping.today() + timedelta(days=1))
    assert "ends" in refusal.value.fields
    assert keeping.end_employment(row, by=person(one), ends=keeping.today()).ends == keeping.today()
    with pytest.raises(Refusal) as refusal:
        keeping.end_employment(row, by=person(one), ends=SINCE)
    assert refusal.value.code == "ended"


def test_who_leaves_is_known_by_a_code_alone():
    one = expert()
    keeping.declare_tie(
        one, by=person(one), details={"organisation": "示例公司", "credit_code": "", "kind": "kin"}
    )
    actions.leave_pool(one, by=person(one))
    row = Expert.objects.get(pk=one.pk)
    assert (row.state, row.user, str(row)) == ("left", None, one.code)
    told = {row.name, row.email, row.phone, row.address, row.title, row.speciality, row.reason}
    assert told == {""}
    assert [row.employments.count(), row.ties.count(), row.domains.count()] == [0, 0, 0]
    entries = Entry.objects.filter(subject_type="experts.expert")
    assert not entries.filter(actor_key=str(person(one).pk)).exists()
    assert Salt.objects.filter(entry__in=entries).count() == 1
    assert verify().subjects >= 0


def test_who_left_may_apply_anew_as_somebody_else():
    one = expert()
    actions.leave_pool(one, by=person(one))
    again = applied(person(one))
    assert again.code != one.code


def test_who_is_held_by_another_room_stays_until_it_is_settled(monkeypatch):
    one = expert()
    monkeypatch.setattr(obligations, "_asked", [lambda _expert: refused("先退出评审", "held")])
    with pytest.raises(Refusal) as refusal:
        actions.leave_pool(one, by=person(one))
    assert refusal.value.code == "held"
    assert Expert.objects.get(pk=one.pk).state == "active"


def test_everybody_reads_themselves_and_keepers_everybody():
    one, other = expert(), expert()
    assert list(Expert.objects.visible_to(person(one))) == [one]
    assert set(Expert.objects.visible_to(keeper())) == {one, other}
    assert not Expert.objects.visible_to(UserFactory())
    assert not UserFactory(is_staff=True).has_perm(MANAGE)


@pytest.mark.parametrize(
    "change",
    [{"state": "left"}, {"name": ""}, {"load_limit": 0}, {"state": "suspended"}],
)
def test_the_database_refuses_what_no_action_writes(change):
    one = expert()
    with pytest.raises(IntegrityError), transaction.atomic():
        Expert.objects.filter(pk=one.pk).update(**change)


def test_the_database_wants_a_code_of_a_present_employer():
    one = expert()
    with pytest.raises(IntegrityError), transaction.atomic():
        Employment.objects.create(expert=one, employer="无码单位", begins=SINCE)


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_of_two_applications_of_one_person_at_once_one_is_made():
    account, details = UserFactory(), job()
    said = profile(account)

    def send() -> None:
        actions.apply_as_expert(by=account, profile=said, employments=[details])

    answers = at_once(send, send)
    assert answers.count("done") == 1
    assert Expert.objects.count() == 1


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_is_taken():
    one, staff = applied(), [keeper(), keeper()]
    answers = at_once(
        lambda: actions.decide_on(one, verb="accept", by=staff[0]),
        lambda: actions.decide_on(one, verb="decline", by=staff[1], reason="材料不全"),
    )
    assert answers == ["done", "wrong_state"]
    assert Entry.objects.filter(kind__in=["expert_accepted", "expert_declined"]).count() == 1


def test_the_clock_is_the_database_s():
    with clock.set_back(timedelta(days=3)):
        one = applied()
    assert clock.now() - one.applied_at > timedelta(days=2)


def test_an_organisation_of_the_portal_is_no_condition_for_an_employer():
    gone = OrganisationFactory.build()
    assert expert(None, job(gone)).employments.get().employer == gone.name
