"""A challenge from its listing to the award, as everybody sees it; each kind of page passes axe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from marketplace.accounts.models import User
from marketplace.awards import noticing
from marketplace.awards.models import Objection, Report, ResultNotice
from marketplace.bids.models import Bid
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.deliveries import checking, gating, verdicts
from marketplace.organisations.models import CreditFact, Role
from marketplace.reviews.models import Seat
from marketplace.reviews.seating import declare_free
from tests.awards.factories import STATEMENT, end_days_of
from tests.bids.factories import admit_row, close, drafted, open_challenge, sealed
from tests.challenges.factories import ChallengeOffice, fresh, reason_for
from tests.claims.factories import person_of
from tests.deliveries.factories import Site
from tests.factories import CreditFactFactory, OrganisationFactory, UserFactory
from tests.journeys.accessibility import expect_accessible
from tests.reviews.factories import Court as Panel
from tests.reviews.factories import who
from tests.reviews.judging import Judging

pytestmark = [pytest.mark.browser, pytest.mark.both, pytest.mark.slow]

Start = Callable[[], str]
Visit = Callable[..., Page]
GROUNDS = "第二名的检测报告编号查无此件，请核实后重新评分。"


def look(page: Page, address: str) -> Page:
    """Open a page of the portal, which answers and passes axe."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    expect_accessible(page)
    return page


def send(page: Page, button: str) -> None:
    """Press a button and wait for the answer, which passes axe."""
    with page.expect_navigation():
        page.locator(button).first.click()
    expect_accessible(page)


def number_of(challenge: Challenge) -> str:
    return str(challenge.demand.lifecycle.number)


def test_firms_bid_sealed_and_officers_open_in_front_of_the_supervisor(
    transactional_db: None, start: Start, visit: Visit
) -> None:
    office = ChallengeOffice()
    challenge = open_challenge(office)
    number = number_of(challenge)
    firm = OrganisationFactory()
    bidder = person_of(firm)
    supervisor_of_owner = person_of(office.organisation, Role.SUPERVISOR)
    drafted(challenge, firm, bidder)
    address = start()
    visitor, bids = visit(address), visit(address, bidder)
    officer, supervisor = visit(address, office.editor), visit(address, supervisor_of_owner)
    for page in ("/challenges/", f"/demands/{number}/", "/challenges/?step=bidding"):
        look(visitor, page)
    look(bids, f"/demands/{number}/bid/")
    look(bids, "/workbench/bids/").locator("main a[href*='/bid/']").first.click()
    bids.wait_for_url("**/bid/**")
    expect_accessible(bids)
    send(bids, "button[value=next]")
    send(bids, "button.btn-claim")
    expect(bids.locator("main")).to_contain_text(firm.name)
    for _one in range(2):
        sealed(challenge)
    look(officer, reverse("portal:board"))
    look(officer, reverse("bids:opening", args=[number]))
    seen = look(supervisor, reverse("portal:supervised", args=[number]))
    expect(seen.locator("main")).not_to_contain_text(firm.name)
    close(challenge)
    look(officer, reverse("bids:opening", args=[number]))
    officer.locator("[name=present]").fill("张三、李四")
    send(officer, "button.btn-claim")
    assert fresh(challenge).state == "opened"
    look(visitor, reverse("bids:opening", args=[number]))
    look(officer, reverse("bids:of_challenge", args=[number]))
    for bid in Bid.objects.filter(challenge=challenge):
        admit_row(bid)
    look(officer, reverse("bids:opened", args=[Bid.objects.filter(firm=firm).get().receipt]))
    look(supervisor, reverse("portal:supervision"))
    seen = look(supervisor, reverse("portal:supervised", args=[number]))
    expect(seen.locator("main")).to_contain_text(firm.name)


def test_a_challenge_with_too_few_bids_fails_and_is_listed_again(
    transactional_db: None, start: Start, visit: Visit
) -> None:
    office = ChallengeOffice()
    challenge = open_challenge(office, rules={"minimum_bids": 3})
    number = number_of(challenge)
    sealed(challenge)
    close(challenge)
    address = start()
    officer, visitor = visit(address, office.editor), visit(address)
    look(officer, reverse("bids:opening", args=[number]))
    officer.locator("[name=present]").fill("张三、李四")
    send(officer, "button.btn-claim")
    assert fresh(challenge).state == "failed"
    expect(look(visitor, f"/demands/{number}/").locator("main")).to_contain_text(
        reason_for("failed").label
    )
    look(officer, reverse("challenges:work", args=[challenge.demand_id]))
    send(officer, "form[action*='/relist/'] button")
    successor = Challenge.objects.get(predecessor=challenge)
    look(officer, reverse("challenges:work", args=[successor.demand_id]))
    look(officer, reverse("portal:board"))


def test_a_panel_is_drawn_one_steps_back_and_the_others_read(
    transactional_db: None, start: Start, visit: Visit
) -> None:
    panel = Panel(panel_size=3).drawn()
    number = number_of(panel.challenge)
    tied, reader, *_others = panel.called()
    address = start()
    keeper, visitor = visit(address, panel.staff), visit(address)
    look(visitor, reverse("reviews:draws", args=[number]))
    for page in (reverse("reviews:panels"), reverse("reviews:panel", args=[number])):
        look(keeper, page)
    leaving = visit(address, who(tied))
    look(leaving, reverse("reviews:mine"))
    look(leaving, reverse("reviews:seat", args=[tied.code]))
    leaving.locator("#step-back summary").click()
    leaving.locator("#step-back input[value=tie]").check()
    leaving.locator("#step-back textarea").fill("与其中一家单位三年内有合作项目。")
    send(leaving, "#step-back button")
    assert Seat.objects.get(pk=tied.pk).state == "recused"
    expert = visit(address, who(reader))
    look(expert, reverse("reviews:seat", args=[reader.code]))
    send(expert, "form[action$='/declare/'] button")
    for seat in panel.called():
        declare_free(seat, by=who(seat))
    assert panel.panel.state == "seated"
    look(expert, reverse("reviews:seat", args=[reader.code]))
    look(keeper, reverse("reviews:panel", args=[number]))
    look(visitor, reverse("reviews:draws", args=[number]))


def test_experts_score_the_result_is_shown_an_objection_holds_and_they_score_anew(
    transactional_db: None, start: Start, visit: Visit
) -> None:
    judging = Judging(bids=3, members=5)
    give_credit(judging.bids)
    number, office = number_of(judging.challenge), judging.office
    chair, member = judging.members()[:2]
    stranger: User = UserFactory()
    address = start()
    expert = visit(address, who(member))
    look(expert, reverse("reviews:sheet", args=[member.code]))
    expert.locator("main a[href*='/bids/']").first.click()
    expert.wait_for_url("**/bids/**")
    expect_accessible(expert)
    judging.signed()
    look(expert, reverse("reviews:sheet", args=[member.code]))
    leading = visit(address, who(chair))
    judging.noted()
    look(leading, reverse("reviews:freeze", args=[chair.code]))
    judging.frozen()
    officer, approver = visit(address, office.editor), visit(address, office.approver)
    look(officer, reverse("reviews:rankings", args=[number]))
    look(officer, reverse("awards:draft", args=[number]))
    _draft(judging)
    look(approver, reverse("awards:notice", args=[number]))
    send(approver, "form[action$='/show/'] button")
    objector = visit(address, stranger)
    look(objector, reverse("awards:object", args=[number]))
    objector.locator("[name=ground]").select_option("content")
    objector.locator("[name=text]").fill(GROUNDS)
    send(objector, "main form button")
    objection = Objection.objects.get()
    judge = visit(address, person_of(office.organisation, Role.APPROVER))
    look(judge, "/workbench/")
    look(judge, reverse("awards:objection", args=[objection.receipt]))
    judge.locator("[name=decision]").fill("经核实，异议成立，重新评分。")
    judge.locator("[name=remedy]").select_option("rescore")
    send(judge, "button[value=uphold]")
    assert judging.challenge.state == "opened"
    look(judge, reverse("awards:mine"))
    long_ago = clock.now() - timedelta(days=20)
    ResultNotice.objects.filter(state="cancelled").update(shown_at=long_ago)
    judging.signed().noted().frozen()
    end_days_of(noticing.show_notice(_draft(judging), by=office.approver))
    look(approver, reverse("awards:notice", args=[number]))
    send(approver, "form[action$='/settle/'] button")
    assert judging.challenge.state == "awarded"
    look(visit(address), f"/demands/{number}/")


def test_two_teams_deliver_one_is_stopped_at_a_gate_one_is_rejected_once_and_accepted(
    transactional_db: None, start: Start, visit: Visit
) -> None:
    site = Site(teams=2, is_staged=True)
    address = start()
    firm, officer = visit(address, site.bidder), visit(address, site.officer)
    approver, visitor = visit(address, site.approver), visit(address)
    number = site.delivery.agreement.number
    mine = (reverse("agreements:mine"), reverse("deliveries:mine"))
    for page in (reverse("agreements:detail", args=[number]), *mine):
        look(firm, page)
    gating.decide_gate(site.proposed("stop", team=1), by=site.approver)
    look(officer, delivery_page(site, team=1))
    site.submitted()
    for reader in (firm, officer, approver):
        look(reader, delivery_page(site))
    checking.pass_checkpoint(site.checkpoint(), by=site.officer)
    gating.decide_gate(
        gating.propose_course(site.checkpoint(), by=site.officer, course="go", reason=GROUNDS),
        by=site.approver,
    )
    checking.pass_checkpoint(site.submitted(1), by=site.officer)
    site.appraised(0)
    look(approver, delivery_page(site))
    verdicts.send_back(site.delivery, by=site.approver, reason="主要指标未达到。")
    look(firm, reverse("deliveries:answers", args=[site.delivery.number]))
    site.appraised()
    verdicts.accept_delivery(site.delivery, by=site.approver)
    look(firm, delivery_page(site))
    look(visitor, reverse("deliveries:results"))
    look(officer, reverse("portal:board"))


def delivery_page(site: Site, *, team: int = 0) -> str:
    return reverse("deliveries:delivery", args=[site.team(team).number])


def give_credit(bids: list[Bid]) -> None:
    """Let the bidders have sound credit facts, which the award asks for again."""
    for bid in bids:
        for kind in CreditFact.FactKind:
            CreditFactFactory(organisation=bid.firm, kind=kind)


def _draft(judging: Judging) -> ResultNotice:
    says = noticing.Notice(statement=STATEMENT, workdays=5)
    return noticing.draft_notice(judging.challenge, by=judging.office.editor, says=says)


def test_a_concern_reaches_the_supervisor_and_is_answered(
    transactional_db: None, start: Start, visit: Visit
) -> None:
    office = ChallengeOffice()
    challenge = office.as_listed()
    supervisor = person_of(office.organisation, Role.SUPERVISOR)
    author: User = UserFactory()
    address = start()
    page: Any = visit(address, author)
    look(page, f"/demands/{number_of(challenge)}/")
    page.locator("a[href$='/report/']").click()
    page.wait_for_url("**/report/")
    expect_accessible(page)
    page.locator("[name=text]").fill("短")
    send(page, "main form button.btn-primary")
    expect(page.locator("[name=text]")).to_have_value("短")
    page.locator("[name=text]").fill("开启前经办人已把报价告诉第一名。")
    send(page, "main form button.btn-primary")
    report = Report.objects.get()
    other = visit(address, supervisor)
    look(other, reverse("awards:reports")).locator("main td a").first.click()
    other.wait_for_url(f"**/{report.receipt}/")
    expect_accessible(other)
    send(other, "button[value=take]")
    other.locator("[name=decision]").fill("经核查，未发现泄露情形。")
    send(other, "button[value=answer]")
    expect(
        look(page, reverse("awards:report", args=[report.receipt])).locator("main")
    ).to_contain_text("经核查")
