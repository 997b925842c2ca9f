"""A change finds its way into the index, and the index can be compared with the rows."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from marketplace.journal.models import Cursor
from marketplace.listings.models import Demand
from marketplace.organisations.models import Organisation
from search import builds as building
from search import pairs, statistics
from search.drift import Drift, drifts
from search.engine import builds
from search.engines.protocol import EngineUnavailable
from search.following import follow
from search.listing_search import ListQuery, ListResult, search_listings
from search.models import Statistics
from tests.claims.factories import capability_of, open_demand, with_lifecycle
from tests.factories import (
    AgencyFactory,
    DomainFactory,
    IndustryFactory,
    OrganisationFactory,
    QualificationKindFactory,
)
from tests.search.indexing import follow_journal, tell

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("index")]


def listed(text: str = "", list_key: str = "government_demands", **options) -> ListResult:
    return search_listings(
        ListQuery(list_key=list_key, now=datetime.now(UTC), text=text, **options)
    )


def published(**content) -> Demand:
    demand = open_demand(**content)
    tell("demand_published", demand)
    return demand


def versions() -> dict[str, int]:
    return {held.key: held.version for held in builds().current().held()}


def test_the_first_entry_makes_a_build_of_all_rows() -> None:
    old = open_demand(title="泵站联动")
    new = published(title="井盖告警")
    with pytest.raises(EngineUnavailable):
        listed()
    follow_journal()
    assert set(listed().ids) == {old.pk, new.pk}


def test_a_published_listing_is_found_and_a_withdrawn_one_is_not() -> None:
    demand = published(title="井盖位移告警")
    follow_journal()
    assert listed("井盖").ids == (demand.pk,)
    with_lifecycle(demand, state="withdrawn")
    tell("demand_withdrawn", demand)
    follow_journal()
    assert listed("井盖").ids == ()


def test_the_version_of_a_document_is_the_position_of_its_last_entry() -> None:
    demand = published()
    published()
    tell("demand_revised", demand)
    follow_journal()
    entry = tell("demand_confirmed", demand)
    follow_journal()
    assert versions()[f"demand:{demand.pk}"] == entry.position


def test_a_draft_is_told_and_not_shown() -> None:
    draft = with_lifecycle(open_demand(title="井盖"), state="unpublished")
    tell("demand_submitted", draft)
    follow_journal()
    assert versions() == {}


def test_a_renamed_organisation_changes_its_listings() -> None:
    agency = AgencyFactory(name="厦门市旧名局")
    firm = OrganisationFactory(name="厦门旧名公司")
    published(owner=agency)
    capability_of(firm)
    follow_journal()
    Organisation.objects.filter(pk=agency.pk).update(name="厦门市水务局")
    Organisation.objects.filter(pk=firm.pk).update(name="鹭潮水科技")
    tell("organisation_changed", agency)
    tell("organisation_changed", firm)
    follow_journal()
    assert listed("水务局").total == 1
    assert listed("鹭潮水", "capabilities").total == 1
    assert listed("旧名").total == 0
    assert drifts(builds().current()) == []


def test_the_code_of_the_owner_finds_its_listings_before_all_others() -> None:
    agency, firm = AgencyFactory(), OrganisationFactory(credit_code="91350200MA31AB2C3D")
    others = [published(title="泵站联动 91350200", owner=agency) for _ in range(2)]
    mine = capability_of(firm)
    demand = published(title="泵站联动", owner=firm)
    follow_journal()
    assert listed("91350200MA31AB2C3D", "capabilities").ids == (mine.pk,)
    assert listed("９１３５０２００ma31ab2c3d", "enterprise_demands").ids == (demand.pk,)
    assert listed(agency.credit_code).total == len(others)
    firm.credit_code = "91350200MA31AB2C4E"
    firm.save()
    tell("organisation_changed", firm)
    follow_journal()
    assert listed("91350200MA31AB2C3D", "capabilities").total == 0
    assert listed("91350200MA31AB2C4E", "capabilities").ids == (mine.pk,)


@pytest.mark.parametrize("typed", ["CMMI5", "cmmi 5", "CMMI 五级", "ISO27001", "ISO/IEC 27001"])
def test_a_qualification_finds_what_names_and_what_asks_for_it(typed: str) -> None:
    kinds = [
        QualificationKindFactory(slug="cmmi5", name="CMMI 五级"),
        QualificationKindFactory(slug="iso27001", name="ISO/IEC 27001 信息安全管理体系认证"),
    ]
    capability, demand = capability_of(OrganisationFactory()), open_demand()
    for listing in (capability, demand):
        listing.qualifications.set(kinds)
        listing.save()
    capability_of(OrganisationFactory())
    tell("demand_published", demand)
    follow_journal()
    assert listed(typed, "capabilities").ids == (capability.pk,)
    assert listed(typed).ids == (demand.pk,)


def test_a_changed_term_changes_the_listings_that_carry_it() -> None:
    domain = DomainFactory(slug="city-brain")
    top = IndustryFactory(slug="it")
    demand = open_demand()
    demand.domains.set([domain])
    demand.industries.set([IndustryFactory(slug="it-iot", parent=top)])
    demand.save()
    tell("demand_published", demand)
    follow_journal()
    type(domain).objects.filter(pk=domain.pk).update(name="城市中枢")
    type(top).objects.filter(pk=top.pk).update(name="电子信息")
    tell("term_changed", domain)
    tell("term_changed", top)
    follow_journal()
    assert listed("中枢").ids == listed("电子信息").ids == (demand.pk,)
    assert drifts(builds().current()) == []


def test_an_entry_that_is_followed_twice_changes_nothing() -> None:
    demand = published()
    follow_journal()
    before = versions()
    Cursor.objects.filter(name="search_index").update(position=0)
    follow_journal()
    assert versions() == before
    assert listed().ids == (demand.pk,)


def test_facets_and_pages_come_with_the_list() -> None:
    for number in range(5):
        published(title=f"井盖{number}", mode="supply" if number else "scenario")
    follow_journal()
    result = listed("井盖", facets=("mode",), filters={"mode": ["supply"]}, per_page=2, page=99)
    assert (result.total, result.page, result.pages, len(result.ids)) == (4, 2, 2, 2)
    assert result.facet_counts == {"mode": {"supply": 4, "scenario": 1}}
    assert [piece.text for piece in result.highlighter.mark("井盖") if piece.is_hit] == ["井盖"]


def test_an_absurd_page_gives_the_last_one() -> None:
    demand = published()
    follow_journal()
    assert listed(page=10**9).ids == (demand.pk,)


@pytest.mark.parametrize(
    "wrong", [{"list_key": "users"}, {"facets": ("password",)}, {"filters": {"password": ["x"]}}]
)
def test_a_question_that_no_list_knows_is_an_error(wrong) -> None:
    published()
    follow_journal()
    with pytest.raises(ValueError, match="no "):
        listed(**wrong)


def test_a_build_that_was_overtaken_catches_up() -> None:
    first = published(title="井盖")
    follow_journal()
    overtaken = builds().create("99990101")
    overtaken.set_mark(builds().current().mark())
    second = published(title="泵站")
    follow_journal()
    builds().serve("99990101")
    tell("demand_revised", first)
    follow_journal()
    assert set(listed().ids) == {first.pk, second.pk}


def test_an_index_of_another_journal_is_made_anew() -> None:
    demand = published()
    follow_journal()
    engine = builds().current()
    foreign = replace(engine.mark(), position=10**6, link="0" * 64)
    engine.set_mark(foreign)
    assert building.unfitness() is not None
    tell("demand_revised", demand)
    follow_journal()
    assert building.unfitness() is None
    assert builds().current().mark().position < 10**6


def test_verify_finds_nothing_after_following(capsys: pytest.CaptureFixture[str]) -> None:
    published()
    call_command("search", "verify")
    assert "ok: 1 visible" in capsys.readouterr().out


def test_verify_names_every_sort_of_drift_and_repairs_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    changed, missing, gone = published(), open_demand(), published(title="井盖")
    follow_journal()
    Demand.objects.filter(pk=changed.pk).update(title="改了")
    late = open_demand(title="未告知")
    with_lifecycle(gone, state="unpublished")
    assert set(drifts(builds().current())) == {
        Drift(f"demand:{changed.pk}", "different"),
        Drift(f"demand:{late.pk}", "missing"),
        Drift(f"demand:{gone.pk}", "orphaned"),
    }
    with pytest.raises(CommandError, match="3 listings differ"):
        call_command("search", "verify")
    assert f"different demand:{changed.pk}" in capsys.readouterr().out
    call_command("search", "verify", "--repair")
    call_command("search", "verify")
    assert set(listed().ids) == {changed.pk, missing.pk, late.pk}


def test_status_names_the_serving_build(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("search", "status")
    published()
    follow_journal()
    call_command("search", "status")
    assert f"build {builds().serving()}: serves" in capsys.readouterr().out


def test_statistics_follow_the_growth_of_the_lists() -> None:
    published()
    follow_journal()
    first = builds().current().mark().statistics
    for _ in range(6):
        published()
    follow_journal()
    assert builds().current().mark().statistics != first
    assert Statistics.objects.count() == 2
    assert not statistics.are_stale(builds().current())


def test_pages_are_told_what_fits_and_why() -> None:
    demand = published(title="易涝点积水预报与泵站联动")
    answer = capability_of(OrganisationFactory(), title="易涝点积水预报系统")
    capability_of(OrganisationFactory(), title="手机游戏发行")
    follow_journal()
    matcher, now = pairs.matcher(), int(datetime.now(UTC).timestamp())
    keys = [f"demand:{demand.pk}", f"capability:{answer.pk}"]
    documents = matcher.engine.documents(keys)
    wanted, offered = (documents[key] for key in keys)
    (match,) = matcher.capabilities_for(wanted, now=now)
    assert match.pk == answer.pk
    (back,) = matcher.demands_for(offered, now=now)
    assert (back.pk, back.score) == (demand.pk, match.score)
    explained = matcher.explain(wanted, offered)
    assert explained.total == match.score.total
    assert any("易涝点" in point.text for point in explained.covered)


def test_following_an_empty_journal_does_nothing() -> None:
    engine = building.ready()
    assert follow(engine, 0) is None
    assert listed().total == 0
