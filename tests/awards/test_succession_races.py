"""Two people at the same moment: two namings, an answer and the end of its period, a signature."""

from __future__ import annotations

from functools import partial

import pytest

from marketplace.agreements import offering, signing
from marketplace.agreements.models import EndReason
from marketplace.awards import succeeding, succession_due, supplementing
from marketplace.awards.models import Succession
from marketplace.awards.vacancies import vacancy_of
from tests.agreements.factories import again as again_agreement
from tests.agreements.test_signing import copies
from tests.awards.successions import WHY, Gap, again, move_to
from tests.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def test_two_officers_name_at_once_and_one_bid_is_named():
    gap = Gap()
    name = partial(succeeding.name_next, gap.challenge, reason=WHY, seen=gap.bids[1].pk)
    answers = at_once(*[partial(name, by=one) for one in (gap.officer, gap.approver, gap.judge)])
    assert answers == ["done", "named", "named"]
    asks = [partial(succeeding.ask_next, Succession.objects.get(), by=gap.judge)] * 2
    if Succession.objects.get().named_by != gap.judge:
        assert at_once(*asks) == ["done", "wrong_state"]


def test_an_agreement_is_signed_or_ends_and_only_then_is_somebody_named():
    gap = Gap(is_lost=False)
    firms, owners = copies(gap.table, gap.table.as_agreed())
    signing.confirm_copy(firms, by=gap.officer)
    agreement = again_agreement(firms.agreement)
    reason = EndReason.objects.get(code="not_in_time")

    def end_and_name():
        offering.end_agreement(agreement, by=gap.officer, reason=reason)
        gap.named()

    answers = at_once(lambda: signing.confirm_copy(owners, by=gap.bidders[0]), end_and_name)
    assert answers == ["done", "wrong_state"]
    is_signed = again_agreement(agreement).state == "signed"
    assert Succession.objects.exists() is not is_signed
    assert (vacancy_of(gap.challenge) is None) is is_signed


def test_at_the_border_of_the_period_it_stands_or_lapses_never_both():
    gap = Gap(bids=2)
    asked = gap.asked()
    move_to(asked.answer_by, milliseconds=-20)
    answers = at_once(
        lambda: succeeding.stand_by_bid(asked, by=gap.bidders[1]),
        *[succession_due.prompt_for_answers] * 2,
    )
    move_to(asked.answer_by)
    succession_due.prompt_for_answers()
    ends = {"stood": (["done"] * 3, "awarded"), "lapsed": (["done", "done", "late"], "failed")}
    assert (answers, gap.challenge.state) in (
        ends[again(asked).state],
        (["done", "done", "wrong_state"], "failed"),
    )


def test_two_approvers_show_at_once_and_one_notice_is_on_show():
    gap = Gap()
    stood = gap.stood()
    shows = [
        partial(supplementing.show_supplement, stood, by=one) for one in (gap.approver, gap.judge)
    ]
    assert at_once(*shows) == ["done", "wrong_state"]
    states = gap.challenge.result_notices.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["superseded", "shown"]
