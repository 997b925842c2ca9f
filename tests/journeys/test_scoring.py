"""A member scores in a page that saves itself and signs; the chair freezes; the notice follows."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from marketplace.reviews.labels import labelled_bids
from marketplace.reviews.models import Mark, Ranking, Sheet
from tests.factories import PASSWORD
from tests.journeys.accessibility import expect_accessible
from tests.reviews.factories import who
from tests.reviews.judging import Judging

pytestmark = [pytest.mark.browser, pytest.mark.both, pytest.mark.slow]


def test_scores_save_themselves_are_signed_and_become_the_places_of_the_notice(
    start: Callable[[], str], visit: Callable[..., Page]
) -> None:
    judging = Judging()
    number = judging.challenge.demand.lifecycle.number
    chair, *others = judging.members()
    first, second = judging.criteria
    page = visit(start(), who(chair))
    for bid, score in zip(judging.bids, ("90", "70"), strict=True):
        key = next(one.key for one in labelled_bids(chair) if one.bid == bid)
        page.goto(reverse("reviews:score", args=[chair.code, key]))
        expect_accessible(page)
        page.locator(f"[name=score-{first}]").fill("900")
        expect(page.locator(f"[data-field=score-{first}] .invalid-msg")).to_be_visible()
        page.locator(f"[name=score-{first}]").fill(score)
        page.locator(f"[name=score-{second}]").fill("80")
        expect(page.locator("[data-save-state] use")).to_have_attribute(
            "href", re.compile("#cloud$")
        )
        page.wait_for_function("!document.querySelector('[data-save-state].busy')")
    assert Mark.objects.filter(seat=chair, score__isnull=False).count() == 4
    page.goto(reverse("reviews:sheet", args=[chair.code]))
    expect_accessible(page)
    page.locator("#sign input[type=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("#sign button").click()
    expect_accessible(page)
    assert Sheet.objects.filter(seat=chair).count() == 1
    for other in others:
        judging.sign(other, (90, 80), (70, 80))
    for one in labelled_bids(chair):
        page.goto(reverse("reviews:findings", args=[chair.code, one.key]))
        expect_accessible(page)
        for criterion in judging.criteria:
            page.locator(f"[name=note-{criterion}]").fill("意见一致。")
        with page.expect_navigation():
            page.locator("button[value=overview]").click()
    expect_accessible(page)
    page.locator("#sign input[type=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("#sign button").click()
    expect_accessible(page)
    assert Ranking.objects.get().ranks() == {
        bid.receipt: n for n, bid in enumerate(judging.bids, 1)
    }
    officer = visit(page.url.split("/workbench")[0], judging.office.editor)
    for name, address in (("reviews:rankings", number), ("awards:draft", number)):
        officer.goto(reverse(name, args=[address]))
        expect_accessible(officer)
    expect(officer.locator("main tbody tr").first).to_contain_text(judging.bids[0].firm.name)
