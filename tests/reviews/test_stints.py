"""What staff who keep the pool read of an expert's panels: load, history, recusals."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.experts.stints import histories_of
from marketplace.reviews.models import Panel, SeatState
from marketplace.reviews.seating import step_back
from tests.reviews.factories import Court, who

pytestmark = pytest.mark.django_db


@pytest.fixture
def court():
    return Court().seated()


def test_a_member_has_load_until_the_panel_ends_and_an_alternate_none(court):
    member = court.seats(SeatState.SITTING)[0].expert_id
    reserve = court.seats(SeatState.RESERVE)[0].expert_id
    histories = histories_of([member, reserve])
    assert [histories[key].load for key in (member, reserve)] == [1, 0]
    assert histories[reserve].stints == ()
    Panel.objects.update(state="ended")
    ended = histories_of([member])[member]
    assert (ended.load, len(ended.stints), ended.recusals) == (0, 1, 0)


def test_who_stepped_back_has_a_recusal_and_no_load(court):
    seat = court.seats(SeatState.SITTING)[0]
    step_back(seat, by=who(seat), has_tie=True, words="与一家揭榜单位有合作。")
    history = histories_of([seat.expert_id])[seat.expert_id]
    assert (history.load, history.recusals) == (0, 1)


def test_the_pool_and_the_persons_page_show_them_to_staff(client, court, django_assert_num_queries):
    seat = court.seats(SeatState.SITTING)[0]
    client.force_login(court.staff)
    page = client.get(reverse("experts:expert", args=[seat.expert.code])).content.decode()
    assert court.challenge.demand.title in page
    assert "1 / 1 / 0" in client.get(reverse("experts:pool")).content.decode()
    everybody = [one.expert_id for one in court.seats()]
    with django_assert_num_queries(1):
        histories_of(everybody)
