"""What a demand's page follows, and what nobody learns by following it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from marketplace.claims.ticker import EVERYBODY
from marketplace.journal.catching_up import run_until_caught_up
from marketplace.listings import questions
from marketplace.listings.actions import withdraw_listing
from marketplace.listings.addenda import Statement
from marketplace.listings.closing import close_due
from marketplace.listings.models import Demand, Question
from marketplace.notifications.topics import followed
from marketplace.organisations.models import Role
from tests.claims.factories import accept, claim_for, open_demand, person_of, with_lifecycle
from tests.cooperations.factories import Pair
from tests.factories import OrganisationFactory
from tests.listings.factories import Office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def demand() -> Demand:
    return open_demand()


def number(demand: Demand) -> str:
    return str(demand.lifecycle.number)


def version(demand: Demand) -> int:
    run_until_caught_up()
    return followed("demand", number(demand)).version


def part(demand: Demand, *, drawn: str = "anonymous", client: Client | None = None) -> str:
    answer = (client or Client()).get(f"/live/demand/{number(demand)}/?drawn={drawn}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.both
def test_an_application_gives_the_demand_its_next_version_and_an_answer_gives_none(demand):
    before = version(demand)
    claim = claim_for(demand)
    assert version(demand) == before + 1
    officer = person_of(demand.lifecycle.owner, Role.EDITOR)
    accept(claim, by=officer, reason="")
    assert version(demand) == before + 1


def test_on_a_path_that_keeps_the_count_unsaid_nobody_learns_that_somebody_applied():
    quiet = open_demand(path=Demand.Path.PROCUREMENT)
    before = version(quiet)
    drawn = part(quiet)
    claim_for(quiet)
    assert version(quiet) == before
    assert part(quiet) == drawn


def test_a_part_is_the_count_alone_while_the_reader_stands_where_the_page_was_drawn(demand):
    claim_for(demand)
    drawn = part(demand)
    assert "已有 1 家申请对接" in drawn
    assert "claim-body" not in drawn


def test_a_part_is_the_whole_box_once_the_demand_has_closed(demand):
    with_lifecycle(demand, closes_at=timezone.now() - timedelta(minutes=1))
    assert 'data-state="closed"' in part(demand)


def test_who_may_not_open_the_page_may_not_follow_it(demand):
    with_lifecycle(demand, state="unpublished")
    name = f"demand:{number(demand)}"
    assert Client().get(f"/live/demand/{number(demand)}/").status_code == 404
    assert Client().get(f"/live/versions/?topic={name}").json() == {"topics": {}}


@pytest.mark.parametrize("path", ["demand/none", "none/1", "claim/x", "demand/%00"])
def test_a_topic_that_is_not_there_is_not_found(path):
    assert Client().get(f"/live/{path}/").status_code == 404


def test_versions_are_told_to_who_polls_and_only_of_what_may_be_followed(demand):
    claim = claim_for(demand)
    names = [f"demand:{number(demand)}", f"claim:{claim.receipt}", "none:1", "", ":", "x" * 99]
    answer = Client().get("/live/versions/", {"topic": names})
    assert list(answer.json()["topics"]) == [names[0]]
    firm = Client()
    firm.force_login(claim.submitted_by)
    assert set(firm.get("/live/versions/", {"topic": names}).json()["topics"]) == set(names[:2])


def asked(demand: Demand) -> Question:
    by = person_of(OrganisationFactory(), Role.VIEWER)
    return questions.ask_question(demand, by=by, text="能否夜间进场？")


def answered(demand: Demand, office: Office) -> None:
    question = questions.draft_answer(asked(demand), by=office.editor, answer="可以，须提前报备。")
    questions.publish_answer(question, by=office.approver, version=question.version)


@pytest.mark.both
def test_an_addendum_an_answer_and_the_close_give_a_demand_its_next_version():
    office = Office()
    demand = office.published()
    before = version(demand)
    asked(demand)
    assert version(demand) == before
    office.changed(demand, content="演示时间改为十月。")
    assert version(demand) == before + 1
    answered(demand, office)
    assert version(demand) == before + 2
    with_lifecycle(demand, closes_at=timezone.now() - timedelta(seconds=1))
    close_due()
    assert version(demand) == before + 3


@pytest.mark.both
def test_a_withdrawal_reaches_open_pages_and_the_ticker():
    office = Office()
    demand = office.published()
    claim_for(demand)
    before, ticked = version(demand), ticker_version()
    withdraw_listing(demand, by=office.editor, reason="项目暂停实施。")
    assert (version(demand), ticker_version()) == (before + 1, ticked + 1)
    drawn = part(demand)
    assert "这项需求已撤下" in drawn
    assert "项目暂停实施。" in drawn
    assert demand.title not in drawn
    assert demand.title not in Client().get("/live/ticker/all/").content.decode()


@pytest.mark.both
def test_a_co_operation_that_goes_on_gives_the_demand_its_next_version(demand):
    pair = Pair(demand)
    before = version(demand)
    pair.until("contacted")
    assert version(demand) == before + 1
    assert timezone.localdate().isoformat() in part(demand)


def test_on_a_quiet_path_no_co_operation_tells_by_a_version():
    quiet = open_demand(path=Demand.Path.PROCUREMENT)
    pair = Pair(quiet)
    before = version(quiet)
    pair.until("talking")
    assert version(quiet) == before


def test_a_part_holds_addenda_and_answers_and_no_form_in_which_somebody_types():
    office = Office()
    demand = office.published()
    reader = Client()
    reader.force_login(person_of(OrganisationFactory(), Role.VIEWER))
    before = part(demand, client=reader)
    assert 'id="live-addenda" data-part hidden' in before
    answered(demand, office)
    statement = Statement(is_material=True, why="演示时间延长。")
    office.changed(demand, statement=statement, content="演示时间改为十月。")
    drawn = part(demand, client=reader)
    assert "演示时间延长。" in drawn
    assert "可以，须提前报备。" in drawn
    assert "<form" not in drawn


def test_a_waiting_question_shows_in_no_part(demand):
    before = part(demand)
    asked(demand)
    assert part(demand) == before


def ticker_version() -> int:
    run_until_caught_up()
    return followed("ticker", EVERYBODY).version


@pytest.mark.both
def test_an_application_moves_the_ticker_and_none_on_a_quiet_path_does(demand):
    before = ticker_version()
    claim_for(open_demand(path=Demand.Path.PROCUREMENT))
    assert ticker_version() == before
    claim_for(demand)
    assert ticker_version() == before + 1
    assert demand.title in Client().get("/live/ticker/all/").content.decode()
    assert Client().get("/live/ticker/none/").status_code == 404


def test_the_home_page_follows_the_ticker(demand):
    claim_for(demand)
    home = Client().get("/").content.decode()
    assert 'data-live="ticker:all"' in home
    assert 'data-fragment="/live/ticker/all/"' in home
