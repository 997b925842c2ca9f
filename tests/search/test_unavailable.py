"""Without its engine the portal says so, and loses nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from marketplace.journal.catching_up import NotCaughtUpError, run_until_caught_up
from search import pairs
from search.engine import builds
from search.engines.embedded_builds import EmbeddedBuilds
from search.engines.protocol import EngineUnavailable, ListSearch
from search.listing_search import ListQuery, search_listings
from search.tasks import keep_index, start_upkeep
from tests.claims.factories import open_demand
from tests.search.indexing import empty_index, follow_journal, tell
from tests.search.listings import FLOOD, NOW

NOBODY = "http://127.0.0.1:1"
QUERY = ListQuery(list_key="government_demands", now=datetime.now(UTC), text="积水")


@pytest.fixture
def outage(db: None, tmp_path: Path) -> Iterator[None]:
    """An index, and an Elasticsearch that nobody answers for."""
    with empty_index(tmp_path), override_settings(ELASTICSEARCH_URL=NOBODY):
        builds.cache_clear()
        yield
        with override_settings(ELASTICSEARCH_URL=""):
            builds.cache_clear()


def test_lists_and_matches_say_that_the_engine_is_away(outage: None) -> None:
    with pytest.raises(EngineUnavailable):
        search_listings(QUERY)
    with pytest.raises(EngineUnavailable):
        pairs.matcher()


def test_what_is_published_meanwhile_is_indexed_later(outage: None) -> None:
    demand = open_demand(title="积水预报")
    tell("demand_published", demand)
    with pytest.raises(NotCaughtUpError, match="search_index"):
        run_until_caught_up(patience=0.3)
    with override_settings(ELASTICSEARCH_URL=""):
        builds.cache_clear()
        follow_journal()
        assert search_listings(QUERY).ids == (demand.pk,)


@pytest.mark.parametrize("verb", ["status", "rebuild"])
def test_the_operator_is_told(outage: None, verb: str) -> None:
    with pytest.raises(CommandError):
        call_command("search", verb)


def test_upkeep_waits_for_the_engine(outage: None, caplog: pytest.LogCaptureFixture) -> None:
    start_upkeep()
    assert "unavailable" in caplog.text


def test_upkeep_makes_the_first_build_and_is_started_once(db: None, tmp_path: Path) -> None:
    with empty_index(tmp_path):
        start_upkeep()
        start_upkeep()
        assert DBTaskResult.objects.filter(task_path=keep_index.module_path).count() == 1
        keep_index.call()
        assert search_listings(QUERY).total == 0


def test_a_second_process_reads_what_the_first_one_wrote(tmp_path: Path) -> None:
    writer, reader = EmbeddedBuilds(tmp_path), EmbeddedBuilds(tmp_path)
    writer.create("20260101")
    writer.serve("20260101")
    asked = ListSearch(lists=frozenset({FLOOD.list_key}), now=NOW)
    assert reader.current().search(asked).total == 0
    writer.current().write([FLOOD])
    assert reader.current().search(asked).total == 1
    writer.create("20260102")
    writer.serve("20260102")
    assert reader.current().search(asked).total == 0


def test_two_writers_of_one_build_do_not_mix(tmp_path: Path) -> None:
    engine = EmbeddedBuilds(tmp_path).create("20260101")
    other = engine._index.writer(15_000_000, 1)
    with pytest.raises(EngineUnavailable):
        engine.write([FLOOD])
    other.wait_merging_threads()
    assert engine.write([FLOOD]).written == 1


def test_a_folder_that_is_gone_is_an_engine_that_is_away(tmp_path: Path) -> None:
    builds_here = EmbeddedBuilds(tmp_path)
    builds_here.create("20260101")
    builds_here.serve("20260101")
    for path in sorted((tmp_path / "builds").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    with pytest.raises(EngineUnavailable):
        builds_here.current().search(ListSearch(lists=frozenset({FLOOD.list_key}), now=NOW))
