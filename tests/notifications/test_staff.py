"""What staff see of messages: the log without words, and each kind with fictional facts."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission

from marketplace.notifications.kinds import all_kinds
from marketplace.notifications.proving import ask_for_code
from marketplace.notifications.sending import send_due
from marketplace.notifications.ways import Channel
from tests.factories import UserFactory
from tests.notifications.conftest import MOBILE

pytestmark = pytest.mark.django_db
LOG = "/admin/reports/deliveries/"
KINDS = "/admin/reports/messages/"
TWINS = "/admin/reports/twins/"
OTHER = "13900000002"


@pytest.fixture
def staff(client):
    person = UserFactory()
    rights = Permission.objects.filter(codename__in=("access_admin", "view_delivery"))
    person.user_permissions.add(*rights)
    client.force_login(person)
    return client


def test_the_log_says_who_was_sent_what_with_what_success_and_none_of_the_words(
    staff, reached, tell
):
    tell("urgent_ring", text="机密内容")
    tell("legal_ring")
    send_due(Channel.MAIL)
    body = staff.get(LOG).content.decode()
    assert str(reached) in body
    assert "已发送" in body
    assert "urgent_ring" in body
    assert "机密内容" not in body
    filtered = staff.get(f"{LOG}results/?kind=legal_ring&state=sent&channel=mail")
    assert filtered.context["object_list"].count() == 1
    assert staff.get(f"{LOG}?state=failed").context["object_list"].count() == 0


def test_every_kind_with_an_example_has_a_preview_in_both_languages(staff, db):
    listed = staff.get(KINDS).content.decode()
    for kind in [kind for kind in all_kinds() if kind.example]:
        assert f"{KINDS}{kind.name}/en/" in listed
        for language in ("zh-hans", "en"):
            assert staff.get(f"{KINDS}{kind.name}/{language}/").status_code == 200
    english = staff.get(f"{KINDS}claim_submitted/en/").content.decode()
    assert "You handle this demand." in english
    assert 'srcdoc="&lt;!DOCTYPE html&gt;' in english
    chinese = staff.get(f"{KINDS}claim_submitted/zh-hans/").content.decode()
    assert "【厦门场景对接】收到对接申请 http://localhost:8000/n/1/" in chinese
    assert staff.get(f"{KINDS}unknown/en/").status_code == 404
    assert staff.get(f"{KINDS}claim_submitted/fr/").status_code == 404


def test_the_log_and_the_twins_say_where_a_text_went_by_a_masked_address(
    staff, texted, tell, settings
):
    tell("urgent_ring")
    ask_for_code(OTHER, by=texted)
    send_due(Channel.SMS)
    log = staff.get(f"{LOG}?channel=sms").content.decode()
    assert "138****0001" in log
    assert "139****0002" in log
    assert "手机号验证码" in log
    kept = staff.get(TWINS).content.decode()
    assert "【厦门场景对接】urgent_ring" in kept
    assert "138****0001" in kept
    for body in (log, kept):
        assert MOBILE not in body
        assert OTHER not in body
    assert TWINS in staff.get("/admin/").content.decode()
    settings.GATEWAYS = {"mail": settings.GATEWAYS["mail"]}
    assert staff.get(TWINS).status_code == 404
    assert TWINS not in staff.get("/admin/").content.decode()


def test_who_may_not_read_the_log_is_let_in_nowhere(client):
    person = UserFactory()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)
    for address in (LOG, f"{LOG}results/", TWINS, KINDS, f"{KINDS}claim_submitted/en/"):
        assert client.get(address).status_code in {302, 403}
    assert "/reports/deliveries/" not in client.get("/admin/").content.decode()
