"""Every page on the way from an application to a signed co-operation passes axe in both themes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page

from marketplace.accounts.models import User
from marketplace.claims.models import ClaimPartner
from marketplace.claims.partnering import invite_partner
from marketplace.core.veiled import name_of
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.listings.questions import ask_question
from marketplace.notifications.actions import mute_kind
from marketplace.organisations.models import Role
from marketplace.subscriptions.following import follow
from tests.claims.factories import claim_for, draft_for, open_demand, person_of
from tests.claims.helping import Help
from tests.cooperations.factories import Pair
from tests.factories import OrganisationFactory
from tests.journeys.accessibility import expect_accessible_in_both_themes
from tests.notifications.speaking import session_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class World:
    """Rows of every part, and the people who read them."""

    def __init__(self) -> None:
        """Apply, draft, ask partners, ask a question, allow help, follow, mute and co-operate."""
        self.pair = Pair()
        self.demand = open_demand(
            self.pair.demand.lifecycle.owner, cooperation="consortium", partners=4
        )
        self.officer = self.pair.officer
        self.claims = [claim_for(self.demand) for _ in range(2)]
        self.help = Help()
        self.help.filled_in(self.demand)
        self.firm, self.asked = OrganisationFactory(), OrganisationFactory()
        self.bidder, self.partner = person_of(self.firm), person_of(self.asked, Role.OWNER)
        draft = draft_for(self.demand, self.firm, self.bidder)
        self.invitation: ClaimPartner = invite_partner(
            draft, self.asked, part="传感器布设", by=self.bidder
        )
        self.question = ask_question(self.demand, by=self.bidder, text="数据以什么方式提供？")
        follow(self.demand, by=self.bidder)
        mute_kind("followed_demand_closed", by=self.bidder)
        run_until_caught_up()

    def pages(self) -> Iterator[tuple[User | None, list[str]]]:
        """Return each reader with the addresses to look at."""
        yield None, [self._demand, "/", "/receipts/", "/feeds/", f"{self._demand}share/"]
        yield self.officer, self._of_the_owner()
        yield self.claims[0].submitted_by, ["/workbench/claims/", *self._receipts()]
        yield self.bidder, self._of_an_applicant()
        yield self.help.owner, ["/workbench/claims/mandates/"]
        yield self.help.filler, ["/workbench/claims/filling/", "/workbench/claims/"]
        yield self.partner, [f"/claims/partnerships/{name_of(self.invitation)}/", "/notifications/"]
        yield self.pair.provider, [*self._cooperations(), "/notifications/"]

    @property
    def _demand(self) -> str:
        return f"/demands/{self.demand.lifecycle.number}/"

    def _receipts(self) -> list[str]:
        receipt = f"/claims/{self.claims[0].receipt}/"
        return [receipt, f"{receipt}versions/1/"]

    def _cooperations(self) -> list[str]:
        return ["/workbench/cooperations/", f"/cooperations/{self.pair.cooperation.number}/"]

    def _of_the_owner(self) -> list[str]:
        claims = f"{self._demand}claims/"
        chosen = "&".join(f"claim={one.receipt}" for one in self.claims)
        return [
            "/workbench/",
            claims,
            f"{claims}compare/?{chosen}",
            f"{claims}decline/",
            *self._receipts()[:1],
            f"/workbench/questions/{self.question.pk}/",
            *self._cooperations(),
        ]

    def _of_an_applicant(self) -> list[str]:
        start = f"{self._demand}claim/"
        form = f"{start}{self.firm.pk}/"
        steps = ("", "approach/", "answers/", "delivery/", "material/", "review/")
        return [
            start,
            *(f"{form}{step}" for step in steps),
            "/workbench/claims/",
            "/workbench/follows/",
            "/workbench/subscriptions/",
            "/workbench/matches/muted/",
            "/notifications/preferences/",
        ]


def looked_at(browser: Browser, address: str, person: User | None) -> Page:
    """Return a page of a browser in which a person is signed in.

    Nothing moves there, so that no colour is read on its way from one theme to the other.
    """
    context = browser.new_context(base_url=address, locale="zh-CN", reduced_motion="reduce")
    if person is not None:
        name, value = settings.SESSION_COOKIE_NAME, session_of(person)
        context.add_cookies([{"name": name, "value": value, "url": address}])
    return context.new_page()


def test_each_page_from_demand_to_cooperation_passes_axe_in_both_themes(
    browser: Browser, transactional_db: None, start: Callable[[], str]
) -> None:
    world = World()
    readers = list(world.pages())
    address = start()
    faults = []
    for person, addresses in readers:
        page = looked_at(browser, address, person)
        for one in addresses:
            answer = page.goto(one)
            assert answer is not None
            assert answer.status == 200, (one, answer.status)
            try:
                expect_accessible_in_both_themes(page)
            except AssertionError as error:
                faults.append(str(error))
        page.context.close()
    assert not faults, "\n".join(faults)
