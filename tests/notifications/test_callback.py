"""The callback of the official account: only who holds the secret is heard."""

from __future__ import annotations

import json
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from marketplace.notifications.choosing import addresses
from marketplace.notifications.models import Address, Proof
from marketplace.notifications.proving import make_binding_code
from marketplace.notifications.signing import SIGNATURE_HEADER, TIME_HEADER, signature_of
from marketplace.notifications.ways import Channel
from tests.notifications.serving import web

pytestmark = pytest.mark.django_db
PATH = "/notifications/callback/wechat/"
SECRET = "development-only"


def call(told, *, secret=SECRET, ago=0, headers=(), path=PATH):
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    at = str(int(time.time()) - ago)
    signed = {TIME_HEADER: at, SIGNATURE_HEADER: signature_of(body, secret=secret, at=at)}
    return Client(enforce_csrf_checks=True).post(
        path, body, content_type="application/json", headers={**signed, **dict(headers)}
    )


@pytest.mark.both
def test_a_signed_call_binds_the_follower_and_a_replay_changes_nothing(lin):
    code = make_binding_code(by=lin)
    first = call({"follower": "f-lin-1", "text": f"{code}\n"})
    assert (first.status_code, first.json()["bound"]) == (200, True)
    assert "绑定成功" in first.json()["reply"]
    again = call({"follower": "f-else", "text": code})
    assert again.json()["bound"] is False
    assert addresses([lin.pk], Channel.WECHAT) == {lin.pk: "f-lin-1"}
    assert call({"follower": "f-lin-1", "event": "left"}).status_code == 200
    assert not Address.objects.exists()


def test_who_has_not_the_secret_is_not_heard(lin):
    told = {"follower": "f-lin-1", "text": make_binding_code(by=lin)}
    body = json.dumps(told).encode()
    for answer in (
        call(told, secret="guessed"),
        call(told, ago=400),
        call(told, ago=-400),
        call(told, headers={SIGNATURE_HEADER: ""}),
        call(told, headers={SIGNATURE_HEADER: "é"}),
        call(told, headers={TIME_HEADER: "now"}),
        call(told, headers={TIME_HEADER: "9" * 400}),
        Client().post(PATH, body, content_type="application/json"),
    ):
        assert (answer.status_code, answer.json()) == (401, {"code": "not_signed"})
    assert not Address.objects.exists()
    assert Client().get(PATH).status_code == 405


def test_without_a_secret_there_is_no_callback(settings):
    settings.WECHAT_CALLBACK_SECRET = ""
    assert call({"follower": "f-lin-1", "text": "x"}, secret="").status_code == 404


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"[" * 3000,
        b"\xff\xfe",
        [],
        {"follower": "f-lin-1"},
        {"follower": "f-lin-1", "text": ""},
        {"follower": "f-lin-1", "text": "x" * 41},
        {"follower": "f-lin-1", "text": "\ud800"},
        {"follower": "f-lin-1", "text": "a\0b"},
        {"follower": "f-lin-1", "text": 7},
        {"follower": "f-lin-1", "event": "joined", "text": "x"},
        {"follower": "f lin", "text": "x"},
        {"follower": "f" * 65, "text": "x"},
        {"follower": None, "text": "x"},
        {"follower": {"a": 1}, "event": "left"},
    ],
)
def test_what_makes_no_sense_is_refused_though_it_is_signed(told):
    assert call(told).json() == {"code": "malformed"}


def test_a_body_that_is_too_long_is_not_read():
    assert call(b"x" * 5000).status_code == 413


def test_the_twin_plays_a_follower_and_no_real_platform(settings, lin, transactional_db):
    code = make_binding_code(by=lin)
    with web() as (_, port):
        said = StringIO()
        call_command("follow", code, portal=f"http://127.0.0.1:{port}/", stdout=said)
    assert said.getvalue().startswith("200 ")
    assert Proof.objects.get().settled_at is not None
    settings.GATEWAYS = {**settings.GATEWAYS, "wechat": "some.real.Gateway"}
    with pytest.raises(CommandError):
        call_command("follow", code)
