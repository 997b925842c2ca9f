"""What is needed is collected: a round asks, a department replies with a draft of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone
from playwright.sync_api import expect

from marketplace.calls.models import Reply
from marketplace.core import clock
from tests.journeys.chain.story import Story

WORDS: Final = "请各单位报送明年需要攻关的技术难题。"


def round_is_opened(story: Story) -> None:
    """The portal's staff ask all departments what they need."""
    page = story.open("/workbench/rounds/new/", story.office.reviewer)
    due = timezone.localtime(clock.now() + timedelta(days=9))
    page.locator("[name=title]").fill("技术难题摸排")
    page.locator("[name=words]").fill(WORDS)
    page.locator("[name=due_at]").fill(due.strftime("%Y-%m-%dT%H:%M"))
    page.locator("[name=kinds][value=agency]").check()
    story.press(page, "main form button.btn-primary")
    story.press(page, "form[action$='/open/'] button")


def department_replies_with_its_need(story: Story) -> None:
    """The officer puts the draft into the reply, and the round's board shows it."""
    demand = story.challenge.demand
    officer = story.open("/workbench/rounds/", story.office.editor)
    story.follow(officer, "main a[href*='/workbench/replies/']")
    story.unfold(officer, "[name=demand]")
    officer.locator("[name=demand]").select_option(str(demand.pk))
    story.press(officer, "button[value=attach]")
    story.press(officer, "button[value=send]")
    reply = Reply.objects.get(organisation=story.office.organisation)
    assert reply.state == "answered"
    board = story.open(f"/workbench/rounds/{reply.round_id}/", story.office.reviewer)
    expect(board.locator("#replies")).to_contain_text(demand.title)
