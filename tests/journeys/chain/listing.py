"""The first call fails; the second is written, judged, approved and listed."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from marketplace.bids.models import Vault
from marketplace.challenges.models import Aspect, Challenge, FitnessVote
from marketplace.core import clock
from tests.challenges.factories import reason_for
from tests.journeys.chain.bidding import seal_bid
from tests.journeys.chain.story import Story

LESSONS: Final = "首轮公告期偏短，本轮延长并分阶段支持两支队伍。"
RULES: Final = {"minimum_bids": 2, "parallel_teams": 2, "is_staged": True, "panel_size": 5}


def need_is_drafted(story: Story) -> None:
    """The department has a draft of what it needs."""
    story.key = story.office.drafted(title="海上测试场协同感知", rules=RULES).pk


def first_call_is_listed(story: Story) -> None:
    """Have what was collected listed by its actions, as the second call is in the browser."""
    office, demand = story.office, story.challenge.demand
    office.judge(office.hand_in(story.challenge), "pass", "pass", "pass")
    office.submit(demand)
    office.approve(demand)
    _is_listed(story)


def first_call_fails(story: Story) -> None:
    """One firm bids, which is too few: nothing is opened, and everybody reads why."""
    here = f"/demands/{story.number}/"
    follower = story.open(here, story.follower)
    story.press(follower, "form[action$='/follow/'] button")
    story.open("/challenges/")
    seal_bid(story, 0)
    story.pass_to(story.challenge.closes_at)
    story.until(lambda: story.challenge.state == "closed", "the close of the first call")
    opening = reverse("bids:opening", args=[story.number])
    officer = story.open(opening, story.office.editor)
    officer.locator("[name=present]").fill("张三、李四")
    story.press(officer, "form[action$='/open/'] button")
    assert story.challenge.state == "failed"
    expect(story.open(here).locator("main")).to_contain_text(reason_for("failed").label)
    bidder = story.open("/workbench/bids/", story.bidders[0])
    expect(bidder.locator("main")).to_contain_text("未")


def officer_lists_it_again(story: Story) -> None:
    """In one step there is a new draft, which its author fits to what the first call taught."""
    failed = story.challenge
    page = story.open(reverse("challenges:work", args=[failed.demand_id]), story.office.editor)
    page.locator("form[action*='/relist/'] [name=lessons]").fill(LESSONS)
    story.press(page, "form[action*='/relist/'] button")
    successor = Challenge.objects.get(predecessor=failed)
    story.key = successor.pk
    page = story.open(f"/workbench/demands/{successor.demand_id}/edit/", story.office.editor)
    closes = timezone.localdate(clock.now()) + timedelta(days=20)
    page.locator("[name=closes_at_day]").fill(closes.isoformat())
    story.press(page, "button[name=next][value=check]")
    page = story.open(reverse("challenges:work", args=[successor.demand_id]), story.office.editor)
    page.locator("[name=seal_mode]").select_option("ceremony")
    page.locator("[name=price_breaks_ties]").check()
    story.press(page, "#rules button.btn-primary")
    assert story.challenge.seal_mode == "ceremony"
    story.press(page, "form[action*='/hand_in/'] button")
    assert story.challenge.state == "arguing"


def experts_judge_whether_it_is_fit(story: Story) -> None:
    """Three experts are drawn from the pool, judge it apart, and the staff end the check."""
    staff = story.open("/workbench/challenges/checks/", story.office.reviewer)
    story.follow(staff, "main tbody a")
    staff.locator("#draw [name=number]").fill("3")
    story.press(staff, "#draw form button")
    for vote in FitnessVote.objects.filter(fitness__challenge=story.key):
        page = story.open(reverse("challenges:vote", args=[vote.pk]), vote.reviewer)
        for aspect in Aspect:
            page.locator(f"[name={aspect}_verdict][value=fit]").check()
        page.locator("[name=outcome][value=pass]").check()
        story.press(page, "aside form button")
    staff.reload()
    staff.locator("#conclude [name=words]").fill("三位专家均认为可行。")
    story.press(staff, "#conclude form button")
    assert story.challenge.state == "argued"


def it_is_approved_and_listed(story: Story) -> None:
    """Officer, approver and the portal's staff bring it to the list; the follower is told."""
    key = story.challenge.demand_id
    officer = story.open(f"/workbench/demands/{key}/check/", story.office.editor)
    story.press(officer, "form[action$='/submit/'] button")
    approver = story.page(story.office.approver)
    for _step in range(2):
        story.open("/workbench/", story.office.approver)
        story.follow(approver, "a[href*='/workbench/steps/']")
        if approver.locator("[name=reviewed_on]").count():
            approver.locator("[name=reviewed_on]").fill(timezone.localdate().isoformat())
        story.press(approver, "button[name=decision][value=approve]")
    approve_in_wagtail(story)
    _is_listed(story)
    story.until(lambda: story.follower.follows.filter(demand=key).exists(), "the follower")
    told = story.open("/notifications/", story.follower)
    expect(told.locator("main")).to_contain_text(story.challenge.demand.title)
    public = story.open(f"/demands/{story.number}/")
    expect(public.locator("main")).to_contain_text(LESSONS)


def _is_listed(story: Story) -> None:
    story.until(lambda: story.challenge.state == "published", "the listing")
    story.until(lambda: Vault.objects.filter(challenge=story.key).exists(), "the vault")


def approve_in_wagtail(story: Story) -> None:
    """The portal's reviewer decides the last step in the admin, whose pages are Wagtail's own."""
    page = story.page(story.office.reviewer)
    page.goto(f"/admin/snippets/listings/demand/edit/{story.challenge.demand_id}/")
    button = page.locator("[data-workflow-action-name=approve]").first
    button.evaluate("button => button.click()")
    page.locator(".modal form [type=submit]").click()
    page.wait_for_url(lambda url: "/edit/" not in url)
