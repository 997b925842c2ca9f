"""From collected to proposed to listed, counted when asked for."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.calls import proposing
from marketplace.calls.exporting import lines_of
from marketplace.calls.figures import figures_of_call, figures_of_round, figures_of_rounds
from marketplace.core import clock
from tests.calls.factories import TITLE
from tests.claims.factories import with_lifecycle

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_needs_count_once_they_are_sent_and_are_followed_to_the_list(collecting):
    collecting.need(0)
    assert figures_of_round(collecting.round).collected == 0
    reply = collecting.answered(0)
    collecting.answered(1)
    listed, _other = (need.demand for need in reply.needs.all())
    with_lifecycle(listed, published_at=clock.now())
    figures = figures_of_round(collecting.round)
    assert (figures.collected, figures.proposed, figures.listed) == (3, 1, 1)
    assert round(figures.percent) == 33
    assert figures_of_rounds() == figures


def test_nothing_collected_is_no_division(collecting):
    assert figures_of_round(collecting.round).percent == 0


def test_withdrawn_proposals_do_not_count(calling):
    proposing.withdraw_proposal(calling.proposal(), by=calling.proposer)
    adopted = proposing.adopt_proposal(calling.proposal(), by=calling.officer, mode="technology")
    calling.proposal(title="另一项")
    draft: Any = adopted.demand
    with_lifecycle(draft, published_at=clock.now())
    figures = figures_of_call(calling.call)
    assert (figures.collected, figures.proposed, figures.listed) == (2, 1, 1)


def test_the_sheet_holds_every_body_and_no_need_that_was_not_sent(collecting):
    collecting.answered(0)
    collecting.need(1, title="还没有报送的需求")
    header, *lines = lines_of(collecting.round)
    assert {line[0] for line in lines} == {one.name for one in collecting.bodies}
    said = "".join(cell for line in lines for cell in line)
    assert TITLE in said
    assert "还没有报送的需求" not in said
    assert all(len(line) == len(header) for line in lines)
