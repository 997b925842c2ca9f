"""Signing in, signing up and a forgotten password, in the portal's frame."""

import re

import pytest
from django.core import mail
from django.test import Client

from marketplace.accounts.models import User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
)
def test_a_visitor_sees_the_page_in_the_portals_frame(client: Client, address: str):
    text = client.get(address).content.decode()
    assert 'class="site-head' in text
    assert 'class="panel panel-lift account"' in text


@pytest.mark.parametrize(
    "address", ["/accounts/logout/", "/accounts/password/change/", "/accounts/email/"]
)
def test_a_person_sees_the_page_in_the_portals_frame(client: Client, address: str):
    client.force_login(UserFactory())
    assert 'class="panel panel-lift account"' in client.get(address).content.decode()


def test_a_person_signs_in_with_address_and_password(client: Client):
    person = UserFactory()
    response = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_wrong_password_is_told_beside_the_form(client: Client):
    response = client.post(
        "/accounts/login/", {"login": UserFactory().email, "password": "wrong password"}
    )
    text = response.content.decode()
    assert response.status_code == 200
    assert 'role="alert"' in text


def test_an_empty_form_links_to_the_fields_that_need_care(client: Client):
    text = client.post("/accounts/login/", {}).content.decode()
    assert '<a class="d-block" href="#id_login">' in text
    assert 'aria-invalid="true"' in text


def test_a_visitor_signs_up(client: Client):
    words = {"password1": PASSWORD, "password2": PASSWORD}
    response = client.post("/accounts/signup/", {"email": "new@example.test", **words})
    assert response.status_code == 302
    assert User.objects.filter(email="new@example.test").exists()


def test_a_forgotten_password_is_set_anew_by_a_link_in_a_letter(client: Client):
    person = UserFactory()
    client.post("/accounts/password/reset/", {"email": person.email})
    link = re.search(r"/accounts/password/reset/key/\S+", str(mail.outbox[0].body))
    assert link
    page = client.get(link.group(0), follow=True)
    assert 'class="panel panel-lift account"' in page.content.decode()
    words = {"password1": "another long secret", "password2": "another long secret"}
    client.post(page.request["PATH_INFO"], words)
    person.refresh_from_db()
    assert person.check_password("another long secret")
