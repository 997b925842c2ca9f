"""A panel is drawn, one steps back, five score and rank; after an objection they do it anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from playwright.sync_api import Page, expect

from marketplace.awards.models import Objection, ResultNotice
from marketplace.reviews.models import Mark, Ranking, Seat, SeatState
from tests.factories import PASSWORD
from tests.journeys.chain.bidding import ROUTES, bids_in_order
from tests.journeys.chain.story import Story
from tests.reviews.factories import who

FIRST: Final = ((90, 88), (80, 85), (70, 75))
"""What every member scores the three bids by the two criteria at first."""
ANEW: Final = ((90, 88), (66, 70), (84, 86))
"""And after the objection: the second and the third change places."""
MEMBERS: Final = 5
CHANGING: Final = 3


def panel_is_drawn(story: Story) -> None:
    """Another of the staff holds the draw; one steps back for a tie, and the alternate follows."""
    panel = reverse("reviews:panel", args=[story.number])
    keeper = story.open(panel, story.keepers[1])
    keeper.locator("#hold [name=public_input]").fill("3412.87")
    story.press(keeper, "#hold form button.btn-primary")
    _one_steps_back(story, _seats(story, SeatState.CALLED)[0])
    _others_declare(story)
    story.open(panel, story.keepers[1])
    story.open(reverse("reviews:draw", args=[story.number, 1]), story.keepers[1])
    story.open(reverse("reviews:draws", args=[story.number]))


def experts_score_and_rank(story: Story) -> None:
    """Five read the bids under letters and sign; the chair notes what they found and freezes."""
    for place, seat in enumerate(_members(story)):
        page = story.open(reverse("reviews:sheet", args=[seat.code]), who(seat))
        story.follow(page, "main tbody th a")
        if place == 0:
            _scores_save_themselves(page, seat)
        _score(story, page, FIRST)
        sign(story, page)
    _chair_freezes(story, note="五位专家意见一致。")
    assert _places(story) == [1, 2, 3]


def result_is_shown(story: Story, *, statement: str) -> None:
    """An officer writes the notice from the frozen ranking, and an approver puts it on show."""
    story.open(reverse("reviews:rankings", args=[story.number]), story.office.editor)
    officer = story.open(reverse("awards:draft", args=[story.number]), story.office.editor)
    officer.locator("[name=statement]").fill(statement)
    officer.locator("[name=proposed]").fill("2")
    story.press(officer, "main form button.btn-primary")
    approver = story.open(_notice(story), story.office.approver)
    story.press(approver, "form[action$='/show/'] button")
    public = story.open(_notice(story))
    expect(public.locator("main")).to_contain_text(statement)
    assert story.challenge.state == "noticed"


def loser_objects_and_is_heard(story: Story) -> None:
    """The third objects with grounds and evidence; an approver without a part upholds it."""
    loser = story.open(_notice(story), story.bidders[2])
    story.follow(loser, "main a[href$='/outcome/']")
    story.open(reverse("awards:object", args=[story.number]), story.bidders[2])
    loser.locator("[name=ground]").select_option("content")
    loser.locator("[name=text]").fill("第二名的检测报告编号查无此件，请核实后重新评分。")
    loser.locator("[name=organisation]").select_option(str(story.firms[2].pk))
    loser.locator("[name=evidence]").set_input_files(story.scan)
    story.press(loser, "main form button.btn-primary")
    objection = Objection.objects.get()
    public = story.open(_notice(story))
    expect(public.locator("main")).not_to_contain_text("查无此件")
    judge = story.open(reverse("awards:mine"), story.second_approver)
    story.follow(judge, "main tbody a")
    judge.locator("[name=decision]").fill("经核实，该报告无效，异议成立，重新评分。")
    judge.locator("[name=remedy]").select_option("rescore")
    story.press(judge, "button[value=uphold]")
    assert story.challenge.state == "opened"
    heard = story.open(reverse("awards:objection", args=[objection.receipt]), story.bidders[2])
    expect(heard.locator("main")).to_contain_text("异议成立")


def panel_scores_anew(story: Story) -> None:
    """Three of the same five score anew, the others sign what stood; another ranking is frozen."""
    for place, seat in enumerate(_members(story)):
        page = story.open(reverse("reviews:sheet", args=[seat.code]), who(seat))
        if place < CHANGING:
            story.follow(page, "main tbody th a")
            _score(story, page, ANEW)
        sign(story, page)
    _chair_freezes(story, note="复核后五位专家意见一致。")
    assert _places(story) == [1, 3, 2]


def award_is_final(story: Story) -> None:
    """Once the days of the second notice are over, an approver makes the award final."""
    ends = ResultNotice.objects.get(challenge=story.key, state="shown").ends_at
    approver = story.open(_notice(story), story.office.approver)
    expect(approver.locator("form[action$='/settle/']")).to_have_count(0)
    story.pass_to(ends)
    story.tell_credit()
    story.open(_notice(story), story.office.approver)
    story.press(approver, "form[action$='/settle/'] button")
    assert story.challenge.state == "awarded"
    winner = story.open(_notice(story), story.bidders[2])
    expect(winner.locator("main")).to_contain_text(story.firms[2].name)


def sign(story: Story, page: Page) -> None:
    """Sign what stands on a page with the own password."""
    page.locator("#sign input[type=password]").fill(PASSWORD)
    story.press(page, "#sign form button")


def _one_steps_back(story: Story, seat: Seat) -> None:
    """Let a member who was called declare a tie; nothing of the place is left to read."""
    leaving = story.open(reverse("reviews:mine"), who(seat))
    story.follow(leaving, "main tbody a")
    story.unfold(leaving, "form[action*='/step-back/']")
    leaving.locator("#step-back input[value=tie]").check()
    leaving.locator("#step-back textarea").fill("与其中一家单位三年内有合作项目。")
    story.press(leaving, "#step-back button")
    answer = leaving.goto(reverse("reviews:seat", args=[seat.code]))
    assert answer is not None
    assert answer.status == 404


def _others_declare(story: Story) -> None:
    for seat in _seats(story, SeatState.CALLED):
        page = story.open(reverse("reviews:seat", args=[seat.code]), who(seat))
        story.press(page, "form[action$='/declare/'] button")
    assert len(_members(story)) == MEMBERS


def _scores_save_themselves(page: Page, seat: Seat) -> None:
    """A score outside the scale is named beside its field; one inside it is kept unasked."""
    field = page.locator("[name^=score-]").first
    name = field.get_attribute("name")
    field.fill("900")
    expect(page.locator(f"[data-field={name}] .invalid-msg")).to_be_visible(timeout=20_000)
    field.fill("90")
    cloud = page.locator("[data-save-state] use")
    expect(cloud).to_have_attribute("href", re.compile("#cloud$"), timeout=20_000)
    page.wait_for_function("!document.querySelector('[data-save-state].busy')")
    assert Mark.objects.filter(seat=seat, score=90).count() == 1


def _chair_freezes(story: Story, *, note: str) -> None:
    """Let the chair note what the panel found of each bid, and freeze the ranking."""
    chair = _members(story)[0]
    page = story.open(reverse("reviews:freeze", args=[chair.code]), who(chair))
    story.follow(page, "main tbody th a")
    for _bid in ROUTES:
        for field in page.locator("[name^=note-]").all():
            field.fill(note)
        story.press(page, "button[name=go][value=next]")
    sign(story, page)


def _score(story: Story, page: Page, scores: Sequence[tuple[int, int]]) -> None:
    """Score each bid by what it says, whatever its letter, until the sheet comes."""
    for _bid in ROUTES:
        text = page.locator("section[aria-labelledby=bid-t]").inner_text()
        (place,) = (number for number, route in enumerate(ROUTES) if route in text)
        for field, score in zip(page.locator("[name^=score-]").all(), scores[place], strict=True):
            field.fill(str(score))
        story.press(page, "button[name=go][value=next]")


def _places(story: Story) -> list[int]:
    ranking = Ranking.objects.order_by("pk").last()
    assert ranking is not None
    ranks = ranking.ranks()
    return [ranks[one.receipt] for one in bids_in_order(story)]


def _members(story: Story) -> list[Seat]:
    return sorted(_seats(story, SeatState.SITTING), key=lambda one: one.place or 0)


def _seats(story: Story, state: str) -> list[Seat]:
    return list(Seat.objects.for_rows().filter(panel__challenge=story.key, state=state))


def _notice(story: Story) -> str:
    return reverse("awards:notice", args=[story.number])
