"""A process or an engine that is killed, and a disk that is full, lose and double nothing."""

import resource
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from marketplace.journal.catching_up import NotCaughtUpError, run_until_caught_up
from marketplace.listings.models import Demand
from search import builds as building
from search import filling
from search.drift import drifts
from search.engine import builds
from search.engines.embedded_builds import EmbeddedBuilds
from search.engines.protocol import EngineUnavailable, ListSearch
from search.listing_search import ListQuery, search_listings
from search.marks import WHOLE
from tests.claims.factories import open_demand
from tests.processes import running
from tests.search.alone import Alone, alone
from tests.search.indexing import drop_everything, follow_journal, tell
from tests.search.listings import FLOOD, NOW, demand


def found() -> set[int]:
    query = ListQuery(list_key="government_demands", now=datetime.now(UTC), per_page=100)
    return set(search_listings(query).ids)


def published(count: int) -> set[int]:
    rows = [open_demand(title=f"积水{number}", content="泵站联动" * 200) for number in range(count)]
    for row in rows:
        tell("demand_published", row)
    return {row.pk for row in rows}


def held_once() -> bool:
    """Whether every listing stands in the index once, as its row says."""
    engine = builds().current()
    keys = [held.key for held in engine.held()]
    return len(keys) == len(set(keys)) and drifts(engine) == []


@pytest.fixture
def shared_index() -> Iterator[None]:
    """The index that child processes see, too."""
    builds.cache_clear()
    yield
    drop_everything()
    shutil.rmtree(settings.DATA_DIR / "search", ignore_errors=True)
    builds.cache_clear()


@pytest.mark.both
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "step", ["writing every listing", "listings written", "followed", "samples", "serves"]
)
def test_a_process_killed_in_a_rebuild_leaves_a_whole_index(shared_index: None, step: str) -> None:
    kept = published(30)
    follow_journal()
    with running("manage.py", "search", "rebuild") as rebuild:
        rebuild.wait_for(step, patience=240)
        rebuild.kill()
    assert found() == kept
    late = published(1)
    follow_journal()
    assert found() == kept | late
    with running("manage.py", "search", "rebuild") as rerun:
        rerun.wait_for("serves", patience=240)
    call_command("search", "verify", verbosity=0)
    assert found() == kept | late
    assert held_once()


@pytest.fixture
def own(db: None) -> Iterator[Alone]:
    with alone() as instance, override_settings(ELASTICSEARCH_URL=instance.url):
        builds.cache_clear()
        yield instance
    builds.cache_clear()


def killing(instance: Alone, words: str) -> Callable[[str], object]:
    def tell_progress(line: str) -> None:
        if words in line:
            instance.kill()

    return tell_progress


@pytest.mark.services
@pytest.mark.slow
def test_elasticsearch_killed_in_a_rebuild_and_while_following(
    own: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "BATCH", 5)
    kept = published(20)
    follow_journal()
    serving = builds().serving()
    with pytest.raises(EngineUnavailable):
        building.rebuild(killing(own, "10 of 20"))
    for ask in (found, builds().serving):
        with pytest.raises(EngineUnavailable):
            ask()
    with pytest.raises(CommandError, match="does not answer"):
        call_command("search", "rebuild")
    late = published(3)
    with pytest.raises(NotCaughtUpError, match="search_index"):
        run_until_caught_up(patience=0.3)
    own.start()
    assert builds().serving() == serving
    assert found() == kept
    lines: list[str] = []
    building.rebuild(lines.append)
    assert "going on after" in lines[0]
    call_command("search", "verify", verbosity=0)
    assert found() == kept | late
    assert held_once()


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """Let no file of this process grow beyond some bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 4_096, 60_000])
def test_a_full_disk_refuses_a_write_and_spoils_nothing(tmp_path: Path, room: int) -> None:
    engine = EmbeddedBuilds(tmp_path).create("20260101")
    engine.write([FLOOD])
    many = [demand(number, "积水" * 50, body=f"泵站{number} " * 400) for number in range(2, 400)]
    asked = ListSearch(lists=frozenset({FLOOD.list_key}), now=NOW)
    with full_disk(room), pytest.raises(EngineUnavailable):
        engine.write(many)
    assert engine.search(asked).total == 1
    assert engine.write(many).written == len(many)
    assert engine.search(asked).total == 1 + len(many)
    assert len({held.key for held in engine.held()}) == 1 + len(many)


@pytest.mark.django_db
def test_a_rebuild_on_a_full_disk_leaves_the_old_build_serving(
    index: None, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = published(40)
    follow_journal()
    serving = builds().serving()
    with full_disk(8_192), pytest.raises(CommandError, match="does not answer"):
        call_command("search", "rebuild")
    assert builds().serving() == serving
    assert found() == kept
    call_command("search", "rebuild")
    assert builds().serving() != serving
    assert found() == kept
    assert held_once()
    assert [builds().open(name).mark().filled for name in builds().names()] == [WHOLE, WHOLE]
    assert Demand.objects.count() == len(kept)
