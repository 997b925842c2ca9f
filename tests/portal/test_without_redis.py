"""From the application to the signed agreement while Redis is away: every page, form and step."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from bench.chaos_portal import steady_port
from marketplace.accounts.models import User
from marketplace.claims.models import Claim
from marketplace.claims.models.draft import mark_of
from marketplace.claims.questions import Step
from marketplace.cooperations.models import Cooperation
from marketplace.core.caching import RedisCache, client_of
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.notifications.models import Notification
from tests.claims.factories import PHONE, PITCH, announce_change
from tests.factories import PASSWORD
from tests.listings.factories import Firm, Office

Given = dict[str, Any]

pytestmark = [pytest.mark.both, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _redis_is_away(settings: LazySettings) -> Any:
    away = f"redis://127.0.0.1:{steady_port()}/0"
    settings.REDIS_URL = away
    settings.CACHES = {
        "default": {"BACKEND": "marketplace.core.caching.RedisCache", "LOCATION": away}
    }
    layer = "channels_redis.pubsub.RedisPubSubChannelLayer"
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": layer, "CONFIG": {"hosts": [away]}}}
    assert isinstance(caches["default"], RedisCache)
    yield
    client_of.cache_clear()


class Browser:
    """Somebody who opens pages and sends their forms."""

    def __init__(self, person: User) -> None:
        self.client = Client()
        given: Given = {"login": person.email, "password": PASSWORD}
        self.sends(reverse("account_login"), **given)

    def opens(self, *addresses: str) -> Any:
        for address in addresses:
            page = self.client.get(address, follow=True)
            assert page.status_code == 200, address
        return page

    def sends(self, address: str, status: int = 302, **texts: Any) -> Any:
        answer = self.client.post(address, texts)
        assert answer.status_code == status, (address, answer.content.decode()[-3000:])
        return answer


def followed_parts(page: Any) -> list[str]:
    """Return where an open page fetches what changed, and asks for versions."""
    text = page.content.decode()
    parts = [one.split('"')[0] for one in text.split('data-fragment="')[1:]]
    return [*parts, reverse("notifications:versions")]


def test_the_one_minute_application_is_answered_and_its_agreement_signed():
    office, firm = Office(), Firm()
    demand = office.published()
    number = demand.lifecycle.number
    page, form = f"/demands/{number}/", f"/demands/{number}/claim/"
    provider, officer = Browser(firm.writer), Browser(office.editor)
    provider.opens(*followed_parts(provider.opens(page)), form)
    provider.sends(form, 422, firm=firm.organisation.pk, pitch=PITCH, key="k1", addendum="0")
    given: Given = {"firm": firm.organisation.pk, "pitch": PITCH, "contact_phone": PHONE}
    provider.sends(form, key="k1", addendum="0", **given)
    run_until_caught_up()
    receipt = f"/claims/{Claim.objects.get().receipt}/"
    provider.opens(receipt, "/workbench/", "/workbench/claims/", "/notifications/")
    officer.opens("/workbench/", f"{page}claims/", *followed_parts(officer.opens(receipt)))
    officer.sends(f"{receipt}answer/", verb="ask", reason="请补充误报率。", version="1")
    officer.sends(f"{receipt}notes/", text="先看样板点。")
    words: Given = {"reason": "请来谈。", "despite": "已核对原件。", "version": "1"}
    officer.sends(f"{receipt}answer/", verb="accept", **words)
    run_until_caught_up()
    _signed(provider, officer)
    assert Notification.objects.filter(user=firm.writer).exists()
    provider.opens("/notifications/", receipt, page)


def test_the_full_application_is_saved_checked_and_sent():
    office, firm = Office(), Firm()
    demand = office.published()
    provider = Browser(firm.writer)
    draft = f"/demands/{demand.lifecycle.number}/claim/{firm.organisation.pk}/"
    provider.opens(draft)
    provider.sends(draft)
    texts: Given = {"pitch": PITCH, "base-pitch": mark_of(""), "approach": "分三步。"}
    texts |= {"base-approach": mark_of("")}
    provider.sends(f"{draft}approach/save/", 200, **texts)
    phone: Given = {"contact_phone": PHONE, "base-contact_phone": mark_of("")}
    provider.sends(f"{draft}material/", go="next", **phone)
    announce_change(demand)
    provider.opens(*(f"{draft}{step}/" for step in Step))
    review = provider.opens(f"{draft}review/")
    provider.opens(*followed_parts(review))
    provider.sends(f"{draft}review/", seen=review.context["drafted"].mark, key="k1")
    assert Claim.objects.get().pitch == PITCH


def _signed(provider: Browser, officer: Browser) -> None:
    """Go on from the acceptance to the signed agreement, each step from its page."""
    here = f"/cooperations/{Cooperation.objects.get().number}/"
    for who in (officer, provider):
        who.opens("/workbench/", "/workbench/cooperations/", here)
        who.sends(f"{here}contact/")
    provider.sends(f"{here}talk/")
    officer.sends(f"{here}agree/", 422, agreed_on="")
    officer.sends(f"{here}agree/", agreed_on="2026-03-02", amount="12.5", is_public="on")
    for who in (officer, provider):
        assert "12.5" in who.opens(here).content.decode()
    run_until_caught_up()
    assert Cooperation.objects.get().state == "agreed"
