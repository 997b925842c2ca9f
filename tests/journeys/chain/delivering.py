"""Two agreements are signed; a gate stops one team, the other's acceptance is mended and given."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from playwright.sync_api import Page, expect

from marketplace.accounts.models import User
from marketplace.agreements.models import Agreement
from marketplace.deliveries.models import Checkpoint, Delivery, Verdict
from tests.deliveries.factories import ANSWER
from tests.journeys.chain.story import Story

TEAMS: Final = (0, 2)
"""The firms that were awarded, in their order."""
MARK: Final = "示例：样机下线"
REACHED: Final = "命中率由 60% 提高到 91%。"


def agreements_are_signed(story: Story) -> None:
    """The officer changes one draft and offers both; both sides agree, sign and confirm."""
    story.until(lambda: _agreements(story).count() == len(TEAMS), "the drafts of the agreements")
    _officer_writes(story, _agreement(story, TEAMS[0]))
    for firm in TEAMS:
        _sign(story, _agreement(story, firm), story.bidders[firm])
    story.until(lambda: _deliveries(story).count() == len(TEAMS), "the deliveries")


def gate_stops_one_team(story: Story) -> None:
    """Both teams reach their gate; two people let the first go on and stop the other."""
    for firm, course in zip(TEAMS, ("go", "stop"), strict=True):
        here = _delivery(story, firm)
        _reach(story, firm, 0)
        officer = story.open(here, story.office.editor)
        form = f"form[action*='/checkpoint/{_checkpoint(story, firm, 0).pk}/propose/']"
        story.unfold(officer, form)
        officer.locator(f"{form} [name=course]").select_option(course)
        officer.locator(f"{form} [name=reason]").fill("按首阶段测试结果提出。")
        story.press(officer, f"{form} button")
        approver = story.open(here, story.office.approver)
        story.press(approver, "form[action$='/decide/'] button")
    assert [_team(story, firm).state for firm in TEAMS] == ["running", "stopped"]
    public = story.open(f"/demands/{story.number}/")
    expect(public.locator("main")).not_to_contain_text("按首阶段测试结果提出")


def payment_is_made(story: Story) -> None:
    """The team applies for its first payment; an officer endorses, an approver approves it."""
    here = _delivery(story, TEAMS[0])
    firm = story.open(here, story.bidders[TEAMS[0]])
    story.unfold(firm, "form[action$='/apply/']")
    story.press(firm, "form[action$='/apply/'] button")
    officer = story.open(here, story.office.editor)
    story.press(officer, "form[action$='/endorse/'] button")
    approver = story.open(here, story.office.approver)
    story.press(approver, "form[action$='/approve/'] button")


def acceptance_is_rejected_once(story: Story) -> None:
    """A hand-in without a method is held up, one below its promise sent back, the mended judged."""
    here, bidder = _delivery(story, TEAMS[0]), story.bidders[TEAMS[0]]
    _reach(story, TEAMS[0], 1)
    firm = story.open(here, bidder)
    story.follow(firm, "#acceptance a.btn-primary")
    for name, text in ANSWER.items():
        for field in firm.locator(f"[name$='-{name}']").all():
            field.fill("" if name == "method" else text)
    story.press(firm, "button[name=hand_in]")
    expect(firm.locator("[role=alert]")).to_be_visible()
    _hand_in(story, firm)
    _appraise(story, missed=1)
    approver = story.open(here, story.office.approver)
    story.unfold(approver, "form[action$='/send_back/']")
    approver.locator("form[action$='/send_back/'] textarea").fill("第一项指标未达到，请补测。")
    story.press(approver, "form[action$='/send_back/'] button")
    firm = story.open(reverse("deliveries:answers", args=[_team(story, TEAMS[0]).number]), bidder)
    expect(firm.locator("main")).to_contain_text("请补测")
    firm.locator("[name$='-reached']").first.fill("96")
    _hand_in(story, firm)
    _appraise(story, missed=0)


def delivery_is_accepted(story: Story) -> None:
    """An approver who judged nothing accepts it; the firm publishes the result."""
    here = _delivery(story, TEAMS[0])
    approver = story.open(here, story.office.approver)
    story.unfold(approver, "form[action$='/accept/']")
    story.press(approver, "form[action$='/accept/'] button")
    verdict = Verdict.objects.get(outcome="accepted")
    record = story.open(reverse("deliveries:record", args=[verdict.number]))
    expect(record.locator("article")).to_contain_text(verdict.digest)
    firm = story.open(here, story.bidders[TEAMS[0]])
    story.unfold(firm, "form[action$='/confirm/']")
    firm.locator("form[action$='/confirm/'] textarea").fill(REACHED)
    story.press(firm, "form[action$='/confirm/'] button")
    story.until(lambda: story.challenge.state == "completed", "the end of the challenge")
    results = story.open(reverse("deliveries:results"))
    expect(results.locator("article")).to_contain_text(REACHED)


def everybody_reads_how_it_went(story: Story) -> None:
    """The public pages of the challenge and the supervisor's say each step."""
    for path in (f"/demands/{story.number}/", "/challenges/"):
        story.open(path)
    rail = story.open(f"/demands/{story.number}/").locator(".rail li.done")
    assert rail.count() >= 6
    supervised = reverse("portal:supervised", args=[story.number])
    timeline = story.open(supervised, story.supervisor).locator("main")
    for firm in TEAMS:
        expect(timeline).to_contain_text(story.firms[firm].name)
    story.open(reverse("portal:supervision"), story.supervisor)
    story.open(reverse("portal:board"), story.office.editor)
    for person in (story.office.editor, story.bidders[0], story.supervisor):
        story.open("/workbench/", person)


def _officer_writes(story: Story, agreement: Agreement) -> None:
    story.open(reverse("agreements:mine"), story.office.editor)
    path = reverse("agreements:write", args=[agreement.number])
    page = story.open(path, story.office.editor)
    page.locator("[name=promise-1-value]").fill("10%")
    story.press(page, "form.stack > .row-f button")
    expect(page.locator("[name=promise-1-value]")).to_have_value("10%")
    page.locator("[name=promise-1-value]").fill("95%")
    page.locator("[name=milestone-1-title]").fill(MARK)
    story.press(page, "form.stack > .row-f button")
    expect(page.locator(".doc")).to_contain_text(MARK)
    story.follow(page, "a[href$='/versions/2/changes/']")
    story.open(reverse("agreements:version", args=[agreement.number, 2]), story.office.editor)


def _sign(story: Story, agreement: Agreement, bidder: User) -> None:
    path = reverse("agreements:detail", args=[agreement.number])
    officer = story.open(path, story.office.editor)
    story.press(officer, "#offer button")
    firm = story.open(reverse("agreements:mine"), bidder)
    story.follow(firm, "main tbody th a")
    story.press(firm, "#agree button")
    for person in (bidder, story.office.editor):
        page = story.open(path, person)
        page.locator("#send_upload").set_input_files(story.scan)
        story.press(page, "#copies form[enctype] button")
    story.press(officer, "#copies .btn-primary")
    story.open(path, bidder)
    story.press(firm, "#copies .btn-primary")
    expect(firm.locator(".claim-state.ok").first).to_be_visible()


def _reach(story: Story, firm: int, number: int) -> None:
    """Let a team submit evidence of a milestone, which an officer finds reached."""
    here, step = _delivery(story, firm), f"/checkpoint/{_checkpoint(story, firm, number).pk}"
    page = story.open(here, story.bidders[firm])
    form = f"form[action$='{step}/submit/']"
    story.unfold(page, form)
    page.locator(f"{form} textarea[name=words]").fill("样机通过海试。")
    page.locator(f"{form} [name=uploads]").set_input_files(story.scan)
    story.press(page, f"{form} button")
    officer = story.open(here, story.office.editor)
    story.press(officer, f"form[action$='{step}/pass/'] button")


def _hand_in(story: Story, firm: Page) -> None:
    for field in firm.locator("[name$='-method']").all():
        field.fill(ANSWER["method"])
    story.press(firm, "button[name=hand_in]")


def _appraise(story: Story, *, missed: int) -> None:
    """Let an officer judge each item, with the first ones missed."""
    page = story.open(_delivery(story, TEAMS[0]), story.office.editor)
    story.follow(page, "#acceptance a.btn-primary")
    for place, finding in enumerate(page.locator("select[name$='-is_met']").all()):
        finding.select_option("no" if place < missed else "yes")
    for note in page.locator("[name$='-note']").all()[:missed]:
        note.fill("现场复测低于承诺值。")
    story.press(page, "main form button.btn-primary")


def _agreements(story: Story) -> QuerySet[Agreement]:
    return Agreement.objects.filter(challenge=story.key)


def _deliveries(story: Story) -> QuerySet[Delivery]:
    return Delivery.objects.filter(agreement__challenge=story.key)


def _agreement(story: Story, firm: int) -> Agreement:
    return _agreements(story).get(candidate__bid__firm=story.firms[firm])


def _team(story: Story, firm: int) -> Delivery:
    return _deliveries(story).get(agreement__candidate__bid__firm=story.firms[firm])


def _delivery(story: Story, firm: int) -> str:
    return reverse("deliveries:delivery", args=[_team(story, firm).number])


def _checkpoint(story: Story, firm: int, number: int) -> Checkpoint:
    rows = Checkpoint.objects.filter(delivery=_team(story, firm))
    return rows.order_by("milestone__position")[number]
