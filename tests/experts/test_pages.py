from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from marketplace.experts.models import Expert
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.models import Notification
from tests.experts.factories import applied, expert, job, keeper, person
from tests.experts.test_importing import row, sheet
from tests.factories import DomainFactory, UserFactory

pytestmark = pytest.mark.django_db

MINE = reverse("experts:mine")


def text_of(response):
    """Return a page without what each drawing makes anew: its instant and its tokens."""
    anew = r'name="(?:server-now|csrfmiddlewaretoken)" (?:content|value)="[^"]*"'
    return re.sub(anew, "", response.content.decode())


def posted(**others):
    details = job()
    said = {
        "name": "示例专家",
        "email": "expert@example.test",
        "phone": "13800138000",
        "speciality": "写了很久的专长",
        "domains": [DomainFactory(slug="water").pk],
        "load_limit": "2",
        "jobs-TOTAL_FORMS": "3",
        "jobs-INITIAL_FORMS": "0",
        "jobs-0-employer": details["employer"],
        "jobs-0-credit_code": details["credit_code"],
        "jobs-0-begins": "2019-01-01",
    }
    return said | others


def test_a_person_applies_and_finds_the_entry(client):
    client.force_login(UserFactory())
    assert "experts:apply" not in text_of(client.get(MINE))
    assert client.get(reverse("experts:apply")).status_code == 200
    response = client.post(reverse("experts:apply"), posted())
    assert response.status_code == 302
    assert "13800138000" in text_of(client.get(MINE))
    assert client.get(reverse("experts:apply")).status_code == 302


@pytest.mark.parametrize(
    "fault",
    [
        {"name": ""},
        {"jobs-0-credit_code": "1"},
        {"jobs-0-employer": ""},
        {"jobs-0-begins": "gestern"},
        {"domains": []},
    ],
)
def test_nothing_typed_is_lost_where_something_is_wrong(client, fault):
    client.force_login(UserFactory())
    response = client.post(reverse("experts:apply"), posted(**fault))
    assert response.status_code == 422
    assert "写了很久的专长" in text_of(response)
    assert 'role="alert"' in text_of(response)
    assert not Expert.objects.exists()


def test_the_entry_is_kept_true_on_its_page(client):
    one = expert()
    client.force_login(person(one))
    details = job()
    client.post(
        reverse("experts:add_employment"),
        {f"job-{name}": value or "" for name, value in details.items()},
    )
    assert one.employments.count() == 2
    row_ = one.employments.latest("pk")
    bad = client.post(
        reverse("experts:end_employment", args=[row_.pk]), {f"end-{row_.pk}-ends": "2999-01-01"}
    )
    assert bad.status_code == 422
    client.post(
        reverse("experts:end_employment", args=[row_.pk]), {f"end-{row_.pk}-ends": "2024-01-01"}
    )
    assert one.employments.filter(ends__isnull=False).count() == 1
    client.post(reverse("experts:add_tie"), {"tie-organisation": "示例公司", "tie-kind": "shares"})
    assert "示例公司" in text_of(client.get(MINE))
    assert client.get(reverse("experts:profile")).status_code == 200
    client.post(reverse("experts:turn", args=["pause"]))
    assert Expert.objects.get(pk=one.pk).state == "paused"
    client.post(reverse("experts:turn", args=["leave"]))
    assert Expert.objects.get(pk=one.pk).state == "left"
    assert client.post(reverse("experts:turn", args=["vanish"])).status_code == 404


def test_staff_find_look_at_and_decide(client):
    one = applied()
    client.force_login(keeper())
    assert one.name in text_of(client.get(reverse("experts:pool"), {"state": "applied"}))
    assert one.name not in text_of(client.get(reverse("experts:pool"), {"state": "active"}))
    assert one.name in text_of(client.get(reverse("experts:pool"), {"q": one.code}))
    assert client.get(reverse("experts:pool"), {"state": "x", "domain": "y"}).status_code == 200
    page = reverse("experts:expert", args=[one.code])
    assert "13800138000" in text_of(client.get(page))
    bad = client.post(reverse("experts:decide", args=[one.code, "decline"]), {"reason": ""})
    assert bad.status_code == 422
    client.post(reverse("experts:decide", args=[one.code, "accept"]), {})
    assert Expert.objects.get(pk=one.pk).state == "active"
    assert client.post(reverse("experts:decide", args=[one.code, "eat"]), {}).status_code == 404


def test_who_is_no_keeper_reads_nobody_and_whether_there_is_somebody_stays_untold(client):
    one = expert()
    other = expert()
    for reader in (UserFactory(), person(other)):
        client.force_login(reader)
        assert client.get(reverse("experts:pool")).status_code == 403
        answers = [
            client.get(reverse("experts:expert", args=[code]))
            for code in (one.code, "2222-2222-2222")
        ]
        assert [answer.status_code for answer in answers] == [403, 403]
        assert text_of(answers[0]).replace(one.code, "") == text_of(answers[1]).replace(
            "2222-2222-2222", ""
        )
        assert one.name not in text_of(client.get(MINE))


def test_an_import_shows_what_became_of_each_row(client):
    DomainFactory(slug="water", name="智慧水务")
    client.force_login(keeper())
    upload = SimpleUploadedFile("专家.xlsx", sheet(row(1), row(2, 领域="占星")))
    response = client.post(reverse("experts:import"), {"sheet": upload})
    assert response.status_code == 200
    assert "占星" in text_of(response)
    assert Expert.objects.count() == 1
    broken = SimpleUploadedFile("专家.xlsx", b"nothing of a workbook")
    assert client.post(reverse("experts:import"), {"sheet": broken}).status_code == 422


def test_who_was_entered_from_a_list_joins_with_a_confirmed_address_alone(client):
    DomainFactory(slug="water", name="智慧水务")
    client.force_login(keeper())
    client.post(reverse("experts:import"), {"sheet": SimpleUploadedFile("a.xlsx", sheet(row(1)))})
    account = UserFactory(email="expert1@example.test")
    client.force_login(account)
    assert client.post(reverse("experts:join")).status_code == 404
    EmailAddress.objects.create(user=account, email="Expert1@example.test", verified=True)
    assert client.post(reverse("experts:join")).status_code == 302
    assert Expert.objects.get().user == account


def test_keepers_are_told_of_applications_and_the_person_of_decisions(client):
    staff = keeper()
    one = applied()
    client.force_login(staff)
    client.post(reverse("experts:decide", args=[one.code, "decline"]), {"reason": "请补充"})
    run_until_caught_up()
    assert Notification.objects.filter(user=staff, kind="expert_applied").count() == 1
    assert Notification.objects.filter(user=person(one), kind="expert_declined").count() == 1
    assert not Notification.objects.filter(user=person(one), kind="expert_applied").exists()
