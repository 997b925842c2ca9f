"""What the portal does around every view: policies, refusals, error pages, the frame."""

import json

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from marketplace import urls
from marketplace.core.refusals import Refusal
from tests.claims.factories import person_of
from tests.factories import OrganisationFactory, UserFactory
from tests.listings.factories import staff

pytestmark = pytest.mark.django_db

BACK = '<a class="btn btn-primary" href="/workbench/">'


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refusal("需求已经截止。", code="closed", fields={"pitch": ["请写一句话。"]})


def fail(request: HttpRequest) -> HttpResponse:
    kinds: dict[str, Exception] = {
        "400": SuspiciousOperation("?"),
        "403": PermissionDenied(),
        "404": Http404(),
        "500": ValueError("boom"),
    }
    raise kinds[request.GET["status"]]


urlpatterns = [path("refuse/", refuse), path("fail/", fail), *urls.urlpatterns]
ours = override_settings(ROOT_URLCONF=__name__)


@ours
def test_a_refusal_is_a_page_with_its_message_and_status(client: Client):
    response = client.get("/refuse/", headers={"accept": "text/html"})
    assert response.status_code == 409
    assert "需求已经截止。" in response.content.decode()
    assert "请写一句话。" in response.content.decode()
    assert BACK not in response.content.decode()
    client.force_login(UserFactory())
    response = client.get("/refuse/", headers={"accept": "text/html"})
    assert BACK in response.content.decode()


@ours
def test_a_refusal_is_json_where_json_was_asked_for(client: Client):
    response = client.get("/refuse/", headers={"accept": "application/json"})
    assert response.status_code == 409
    assert json.loads(response.content) == {
        "code": "closed",
        "message": "需求已经截止。",
        "fields": {"pitch": ["请写一句话。"]},
    }


@ours
@pytest.mark.parametrize(
    ("status", "text"),
    [
        ("400", "请求无法识别"),
        ("403", "您不能查看这个页面"),
        ("404", "没有这个页面"),
        ("500", "平台出错了"),
    ],
)
def test_an_error_is_a_page_in_the_readers_language(status: str, text: str):
    client = Client(raise_request_exception=False)
    response = client.get("/fail/", {"status": status})
    assert response.status_code == int(status)
    assert text in response.content.decode()


def test_a_form_without_its_token_is_told_what_to_do():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/", {"login": "a@example.test", "password": "x"})
    assert response.status_code == 403
    assert "表单已过期" in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/demands/", "/accounts/login/", "/nowhere/"])
def test_public_pages_have_the_strict_policy(client: Client, address: str):
    policy = client.get(address)["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_policy_is_loosened_under_the_admin_only(client: Client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    policy = client.get("/admin/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "unsafe" not in client.get("/administration/")["Content-Security-Policy"]


def test_the_frame_shows_a_signed_in_person_where_they_are(client: Client):
    firm = OrganisationFactory(name="厦门鹭潮水科技有限公司")
    client.force_login(person_of(firm))
    text = client.get("/about/").content.decode()
    assert "厦门鹭潮水科技有限公司" in text
    assert "data-bell" in text
    assert "data-toasts" in text


def test_the_frame_leads_those_into_the_admin_whom_it_lets_in(client: Client):
    for person, enters in (
        (UserFactory(), False),
        (UserFactory(is_staff=True, is_superuser=True), True),
        (staff(), True),
    ):
        client.force_login(person)
        assert person.has_perm("wagtailadmin.access_admin") is enters
        assert ('href="/admin/"' in client.get("/about/").content.decode()) is enters


def test_the_frame_shows_a_visitor_the_way_in_and_no_bell(client: Client):
    text = client.get("/about/").content.decode()
    assert 'href="/accounts/login/"' in text
    assert "data-bell" not in text
    assert "data-toasts" not in text
