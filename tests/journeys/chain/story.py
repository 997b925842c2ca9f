"""The people of the story, their browsers, and the time that passes between two acts."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page

from marketplace.accounts.models import User
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.experts.models import Expert
from marketplace.organisations.models import CreditFact, Organisation, Role
from tests.challenges.factories import ChallengeOffice, fresh
from tests.claims.factories import pdf, person_of
from tests.experts.factories import expert, keeper
from tests.factories import (
    CreditFactFactory,
    DomainFactory,
    OrganisationFactory,
    UserFactory,
    tell_holidays,
)
from tests.journeys.chain.looking import Looks

PATIENCE: Final = 60.0
EXPERTS: Final = 8
FIELD: Final = "security"


class Story:
    """One challenge in one database and one portal: who takes part, and where each is."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        """Make the department, three firms, the pool of experts and the portal's staff."""
        self.office = ChallengeOffice()
        owner = self.office.organisation
        self.second_officer = person_of(owner, Role.EDITOR)
        self.second_approver = person_of(owner, Role.APPROVER)
        self.supervisor = person_of(owner, Role.SUPERVISOR)
        self.firms: list[Organisation] = [OrganisationFactory() for _ in range(3)]
        self.bidders = [person_of(one) for one in self.firms]
        self.partner: Organisation = OrganisationFactory()
        self.partner_person = person_of(self.partner)
        self.keepers = [keeper(), keeper()]
        self.pool: list[Expert] = [
            expert(domains=[DomainFactory(slug=FIELD)]) for _ in range(EXPERTS)
        ]
        self.follower: User = UserFactory()
        self.key = 0
        self.address = ""
        self.looks = Looks()
        self.scan = folder / "扫描件.pdf"
        self.scan.write_bytes(pdf().read())
        self._browser = browser
        self._pages: dict[int, Page] = {}
        self._ahead = timedelta()
        year = clock.now().year
        tell_holidays(year, year + 1)

    @property
    def challenge(self) -> Challenge:
        """Return the challenge of the call that goes on, as it is now."""
        return fresh(Challenge.objects.get(pk=self.key))

    @property
    def number(self) -> str:
        """Return its public number."""
        return str(self.challenge.demand.lifecycle.number)

    def page(self, person: User | None = None) -> Page:
        """Return the browser of somebody, who is signed in, or of nobody."""
        key = 0 if person is None else person.pk
        if key not in self._pages:
            context = self._browser.new_context(
                base_url=self.address, locale="zh-CN", reduced_motion="reduce"
            )
            if person is not None:
                context.add_cookies([self._session_of(person)])
            self._pages[key] = context.new_page()
        return self._pages[key]

    def open(self, path: str, person: User | None = None) -> Page:
        """Let somebody open a page, which answers and passes axe."""
        page = self.page(person)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        self.looks.at(page)
        return page

    def press(self, page: Page, button: str) -> Page:
        """Press a button by keyboard; the answer passes axe."""
        place = page.locator(button).first
        place.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        self.looks.at(page)
        return page

    def follow(self, page: Page, link: str) -> Page:
        """Follow a link; the page behind it passes axe."""
        with page.expect_navigation():
            page.locator(link).first.click()
        self.looks.at(page)
        return page

    def unfold(self, page: Page, form: str) -> None:
        """Open the details in which the first such form stands, where they are closed."""
        fold = page.locator(form).first.locator("xpath=ancestor::details[1]")
        if fold.get_attribute("open") is None:
            fold.locator("summary").first.press("Enter")

    def until(self, happened: Callable[[], Any], words: str) -> Any:
        """Wait until the portal's own processes have done something, and return what was found."""
        until = time.monotonic() + PATIENCE
        visitor = self.page()
        while time.monotonic() < until:
            if found := happened():
                return found
            visitor.request.get("/clock/")
        raise AssertionError(f"never happened: {words}")

    def pass_to(self, instant: datetime | None) -> None:
        """Let it be a second after an instant, in every process."""
        assert instant is not None
        self._ahead += instant - clock.now() + timedelta(seconds=1)
        clock.shift(self._ahead)

    def tell_credit(self) -> None:
        """Let the register say today that nothing is known against the firms."""
        today = clock.now().date()
        for firm in self.firms:
            for kind in CreditFact.FactKind:
                CreditFactFactory(organisation=firm, kind=kind, as_of=today)

    def leave(self) -> None:
        """Close every browser."""
        for page in self._pages.values():
            page.context.close()
        self._pages.clear()

    def _session_of(self, person: User) -> Any:
        client = Client()
        client.force_login(person)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.address}
