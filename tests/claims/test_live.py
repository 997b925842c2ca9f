"""A receipt's page follows its application, for those who may read it."""

from datetime import timedelta

import pytest
from django.test import Client

from marketplace.claims.confirming import confirm_claim
from marketplace.claims.drafting import Edit, save_draft
from marketplace.claims.meetings import accept_meeting, propose_meeting
from marketplace.core import clock
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.listings.addenda import Statement
from marketplace.notifications.topics import followed
from tests.claims.factories import accept, announce_change, claim_for, draft_for, sent
from tests.factories import UserFactory
from tests.listings.factories import Office

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.both
def test_an_answer_gives_the_receipt_its_next_version_and_a_part_that_says_it(
    demand, firm, bidder, officer
):
    claim = claim_for(demand, firm)
    run_until_caught_up()
    assert followed("claim", claim.receipt).version == 0
    accept(claim, by=officer, reason="周四来谈")
    run_until_caught_up()
    live = followed("claim", claim.receipt)
    assert live.version == 1
    part = signed_in(bidder).get(live.url).content.decode()
    assert "周四来谈" in part
    assert part.count("data-part") == 7


@pytest.mark.both
def test_changes_and_meetings_give_the_receipt_its_next_versions(demand, firm, bidder, officer):
    draft = draft_for(demand, firm, bidder)
    claim = sent(draft, bidder)
    run_until_caught_up()
    before = followed("claim", claim.receipt).version
    save_draft(draft, by=bidder, edits={"team": Edit("三名工程师常驻。")})
    sent(draft, bidder)
    begins = clock.now() + timedelta(days=2)
    meeting = propose_meeting(
        claim, by=officer, starts_at=begins, minutes=30, place="三楼会议室", link="", text=""
    )
    run_until_caught_up()
    assert followed("claim", claim.receipt).version == before + 2
    accept_meeting(meeting, by=bidder)
    run_until_caught_up()
    live = followed("claim", claim.receipt)
    assert live.version == before + 3
    part = signed_in(officer).get(live.url).content.decode()
    assert "三名工程师常驻。" in part
    assert "三楼会议室" in part


@pytest.mark.both
def test_a_confirmation_after_an_addendum_gives_the_receipt_its_next_version():
    office = Office()
    demand = office.published()
    claim = claim_for(demand)
    statement = Statement(is_material=True, why="现场条件变化。")
    office.changed(demand, statement=statement, content="演示时间改为十月。")
    run_until_caught_up()
    before = followed("claim", claim.receipt).version
    confirm_claim(claim, by=claim.submitted_by, addendum=1)
    run_until_caught_up()
    assert followed("claim", claim.receipt).version == before + 1


@pytest.mark.both
def test_an_addendum_gives_waiting_applications_their_next_versions(demand, firm, officer):
    waiting, answered = claim_for(demand, firm), accept(claim_for(demand), by=officer)
    run_until_caught_up()
    before = [followed("claim", one.receipt).version for one in (waiting, answered)]
    announce_change(demand)
    run_until_caught_up()
    after = [followed("claim", one.receipt).version for one in (waiting, answered)]
    assert after == [before[0] + 1, before[1]]
    live = followed("claim", waiting.receipt)
    assert "变更公告第 1 号" in signed_in(officer).get(live.url).content.decode()


def test_nobody_else_follows_or_fetches_it(demand, firm):
    claim = claim_for(demand, firm)
    live = followed("claim", claim.receipt)
    stranger = signed_in(UserFactory())
    assert stranger.get(live.url).status_code == 404
    assert Client().get(live.url).status_code == 404
    versions = stranger.get("/live/versions/", {"topic": live.name}).json()
    assert versions == {"topics": {}}


def test_the_page_says_what_it_follows_and_from_which_version(demand, firm, bidder):
    claim = claim_for(demand, firm)
    page = signed_in(bidder).get(f"/claims/{claim.receipt}/").content.decode()
    assert f'data-live="claim:{claim.receipt}" data-version="0"' in page
