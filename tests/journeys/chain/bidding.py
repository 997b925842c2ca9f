"""Openers rehearse, firms seal their bids, and two officers open them before the supervisor."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from playwright.sync_api import expect

from marketplace.bids.models import Bid, BidPartner
from tests.journeys.chain.story import FIELD, Story

ROUTES: Final = ("多源融合感知与分布式避碰决策", "岸基雷达与船载视觉联合定位", "浮标组网与集中调度")
"""What tells the three bids apart for who reads them."""
PUBLIC_MONEY: Final = ("150", "120", "140")
PASSPHRASE: Final = "海鸥掠过五缘湾的早晨 {}"
SOURCE: Final = "上证指数下月第一个交易日收盘点位"


def draw_is_announced(story: Story) -> None:
    """Before the close the staff announce how the panel will be drawn."""
    keeper = story.open(reverse("reviews:panels"), story.keepers[0])
    story.follow(keeper, "main tbody a")
    keeper.locator("#promise [name=field_0]").select_option(f"domain:{FIELD}")
    keeper.locator("#promise [name=seats_0]").fill("5")
    keeper.locator("#promise [name=alternates]").fill("2")
    keeper.locator("#promise [name=source]").fill(SOURCE)
    story.press(keeper, "#promise form button.btn-primary")
    story.open(reverse("reviews:draws", args=[story.number]))


def openers_rehearse(story: Story) -> None:
    """Before the listing three openers are named, choose their passphrases, and rehearse."""
    check = reverse("listings:check", args=["demand", story.challenge.demand_id])
    waits = story.open(check, story.office.editor)
    story.follow(waits, "main .claim-state.bad a")
    expect(waits.locator("#openers")).to_be_visible()
    openers = (story.office.editor, story.second_officer, story.second_approver)
    desk = reverse("bids:openers", args=[story.challenge.demand_id])
    page = story.open(desk, story.office.editor)
    for number, one in enumerate(openers, start=1):
        page.locator(f"[name=opener{number}]").fill(one.email)
    story.press(page, "form[action$='/name/'] button")
    for step in ("choose", "rehearse"):
        for one in openers:
            page = story.open(desk, one)
            form = f"form[action$='/{step}/']"
            page.locator(f"{form} [name=passphrase]").fill(PASSPHRASE.format(one.pk))
            story.press(page, f"{form} button")
    assert story.challenge.openers.filter(rehearsed_at__isnull=False).count() == len(openers)


def firms_seal_their_bids(story: Story) -> None:
    """Three firms draft and seal; one with a passphrase of its own reads what it has sealed."""
    for number in range(len(story.firms)):
        seal_bid(story, number, passphrase="自己记得住的一句口令" if number == 0 else "")
    page = story.page(story.bidders[0])
    page.locator("main form [name=passphrase]").fill("自己记得住的一句口令")
    story.press(page, "button[name=go][value=read]")
    expect(page.locator("main")).to_contain_text(ROUTES[0])
    board = story.open(reverse("portal:board"), story.office.editor)
    supervised = reverse("portal:supervised", args=[story.number])
    supervisor = story.open(supervised, story.supervisor)
    for firm in story.firms:
        for shown in (board, supervisor, story.page()):
            expect(shown.locator("main")).not_to_contain_text(firm.name)


def seal_bid(story: Story, number: int, *, passphrase: str = "") -> None:
    """Let a firm write a bid with an attachment, look at it once more, and seal it."""
    person, firm = story.bidders[number], story.firms[number]
    page = story.open(f"/demands/{story.number}/bid/", person)
    for answer in page.locator("[name^=answer-]").all():
        answer.fill("90%")
    texts = {
        "approach": f"{ROUTES[number]}。",
        "team": "十二人团队，三个同类项目。",
        "schedule": "三个月样机，九个月海试。",
        "public_money": PUBLIC_MONEY[number],
        "own_money": "60",
        "partners": f"{story.partner.credit_code} 海试场地" if number == 0 else "",
    }
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=upload]").set_input_files(story.scan)
    story.press(page, "button[name=go][value=next]")
    page.locator("[name=passphrase]").fill(passphrase)
    page.locator("[name=again]").fill(passphrase)
    story.press(page, "main form button.btn-claim")
    expect(page.locator(".receipt")).to_contain_text(firm.name)
    expect(page.locator("#receipt-number")).to_be_visible()


def officers_open_before_the_supervisor(story: Story) -> None:
    """After the close two passphrases open the bids, and everybody reads the record."""
    story.pass_to(story.challenge.closes_at)
    story.until(lambda: story.challenge.state == "closed", "the close of the second call")
    for one in (story.second_officer, story.office.editor):
        page = story.open(_opening(story), one)
        page.locator("form[action$='/give/'] [name=passphrase]").fill(PASSPHRASE.format(one.pk))
        story.press(page, "form[action$='/give/'] button")
    page.locator("[name=present]").fill("张三、李四，监督：王五")
    story.press(page, "form[action$='/open/'] button")
    assert story.challenge.state == "opened"
    visitor = story.open(_opening(story))
    for bid in Bid.objects.filter(challenge=story.key):
        expect(visitor.locator("main")).to_contain_text(bid.receipt)
        assert bid.is_committed
    bid = Bid.objects.filter(challenge=story.key).first()
    assert bid is not None
    address = f"{reverse('bids:check')}?receipt={bid.receipt}&digest={bid.commitment}"
    story.open(address)
    supervisor = story.open(reverse("portal:supervised", args=[story.number]), story.supervisor)
    expect(supervisor.locator("main")).to_contain_text(story.firms[0].name)


def form_is_checked(story: Story) -> None:
    """A partner confirms, one bidder sends what is missing, and all three are admitted."""
    asked = BidPartner.objects.get(bid__challenge=story.key)
    partner = story.open(reverse("bids:partner", args=[asked.pk]), story.partner_person)
    story.press(partner, "button[value=confirm]")
    expect(partner.locator(".tag-ok")).to_be_visible()
    officer = story.open(reverse("bids:of_challenge", args=[story.number]), story.office.editor)
    first, *others = bids_in_order(story)
    check = reverse("bids:formal", args=[first.receipt])
    story.open(check, story.office.editor)
    story.unfold(officer, "form[action$='/ask/']")
    officer.locator("form[action$='/ask/'] [name=attachments]").fill("附件一打不开，请重新提供。")
    story.press(officer, "form[action$='/ask/'] button")
    bidder = story.open(check, story.bidders[0])
    bidder.locator("#complete [name=cure]").fill("已重新导出，见附件。")
    bidder.locator("#complete [name=uploads]").set_input_files(story.scan)
    story.press(bidder, "#complete form button")
    for bid in (first, *others):
        story.open(reverse("bids:formal", args=[bid.receipt]), story.office.editor)
        for box in ("complete", "attachments"):
            officer.locator(f"form[action$='/admit/'] [name={box}]").check()
        story.press(officer, "form[action$='/admit/'] button")
    story.open(reverse("bids:opened", args=[first.receipt]), story.office.editor)
    assert Bid.objects.admitted().filter(challenge=story.key).count() == len(story.firms)


def bids_in_order(story: Story) -> list[Bid]:
    """Return the opened bids in the order of their firms."""
    rows = {one.firm_id: one for one in Bid.objects.filter(challenge=story.key)}
    return [rows[firm.pk] for firm in story.firms]


def _opening(story: Story) -> str:
    return reverse("bids:opening", args=[story.number])
