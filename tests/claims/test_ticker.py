"""The ticker: what was applied for and roughly when, never by whom, nothing on quiet paths."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.claims.actions import withdraw_claim
from marketplace.claims.models import Claim
from marketplace.claims.ticker import MOST, ticker
from marketplace.core import clock
from marketplace.listings.models import Demand
from search import builds
from tests.claims.factories import claim_for, open_demand, with_lifecycle
from tests.factories import DistrictFactory, OrganisationFactory
from tests.portal.pairs import page, text_of
from tests.search.indexing import empty_index

pytestmark = [pytest.mark.django_db, pytest.mark.both]
QUIET = sorted(Demand.QUIET_PATHS)


@pytest.fixture
def index(db, tmp_path):
    with empty_index(tmp_path):
        builds.rebuild()
        yield


def sent(claim, ago: timedelta) -> Claim:
    Claim.objects.filter(pk=claim.pk).update(submitted_at=clock.now() - ago)
    return claim


def lines() -> list[tuple[str, str]]:
    return [(line.title, line.ago) for line in ticker(now=clock.now())]


@pytest.mark.parametrize(
    ("ago", "minutes", "said"),
    [
        (timedelta(seconds=5), 0, "刚刚"),
        (timedelta(seconds=119), 1, "1 分钟前"),
        (timedelta(minutes=59, seconds=59), 59, "59 分钟前"),
        (timedelta(minutes=119), 60, "1 小时前"),
        (timedelta(hours=47), 1440, "1 天前"),
    ],
)
def test_how_long_ago_is_told_roughly(ago, minutes, said):
    sent(claim_for(open_demand()), ago)
    (line,) = ticker(now=clock.now())
    assert (line.minutes, line.ago) == (minutes, said)


def test_each_demand_stands_once_the_latest_first_and_not_for_ever():
    first, second, old = (open_demand(title=one) for one in ("先申请的", "后申请的", "上周的"))
    sent(claim_for(first), timedelta(hours=5))
    sent(claim_for(second), timedelta(minutes=9))
    sent(claim_for(first), timedelta(minutes=20))
    sent(claim_for(old), timedelta(days=8))
    assert lines() == [("后申请的", "9 分钟前"), ("先申请的", "20 分钟前")]
    for _ in range(MOST):
        claim_for(open_demand())
    assert len(lines()) == MOST


def test_what_is_taken_back_or_not_public_any_more_leaves_it():
    taken_back, gone = claim_for(open_demand()), claim_for(open_demand())
    withdraw_claim(taken_back, by=taken_back.submitted_by)
    with_lifecycle(gone.demand, state="withdrawn")
    assert lines() == []


@pytest.mark.parametrize("path", QUIET)
def test_a_quiet_path_is_never_told_of_not_even_after_the_close(path):
    demand = open_demand(path=path)
    claim_for(demand)
    assert lines() == []
    with_lifecycle(demand, closes_at=clock.now() - timedelta(minutes=1))
    assert lines() == []


def test_page_fragment_and_program_say_title_and_district_and_no_firm(client, index):
    demand = open_demand(title="泵站联动")
    demand.districts.set([DistrictFactory(name="集美区")])
    demand.save()
    assert "刚刚申请对接" not in page(client, "/")
    firm = OrganisationFactory(name="厦门绝不出现科技有限公司")
    claim = claim_for(demand, firm)
    number = demand.lifecycle.number
    for address in ("/", "/ticker/"):
        shown = page(client, address)
        assert "刚刚申请对接" in shown
        assert "泵站联动" in shown
        assert "集美区" in shown
        for secret in (firm.name, claim.receipt, claim.submitted_by.name):
            assert secret not in shown
    assert client.get("/ticker.json").json() == {
        "lines": [
            {
                "number": number,
                "title": "泵站联动",
                "districts": ["集美区"],
                "minutes_ago": 0,
                "page": f"http://testserver/demands/{number}/",
            }
        ]
    }


PUBLIC = (
    "/",
    "/ticker/",
    "/ticker.json",
    "/demands/",
    "/demands/feed.xml",
    "/demands/deadlines.ics",
    "/sitemap.xml",
    "/api/demands",
)


def read_all(client, demand, *, without: tuple[str, ...] = ()) -> dict[str, str]:
    number = demand.lifecycle.number
    own = (f"/demands/{number}/", f"/demands/{number}/share/", f"/api/demands/{number}")
    return {one: text_of(client.get(one)) for one in (*PUBLIC, *own) if one not in without}


@pytest.mark.parametrize("path", QUIET)
def test_on_a_quiet_path_the_public_reads_the_same_with_and_without_an_application(
    client, index, path
):
    demand = open_demand(path=path)
    builds.rebuild()
    read_all(client, demand)
    before = read_all(client, demand)
    claim_for(demand)
    assert read_all(client, demand) == before


def test_elsewhere_only_ticker_and_count_differ_and_a_second_firm_changes_no_ticker(client, index):
    demand = open_demand()
    builds.rebuild()
    shown = ("/", "/ticker/", "/ticker.json", f"/demands/{demand.lifecycle.number}/")
    read_all(client, demand)
    before = read_all(client, demand, without=shown)
    sent(claim_for(demand), timedelta(minutes=3, seconds=10))
    assert read_all(client, demand, without=shown) == before
    ticker_before = [text_of(client.get(one)) for one in shown[:3]]
    sent(claim_for(demand), timedelta(minutes=3, seconds=20))
    assert [text_of(client.get(one)) for one in shown[:3]] == ticker_before
