"""Pages of reports, through the doors that people use; officers see the same in both worlds."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.awards.models import Report
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.actions import read_one
from marketplace.notifications.models import Notification
from marketplace.organisations.models import Role
from tests.awards.factories import TOLD, ReportDesk
from tests.claims.factories import pdf, person_of
from tests.crawling import crawl, differences
from tests.factories import UserFactory

WORDS = "经核查，未发现泄露情形。"


@pytest.fixture
def desk(db):
    return ReportDesk()


def browser_of(person):
    client = Client()
    client.force_login(person)
    return client


def text_of(response):
    return response.content.decode()


def test_somebody_reports_and_the_supervisor_takes_and_answers_it(desk):
    number = desk.challenge.demand.lifecycle.number
    author, supervisor = browser_of(desk.author), browser_of(desk.supervisor)
    url = reverse("awards:report_new", args=[number])
    form = author.get(url).context["form"]
    sent = {
        "concern": "leak",
        "text": TOLD,
        "name": "confidential",
        "evidence": [pdf("记录.pdf")],
        "key": form["key"].value(),
    }
    kept = author.post(url, {**sent, "concern": ""})
    assert kept.status_code == 422
    assert TOLD in text_of(kept)
    sent["evidence"] = [pdf("记录.pdf")]
    page = author.post(url, sent)["Location"]
    report = Report.objects.get()
    assert page == reverse("awards:report", args=[report.receipt])
    assert WORDS not in text_of(author.get(page))
    assert report.receipt in text_of(supervisor.get(reverse("awards:reports")))
    shown = text_of(supervisor.get(page))
    assert TOLD in shown
    assert str(desk.author) in shown
    file = reverse("awards:report_file", args=[report.receipt, 0])
    answer = supervisor.get(file)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in answer["Content-Disposition"]
    assert (
        supervisor.get(reverse("awards:report_file", args=[report.receipt, 1])).status_code == 404
    )
    assert supervisor.post(page, {"verb": "take"}).status_code == 302
    assert supervisor.post(page, {"verb": "answer", "decision": ""}).status_code == 422
    assert supervisor.post(page, {"verb": "answer", "decision": WORDS}).status_code == 302
    assert WORDS in text_of(author.get(page))
    assert author.post(page, {"verb": "close", "decision": WORDS}).status_code == 403


def test_to_others_a_report_is_as_one_that_does_not_exist(desk):
    report = desk.filed(files=[pdf()])
    owner = desk.office.organisation
    people = [desk.office.editor, person_of(owner, Role.OWNER), UserFactory(staff=True)]
    for browser in map(browser_of, people):
        for receipt in (report.receipt, "2222-2222-2222"):
            assert browser.get(reverse("awards:report", args=[receipt])).status_code == 404
            file = reverse("awards:report_file", args=[receipt, 0])
            assert browser.get(file).status_code == 404


@pytest.mark.both
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_owners_people_the_staff_and_the_public_read_the_same_with_a_report_and_without():
    desk = ReportDesk(is_written=True)
    owner = desk.office.organisation
    number = desk.challenge.demand.lifecycle.number
    roles = (Role.OWNER, Role.EDITOR, Role.APPROVER)
    readers: dict[str, Client] = {
        "visitor": Client(),
        "superuser": browser_of(UserFactory(staff=True)),
        **{role: browser_of(person_of(owner, role)) for role in roles},
    }
    starts = ["/", "/workbench/", f"/demands/{number}/", "/challenges/", "/workbench/reports/"]
    starts += ["/workbench/challenges/", "/notifications/since/0/", f"/api/demands/{number}"]
    run_until_caught_up()
    for row in Notification.objects.all():
        read_one(row)  # following a link of one would read it, too
    worlds: list[dict[str, Any]] = []
    for _world in range(2):
        seen = [(str(name), crawl(one, starts)) for name, one in readers.items()]
        worlds.append(dict(seen))
        desk.filed(files=[pdf()])
        run_until_caught_up()
    for name in readers:
        assert differences(worlds[0][name], worlds[1][name]) == {}, name
