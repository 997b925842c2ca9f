"""Rounds: written as drafts, opened to all bodies of a kind, extended, closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.calls import calling, rounds
from marketplace.calls.models import Reply, Round
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.journal.models import Entry
from marketplace.listings.models import SupervisingApprovalTask
from marketplace.organisations.models import Kind, Role
from tests.calls.factories import again, move_to, round_text
from tests.claims.factories import person_of
from tests.factories import AgencyFactory, OrganisationFactory
from tests.listings.factories import staff

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def names(round_):
    return set(round_.replies.values_list("organisation__name", flat=True))


def opened(**said):
    runner = staff()
    return rounds.open_round(rounds.draft_round(round_text(**said), by=runner), by=runner)


def test_every_verified_body_of_its_kinds_is_asked_and_no_other():
    asked = AgencyFactory()
    AgencyFactory(unverified=True)
    park = OrganisationFactory(kind=Kind.PARK)
    OrganisationFactory()
    assert names(opened()) == {asked.name}
    assert names(opened(kinds=["agency", "park"])) == {asked.name, park.name}


def test_bodies_left_out_of_a_draft_are_not_asked():
    runner = staff()
    asked, other = AgencyFactory(), AgencyFactory()
    draft = rounds.draft_round(round_text(), by=runner)
    firm = OrganisationFactory()
    nobody = refused(lambda: rounds.choose_bodies(draft, [firm.pk], by=runner))
    assert "bodies" in nobody.fields
    rounds.choose_bodies(draft, [asked.pk, firm.pk], by=runner)
    assert names(rounds.open_round(draft, by=runner)) == {asked.name}
    late = refused(lambda: rounds.choose_bodies(draft, [other.pk], by=runner))
    assert late.code == "wrong_state"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "长" * 81}, "title"),
        ({"words": "<script>alert(1)</script>"}, "words"),
        ({"due_at": None}, "due_at"),
        ({"due_at": datetime(2020, 1, 1, tzinfo=UTC)}, "due_at"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["firm"]}, "kinds"),
        ({"asks": ["credit_code"]}, "asks"),
        ({"infrastructure": "old"}, "infrastructure"),
    ],
)
def test_a_mistake_stands_beside_its_field_and_nothing_is_kept(said, field):
    assert field in refused(lambda: rounds.draft_round(round_text(**said), by=staff())).fields
    assert not Round.objects.exists()


def test_the_same_form_sent_twice_is_one_draft():
    runner = staff()
    text = round_text()
    made = [rounds.draft_round(text, by=runner, idempotency_key="k") for _ in range(2)]
    assert made[0] == made[1]
    assert Round.objects.count() == 1


def test_of_two_writers_of_a_draft_one_wins():
    runner = staff()
    draft = rounds.draft_round(round_text(), by=runner)
    rounds.rewrite_round(draft, round_text(title="甲"), by=runner, base_edition=1)
    other = refused(
        lambda: rounds.rewrite_round(draft, round_text(title="乙"), by=runner, base_edition=1)
    )
    assert other.code == "edit_conflict"
    assert again(draft).title == "甲"


def test_a_round_without_anybody_to_ask_is_not_opened():
    runner = staff()
    draft = rounds.draft_round(round_text(kinds=["park"]), by=runner)
    assert "kinds" in refused(lambda: rounds.open_round(draft, by=runner)).fields
    assert again(draft).state == "drafted"


def test_a_draft_whose_time_has_passed_is_not_opened(collecting):
    draft = collecting.drafted()
    move_to(draft.due_at)
    assert "due_at" in refused(lambda: rounds.open_round(draft, by=collecting.runner)).fields


def test_a_supervising_department_asks_in_its_own_name_and_others_do_not():
    department = AgencyFactory()
    person = person_of(department, Role.APPROVER)
    text = round_text(opener=department)
    assert refused(lambda: rounds.draft_round(text, by=person)).status == 403
    SupervisingApprovalTask.objects.create(name="主管部门", organisation=department)
    draft = rounds.draft_round(text, by=person)
    assert rounds.open_round(draft, by=person).opener == department
    assert refused(lambda: rounds.draft_round(round_text(), by=person)).status == 403


def test_who_runs_no_round_takes_no_step(collecting):
    for person in (collecting.editors[0], person_of(AgencyFactory(), Role.OWNER)):
        for step in (
            lambda person=person: calling.close_call(collecting.round, by=person),
            lambda person=person: calling.extend_call(
                collecting.round, by=person, until=clock.now() + timedelta(days=30)
            ),
            lambda person=person: rounds.ask_body(
                collecting.round, collecting.bodies[0], by=person
            ),
        ):
            assert refused(step).status == 403
    assert collecting.round.state == "open"


def test_a_draft_is_written_and_opened_by_those_who_run_it_alone(collecting):
    draft = collecting.drafted()
    person = collecting.editors[0]
    for step in (
        lambda: rounds.rewrite_round(draft, round_text(title="别"), by=person, base_edition=1),
        lambda: rounds.choose_bodies(draft, [collecting.bodies[0].pk], by=person),
        lambda: rounds.open_round(draft, by=person),
        lambda: calling.discard_call(draft, by=person),
    ):
        assert refused(step).status == 403
    assert again(draft).state == "drafted"
    assert calling.discard_call(draft, by=collecting.runner).state == "discarded"


def test_an_extension_is_later_than_both_the_due_time_and_now(collecting):
    due = collecting.round.due_at
    for until in (due, due - timedelta(days=1)):
        refusal = refused(
            lambda until=until: calling.extend_call(
                collecting.round, by=collecting.runner, until=until
            )
        )
        assert "until" in refusal.fields
    calling.extend_call(collecting.round, by=collecting.runner, until=due + timedelta(days=1))
    assert collecting.round.due_at == due + timedelta(days=1)
    assert Entry.objects.get(kind="round_extended").data["before"] == due.isoformat()


def test_one_more_body_is_asked_once_and_keeps_its_reply(collecting):
    late = AgencyFactory()
    made = [rounds.ask_body(collecting.round, late, by=collecting.runner).pk for _ in range(2)]
    assert made[0] == made[1]
    assert Entry.objects.filter(kind="reply_asked").count() == 1
    collecting.said_none()
    rounds.ask_body(collecting.round, collecting.bodies[0], by=collecting.runner)
    assert collecting.reply().state == "none"


@pytest.mark.parametrize("made", [{"unverified": True}, {"kind": Kind.FIRM}])
def test_only_a_verified_public_body_is_asked(collecting, made):
    body = OrganisationFactory(**{"kind": Kind.AGENCY, **made})
    refusal = refused(lambda: rounds.ask_body(collecting.round, body, by=collecting.runner))
    assert "body" in refusal.fields
    assert Reply.objects.count() == 2


def test_what_is_closed_stays_closed(collecting):
    calling.close_call(collecting.round, by=collecting.runner)
    again_ = refused(lambda: calling.close_call(collecting.round, by=collecting.runner))
    assert (again_.code, again_.status) == ("wrong_state", 409)
    assert refused(collecting.said_none).code == "wrong_state"
