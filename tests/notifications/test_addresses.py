"""The pages on which people prove where they are reached."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from marketplace.core import clock
from marketplace.notifications.choosing import addresses
from marketplace.notifications.console import kept
from marketplace.notifications.models import Address, Bounce, Wish
from marketplace.notifications.proving import bind_follower
from marketplace.notifications.sending import send_due
from marketplace.notifications.ways import Channel
from tests.factories import UserFactory
from tests.notifications.conftest import MOBILE

pytestmark = pytest.mark.django_db
PREFERENCES = "/notifications/preferences/"
NUMBER = f"{PREFERENCES}mobile/"
CODE = f"{NUMBER}code/"
WECHAT = f"{PREFERENCES}wechat/"


@pytest.fixture
def reader(client, lin):
    cache.clear()
    client.force_login(lin)
    return client


def text_of(response) -> str:
    """Return a page without what differs each time."""
    page = re.sub(r'(nonce|value|content)="[^"]*"', "", response.content.decode())
    return page.replace("*", "")


def test_a_number_is_given_proved_and_then_chosen_for(reader, lin):
    assert "-sms" not in reader.get(PREFERENCES).content.decode()
    sent = reader.post(NUMBER, {"number": MOBILE}, follow=True)
    assert "138****0001" in sent.content.decode()
    assert MOBILE not in sent.content.decode()
    send_due(Channel.SMS)
    code = re.findall(r"\d{6}", kept(Channel.SMS)[0].text)[0]
    done = reader.post(CODE, {"code": code}, follow=True)
    assert "号码已验证" in done.content.decode()
    form = done.context["form"]
    assert form["applications-sms"].value() == "urgent"
    values = {name: form[name].value() or "" for name in form.fields}
    reader.post(PREFERENCES, {**values, "applications-sms": "instant"})
    assert Wish.objects.get().channel == "sms"


def test_a_wrong_number_and_a_wrong_code_stand_beside_their_fields(reader):
    refused = reader.post(NUMBER, {"number": "12345"})
    assert refused.status_code == 422
    assert refused.context["form"]["number"].errors
    assert 'value="12345"' in refused.content.decode()
    reader.post(NUMBER, {"number": MOBILE})
    wrong = reader.post(CODE, {"code": "12 34"})
    assert wrong.status_code == 422
    assert "验证码有误或已失效" in wrong.context["code_form"]["code"].errors[0]
    assert 'value="12 34"' in wrong.content.decode()
    assert reader.post(CODE, {"code": ""}).status_code == 422
    too_soon = reader.post(NUMBER, {"number": MOBILE})
    assert too_soon.status_code == 429
    assert "一分钟" in too_soon.context["form"]["number"].errors[0]
    assert reader.post(NUMBER, {"number": ""}).status_code == 422


def test_nobody_learns_whether_a_number_belongs_to_somebody_else(client):
    """Two worlds: the number is held by another person and refused there, or by nobody."""
    pages = []
    for is_held in (True, False):
        Address.objects.all().delete()
        if is_held:
            held = {"user": UserFactory(), "address": MOBILE, "proved_at": clock.now()}
            Address.objects.create(channel=Channel.SMS, **held)
            Bounce.objects.create(channel="sms", address=MOBILE, note="410", at=clock.now())
        client.force_login(UserFactory(name="同名"))
        answers = [
            client.post(NUMBER, {"number": MOBILE}, follow=True),
            client.post(CODE, {"code": "000000"}),
            client.get(NUMBER),
            client.get(PREFERENCES),
        ]
        pages.append([(answer.status_code, len(text_of(answer))) for answer in answers])
        Bounce.objects.all().delete()
    assert pages[0] == pages[1]


def test_a_binding_code_is_shown_once_and_says_what_to_do(reader, lin):
    assert "binding-code" not in reader.get(WECHAT).content.decode()
    shown = reader.post(WECHAT)
    code = re.findall(r'id="binding-code">(\w{8})<', shown.content.decode())[0]
    assert code not in reader.get(WECHAT).content.decode()
    again = reader.post(WECHAT)
    assert again.status_code == 429
    assert "一分钟" in again.content.decode()
    assert bind_follower("f-lin-9876", code=code)
    assert "****9876" in reader.get(WECHAT).content.decode()
    assert "applications-wechat" in reader.get(PREFERENCES).context["form"].fields


def test_what_was_proved_is_shown_masked_and_taken_back_on_the_page(reader, texted):
    body = reader.get(PREFERENCES).content.decode()
    assert "138****0001" in body
    assert MOBILE not in body
    reader.post(f"{PREFERENCES}remove/sms/")
    assert addresses([texted.pk], Channel.SMS) == {}
    assert "applications-sms" not in reader.get(PREFERENCES).context["form"].fields
    assert reader.post(f"{PREFERENCES}remove/mail/").status_code == 404


def test_a_number_that_was_refused_is_said_and_tried_again(reader, texted):
    Bounce.objects.create(channel="sms", address=MOBILE, note="410", at=clock.now())
    assert "短信发往 138****0001 被永久退回" in reader.get(PREFERENCES).content.decode()
    reader.post(f"{PREFERENCES}again/sms/")
    assert not Bounce.objects.exists()
    assert reader.post(f"{PREFERENCES}again/page/").status_code == 404


def test_channels_that_are_not_set_up_are_not_there(reader, texted, settings):
    settings.GATEWAYS = {"mail": settings.GATEWAYS["mail"]}
    body = reader.get(PREFERENCES).content.decode()
    assert "138****0001" not in body
    assert "微信" not in body
    assert {reader.get(path).status_code for path in (NUMBER, WECHAT)} == {404}
    assert reader.post(CODE, {"code": "1"}).status_code == 404


def test_a_visitor_signs_in_first(client):
    for path in (NUMBER, WECHAT):
        assert client.get(path).url.startswith("/accounts/login/")
    assert client.post(f"{PREFERENCES}remove/sms/").url.startswith("/accounts/login/")
