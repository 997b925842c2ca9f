"""The reminder at nine on the due day and the escalation at half past five, at their borders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import Workflow, WorkflowTask

from marketplace.claims import prompts
from marketplace.claims.answers import ask_details
from marketplace.claims.models import AnswerPrompt, Claim
from marketplace.core import clock
from marketplace.core.workdays import DAY_BEGINS, SHANGHAI, morning_of
from marketplace.journal.models import Entry
from marketplace.listings.models import SupervisingApprovalTask, WorkflowAssignment
from marketplace.notifications.models import Notification
from marketplace.notifications.rendering import notice_of
from marketplace.organisations.models import Role
from marketplace.portal.todos import Todos
from tests.claims.factories import claim_for, open_demand, person_of
from tests.factories import AgencyFactory, UnitFactory, UserFactory
from tests.notifications.dispatching import notify_on_entry

pytestmark = [pytest.mark.django_db, pytest.mark.both]

DUE = datetime(2026, 12, 3, 17, 30, tzinfo=SHANGHAI)
NINE = datetime(2026, 12, 3, 9, 0, tzinfo=SHANGHAI)
A_WHILE = timedelta(seconds=20)


@pytest.fixture
def claim(demand):
    claim = claim_for(demand)
    Claim.objects.filter(pk=claim.pk).update(answer_due=DUE)
    return claim


def at(instant):
    """Let the database's clock, which SQLite cuts to milliseconds, show an instant; run the job."""
    clock.shift(instant - datetime.now(UTC) + timedelta(milliseconds=2))
    prompts.prompt_for_answers()


def kinds():
    return list(AnswerPrompt.objects.values_list("kind", flat=True))


def told(kind):
    """Dispatch the newest entry of a kind; return who was told, by the kind of message."""
    notify_on_entry(Entry.objects.filter(kind=kind).latest("pk"), "")
    found: dict[str, set[object]] = {}
    for row in Notification.objects.filter(kind__startswith=kind).select_related("user"):
        found.setdefault(row.kind, set()).add(row.user)
    return found


def test_the_morning_is_that_of_the_due_day_in_shanghai():
    assert morning_of(DUE.astimezone(UTC)) == NINE
    assert DAY_BEGINS.hour == 9


def test_the_reminder_comes_at_nine_on_the_due_day_and_once(claim):
    at(NINE - A_WHILE)
    assert kinds() == []
    for _ in range(3):
        at(NINE)
    assert kinds() == ["reminded"]
    assert Entry.objects.filter(kind="claim_answer_reminded").count() == 1


def test_the_answers_that_are_due_for_one_demand_are_one_line(claim, demand, officer):
    claim_for(demand)
    Claim.objects.update(answer_due=DUE)
    at(NINE)
    for entry in Entry.objects.filter(kind="claim_answer_reminded"):
        notify_on_entry(entry, "")
    assert [row.others for row in Notification.objects.of(officer.pk).lines().with_line()] == [1]


def test_the_escalation_comes_at_the_due_instant_and_once(claim):
    at(DUE - A_WHILE)
    assert kinds() == ["reminded"]
    for _ in range(3):
        at(DUE)
    assert kinds() == ["reminded", "overdue"]
    entry = Entry.objects.get(kind="claim_overdue")
    assert (entry.subject(), entry.actor_key) == (claim, "")


def test_after_a_long_stop_of_the_clock_it_escalates_without_a_late_reminder(claim):
    at(DUE + timedelta(days=3))
    assert kinds() == ["overdue"]


@pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn"])
def test_what_is_settled_is_let_alone(state, claim):
    Claim.objects.update(state=state, reason="理由", decided_at=DUE)
    at(DUE + timedelta(days=1))
    assert kinds() == []


def test_once_details_are_asked_the_clock_is_quiet(claim, officer):
    ask_details(claim, by=officer, reason="请补充精度")
    at(DUE + timedelta(days=1))
    assert kinds() == []


def test_a_clock_that_jumps_back_takes_nothing_back(claim):
    at(DUE)
    at(NINE - timedelta(days=1))
    at(DUE)
    assert kinds() == ["overdue"]


def test_a_claim_that_fails_holds_up_no_other(claim, demand, monkeypatch):
    other = claim_for(demand)
    Claim.objects.update(answer_due=DUE)
    broken = iter([True])

    def breaks_once(of):
        assert not next(broken, False), "broken"

    monkeypatch.setattr(prompts, "supervisor_of", breaks_once)
    at(DUE)
    assert AnswerPrompt.objects.get().claim == other


def test_the_officers_are_reminded(claim, demand):
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    at(NINE)
    assert told("claim_answer_reminded") == {"claim_answer_reminded": {officer}}


def test_approver_supervising_department_and_applicant_hear_of_the_escalation():
    owner = AgencyFactory()
    unit = UnitFactory(organisation=owner)
    approver = person_of(owner, Role.APPROVER, unit)
    person_of(owner, Role.APPROVER, UnitFactory(organisation=owner))
    person_of(owner, Role.EDITOR, unit)
    supervisor = supervised(owner)
    watcher = person_of(supervisor, Role.APPROVER)
    person_of(supervisor, Role.VIEWER)
    claim = claim_for(open_demand(owner=owner, unit=unit))
    Claim.objects.update(answer_due=DUE)
    at(DUE)
    assert told("claim_overdue") == {
        "claim_overdue": {approver},
        "claim_overdue_supervised": {watcher},
        "claim_overdue_applicant": {claim.submitted_by},
    }
    assert AnswerPrompt.objects.get().supervisor == supervisor


def test_firm_and_officers_read_by_name_to_whom_it_was_escalated(client):
    owner = AgencyFactory()
    approver = person_of(owner, Role.APPROVER)
    officer = person_of(owner, Role.EDITOR)
    supervisor = supervised(owner)
    claim = claim_for(open_demand(owner=owner))
    Claim.objects.update(answer_due=DUE)
    at(DUE)
    told("claim_overdue")
    row = Notification.objects.get(kind="claim_overdue_applicant")
    assert approver.name in notice_of(row).text
    assert str(supervisor) in notice_of(row).text
    # Who becomes an approver later was not told then.
    person_of(owner, Role.APPROVER)
    for reader in (claim.submitted_by, officer):
        client.force_login(reader)
        page = client.get(f"/claims/{claim.receipt}/").content.decode()
        assert f"已转主办处室{approver.name}和{supervisor}督办" in page
        assert str(supervisor) in page


def test_the_supervising_department_has_a_list_that_names_no_firm(client):
    owner = AgencyFactory()
    approver = person_of(owner, Role.APPROVER)
    watcher = person_of(supervised(owner), Role.APPROVER)
    claim = claim_for(open_demand(owner=owner))
    Claim.objects.update(answer_due=DUE)
    at(DUE)
    told("claim_overdue")
    client.force_login(watcher)
    row = Notification.objects.get(kind="claim_overdue_supervised")
    page = client.get(notice_of(row).url, follow=True).content.decode()
    assert claim.demand.title in page
    assert approver.name in page
    assert not any(secret in page for secret in (claim.receipt, claim.firm.name, claim.pitch))
    assert [todo.text for todo in Todos(watcher, DUE)[0:9]] == [f"{owner}：{claim.demand.title}"]
    for stranger in (person_of(AgencyFactory(), Role.APPROVER), claim.submitted_by):
        client.force_login(stranger)
        assert claim.demand.title not in client.get("/workbench/claims/overdue/").content.decode()
    ask_details(claim, by=person_of(owner, Role.EDITOR), reason="请补充现场照片。")
    client.force_login(watcher)
    assert claim.demand.title not in client.get("/workbench/claims/overdue/").content.decode()


def test_where_nobody_supervises_portal_staff_hear_of_it(claim):
    staff = UserFactory(staff=True)
    at(DUE)
    assert told("claim_overdue")["claim_overdue_supervised"] == {staff}


def test_where_there_is_no_approver_the_officers_hear_of_it(claim, officer):
    at(DUE)
    assert told("claim_overdue")["claim_overdue"] == {officer}


def test_the_supervising_department_does_not_learn_who_applied(claim):
    UserFactory(staff=True)
    at(DUE)
    told("claim_overdue")
    row = Notification.objects.get(kind="claim_overdue_supervised")
    notice = notice_of(row)
    said = f"{row.params} {notice.title} {notice.text} {notice.url}"
    for secret in (claim.receipt, str(claim.firm), claim.firm.name, claim.pitch):
        assert secret not in said
    assert row.params["number"] == claim.demand.lifecycle.number


def supervised(owner):
    """Let a department supervise the demands of an owner's kind, and return it."""
    supervisor = AgencyFactory()
    task = SupervisingApprovalTask.objects.create(name="主管部门审核", organisation=supervisor)
    workflow = Workflow.objects.create(name="有主管部门的流程")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowAssignment.objects.update_or_create(
        list_key="demand", organisation_kind=owner.kind, defaults={"workflow": workflow}
    )
    return supervisor
