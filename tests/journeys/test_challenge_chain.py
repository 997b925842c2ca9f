"""One challenge from a round that collects it to an accepted delivery, each person in a browser.

One database and one portal (web, and on services a worker). The first call comes to its list by
the actions, since the second goes the same way in browsers. People come signed in, which other
journeys do by hand. The test lets time pass and speaks for the register of credit facts; all
else is done on the pages. Each kind of page is looked at by axe in both themes, and again where it
shows an element that it has not shown before.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from marketplace.accounts.models import User
from marketplace.awards.models import Report
from marketplace.journal.models import Pending
from marketplace.journal.verification import verify
from marketplace.organisations.models import Role
from tests.challenges.factories import ChallengeOffice
from tests.claims.factories import person_of
from tests.factories import UserFactory
from tests.journeys.accessibility import expect_accessible
from tests.journeys.chain import bidding, collecting, delivering, listing, reviewing
from tests.journeys.chain.story import Story

pytestmark = [
    pytest.mark.browser,
    pytest.mark.both,
    pytest.mark.slow,
]


SUBJECTS = 40


def test_a_challenge_goes_from_a_round_and_a_failed_call_to_an_accepted_delivery(
    transactional_db: None, browser: Browser, start: Callable[[], str], tmp_path: Path
) -> None:
    story = Story(browser, tmp_path)
    story.tell_credit()
    listing.need_is_drafted(story)
    story.address = start()
    collecting.round_is_opened(story)
    collecting.department_replies_with_its_need(story)
    listing.first_call_is_listed(story)
    listing.first_call_fails(story)
    listing.officer_lists_it_again(story)
    listing.experts_judge_whether_it_is_fit(story)
    bidding.openers_rehearse(story)
    listing.it_is_approved_and_listed(story)
    bidding.draw_is_announced(story)
    bidding.firms_seal_their_bids(story)
    bidding.officers_open_before_the_supervisor(story)
    bidding.form_is_checked(story)
    reviewing.panel_is_drawn(story)
    reviewing.experts_score_and_rank(story)
    reviewing.result_is_shown(story, statement="五位专家独立评分，按综合分排序。")
    reviewing.loser_objects_and_is_heard(story)
    reviewing.panel_scores_anew(story)
    reviewing.result_is_shown(story, statement="异议成立后，五位专家重新评分。")
    reviewing.award_is_final(story)
    delivering.agreements_are_signed(story)
    delivering.gate_stops_one_team(story)
    delivering.payment_is_made(story)
    delivering.acceptance_is_rejected_once(story)
    delivering.delivery_is_accepted(story)
    delivering.everybody_reads_how_it_went(story)
    story.until(lambda: not Pending.objects.exists(), "the chain of the journal")
    assert verify().subjects > SUBJECTS
    story.leave()


def test_a_concern_reaches_the_supervisor_and_is_answered(
    transactional_db: None, start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    office = ChallengeOffice()
    challenge = office.as_listed()
    supervisor = person_of(office.organisation, Role.SUPERVISOR)
    author: User = UserFactory()
    address = start()
    page = visit(address, author)
    _look(page, f"/demands/{challenge.demand.lifecycle.number}/")
    page.locator("a[href$='/report/']").click()
    page.wait_for_url("**/report/")
    expect_accessible(page)
    page.locator("[name=text]").fill("短")
    _send(page, "main form button.btn-primary")
    expect(page.locator("[name=text]")).to_have_value("短")
    page.locator("[name=text]").fill("开启前经办人已把报价告诉第一名。")
    _send(page, "main form button.btn-primary")
    report = Report.objects.get()
    other = visit(address, supervisor)
    _look(other, reverse("awards:reports")).locator("main td a").first.click()
    other.wait_for_url(f"**/{report.receipt}/")
    expect_accessible(other)
    _send(other, "button[value=take]")
    other.locator("[name=decision]").fill("经核查，未发现泄露情形。")
    _send(other, "button[value=answer]")
    expect(
        _look(page, reverse("awards:report", args=[report.receipt])).locator("main")
    ).to_contain_text("经核查")


def _look(page: Page, address: str) -> Page:
    """Open a page of the portal, which answers and passes axe."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    expect_accessible(page)
    return page


def _send(page: Page, button: str) -> None:
    """Press a button and wait for the answer, which passes axe."""
    with page.expect_navigation():
        page.locator(button).first.click()
    expect_accessible(page)
