"""What staff see of messages: the log without words, and each kind with fictional facts."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission

from marketplace.notifications.kinds import all_kinds
from marketplace.notifications.sending import send_due
from marketplace.notifications.ways import Channel
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LOG = "/admin/reports/deliveries/"
KINDS = "/admin/reports/messages/"


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
    assert staff.get(f"{KINDS}unknown/en/").status_code == 404
    assert staff.get(f"{KINDS}claim_submitted/fr/").status_code == 404


def test_who_may_not_read_the_log_is_let_in_nowhere(client):
    person = UserFactory()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)
    for address in (LOG, f"{LOG}results/", KINDS, f"{KINDS}claim_submitted/en/"):
        assert client.get(address).status_code in {302, 403}
    assert "/reports/deliveries/" not in client.get("/admin/").content.decode()
