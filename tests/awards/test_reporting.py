"""Reports: to the supervisor alone, sealed in the rows, limited, due in working days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from marketplace.awards import report_due, reporting
from marketplace.awards import report_permissions as permissions
from marketplace.awards.models import Report, ReportEvidence
from marketplace.awards.report_seal import answer_in, file_in, said_in
from marketplace.awards.waiting import steps_waiting_for
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.core.refusals import Refusal
from marketplace.core.workdays import due_after, morning_of
from marketplace.journal.models import Entry
from marketplace.notifications.models import Notification
from marketplace.organisations.models import Membership, Role
from tests.awards.factories import TOLD, ReportDesk
from tests.claims.factories import pdf, person_of
from tests.factories import OrganisationFactory, UserFactory
from tests.kept import stands
from tests.notifications.dispatching import notify_on_entry
from tests.racing import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]

WORDS = "经核查，未发现泄露情形。"


@pytest.fixture
def desk():
    return ReportDesk()


def refused(call):
    with pytest.raises(Refusal) as refusal:
        call()
    return refusal.value


def told_of(entry_kind):
    notify_on_entry(Entry.objects.filter(kind=entry_kind).latest("pk"), "")
    return {row.user for row in Notification.objects.filter(kind=entry_kind)}


def rows_as_text():
    """Return every cell of the report's tables and of the journal as text."""
    tables = ["awards_report", "awards_reportevidence", "journal_entry", "core_idempotencykey"]
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - the names stand above
            found += [
                bytes(cell) if isinstance(cell, (bytes, memoryview)) else str(cell).encode()
                for row in cursor.fetchall()
                for cell in row
            ]
    return b"\n".join(found)


def test_the_supervisor_reads_who_says_what_and_the_rows_tell_neither(desk):
    report = desk.filed(files=[pdf("内部邮件.pdf")], key="once")
    said = said_in(report)
    assert (said.author, said.text, said.files) == (desk.author.pk, TOLD, ("内部邮件.pdf",))
    assert file_in(report.evidence.get()).name == "内部邮件.pdf"
    cells = rows_as_text()
    assert TOLD.encode() not in cells
    assert "内部邮件".encode() not in cells
    entry = Entry.objects.get(kind="report_filed")
    assert (entry.actor_key, entry.data) == ("", {})
    assert Report.objects.filter(pk=report.pk).values("author").get()["author"] != ""
    assert str(desk.author.pk) not in Report.objects.values_list("author", flat=True)


def test_a_report_and_its_files_stand_as_they_came(desk):
    report = desk.filed(files=[pdf()])
    stands(report.evidence.get(), place=7)
    stands(report, author="f" * 64, said=b"another")


def test_the_author_and_the_supervisor_read_and_nobody_else_by_any_role(desk):
    report = desk.filed()
    owner = desk.office.organisation
    strangers = [
        *(person_of(owner, role) for role in Role.values if role != Role.SUPERVISOR),
        person_of(OrganisationFactory(), Role.SUPERVISOR),
        UserFactory(staff=True),
        UserFactory(),
    ]
    readers = [desk.author, desk.supervisor]
    assert all(permissions.may_read_report(one, report) for one in readers)
    assert not any(permissions.may_read_report(one, report) for one in strangers)
    assert not any(permissions.may_take(one, report) for one in [*strangers, desk.author])


def test_taken_up_and_answered_each_by_its_day(desk):
    report = desk.filed()
    assert report.due_at == due_after(report.filed_at, 3)
    assert refused(lambda: desk.answered(report)).code == "wrong_state"
    taken = reporting.take_report(report, by=desk.supervisor)
    assert taken.taken_at
    assert (taken.state, taken.due_at) == ("taken", due_after(taken.taken_at, 15))
    done = desk.answered(report)
    assert (done.state, answer_in(done)) == ("answered", WORDS)
    assert WORDS.encode() not in rows_as_text()
    assert refused(lambda: desk.answered(report)).code == "wrong_state"


def test_it_is_closed_with_a_reason_or_not_at_all(desk):
    report = desk.filed()
    empty = refused(lambda: reporting.close_report(report, by=desk.supervisor, words=" "))
    assert "decision" in empty.fields
    assert reporting.close_report(report, by=desk.supervisor, words=WORDS).state == "closed"


def test_messages_go_to_the_supervisor_and_to_an_author_who_may_be_named(desk):
    hidden, named = desk.filed(), desk.filed(is_confidential=False)
    assert told_of("report_filed") == {desk.supervisor}
    for report in (hidden, named):
        reporting.take_report(report, by=desk.supervisor)
        desk.answered(report)
        expected = {desk.author} if report == named else set()
        assert told_of("report_answered") == expected


def test_it_waits_for_the_supervisor_and_for_nobody_else(desk):
    desk.filed()
    [waiting] = steps_waiting_for(desk.supervisor)
    assert waiting.due is not None
    for person in (desk.author, desk.office.approver, UserFactory(staff=True)):
        assert steps_waiting_for(person) == []


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"concern": "envy"}, "concern"),
        ({"text": " "}, "text"),
        ({"text": "太短"}, "text"),
        ({"text": "长" * 3001}, "text"),
        ({"text": "<img src=x onerror=alert(1)> 十个字以上的话"}, "text"),
        ({"files": [SimpleUploadedFile("a.pdf", b"%PDF-1.4") for _ in range(6)]}, "evidence"),
    ],
)
def test_mistakes_stand_beside_their_field_and_nothing_is_filed(desk, content, field):
    assert field in refused(lambda: desk.filed(**content)).fields
    assert not Report.objects.exists()


@pytest.mark.parametrize("name", ["a.exe", "a.pdf"])
def test_a_file_that_is_refused_leaves_nothing(desk, name):
    refused(lambda: desk.filed(files=[pdf(), SimpleUploadedFile(name, b"MZ no document")]))
    assert not Report.objects.exists()
    assert not ReportEvidence.objects.exists()


def test_one_person_files_three_a_day_over_all_challenges(desk):
    for _ in range(permissions.REPORTS_A_DAY):
        desk.filed()
    other = desk.office.as_listed()
    assert refused(lambda: desk.filed(challenge=other)).code == "too_many"
    assert desk.filed(by=UserFactory())
    clock.shift(timedelta(days=1, seconds=1))
    assert desk.filed(challenge=other)


def test_without_a_supervisor_before_the_listing_and_for_the_supervisor_none_is_taken(desk):
    assert refused(lambda: desk.filed(by=desk.supervisor)).code == "supervisor"
    draft = desk.office.as_listed()
    Challenge.objects.filter(pk=draft.pk).update(state="drafted")
    assert refused(lambda: desk.filed(challenge=draft)).code == "wrong_state"
    Membership.objects.filter(role=Role.SUPERVISOR).delete()
    assert refused(desk.filed).code == "no_supervisor"
    assert not Report.objects.exists()


def test_who_becomes_the_supervisor_leaves_an_own_report_to_a_colleague(desk):
    report = desk.filed()
    owner = desk.office.organisation
    Membership.objects.create(user=desk.author, organisation=owner, role=Role.SUPERVISOR)
    assert permissions.may_read_report(desk.author, report)
    refusal = refused(lambda: reporting.take_report(report, by=desk.author))
    assert refusal.code == "not_supervisor"


def test_the_supervisor_is_reminded_on_the_day_and_after_it_each_once(desk):
    report = desk.filed()
    kinds = ["report_due_today", "report_overdue"]
    for moment in (morning_of(report.due_at), report.due_at):
        clock.shift(timedelta())
        clock.shift(moment - clock.now() + timedelta(seconds=1))
        for _ in range(2):
            report_due.prompt_supervisors()
    found = Entry.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True)
    assert list(found) == kinds
    assert told_of("report_overdue") == {desk.supervisor}


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_at_once_is_one_report_and_one_supervisor_takes_it(desk):
    assert at_once(*[lambda: desk.filed(key="once")] * 4) == ["done"] * 4
    report = Report.objects.get()
    colleague = person_of(desk.office.organisation, Role.SUPERVISOR)
    answers = at_once(
        *[lambda by=by: reporting.take_report(report, by=by) for by in (desk.supervisor, colleague)]
    )
    assert answers == ["done", "wrong_state"]


@pytest.mark.django_db(transaction=True)
def test_of_many_reports_at_once_no_more_than_a_days_are_taken(desk):
    challenges = [desk.office.as_listed() for _ in range(5)]
    answers = at_once(*[lambda one=one: desk.filed(challenge=one) for one in challenges])
    assert answers == ["done"] * 3 + ["too_many"] * 2
