"""A build is made beside the serving one, compared, put in its place, and gone back to."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from marketplace.listings.models import Demand
from search import builds as building
from search import filling, forms, lexicon, tasks
from search.acceptance import golden_queries
from search.drift import drifts
from search.engine import builds
from search.engines.protocol import Engine, ListSearch
from search.listing_search import ListQuery, search_listings
from search.marks import WHOLE, Mark, from_dict
from search.queries import text_query
from tests.claims.factories import open_demand, with_lifecycle
from tests.search.indexing import follow_journal, tell
from tests.search.listings import demand

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("index")]


def found(text: str = "") -> tuple[int, ...]:
    query = ListQuery(list_key="government_demands", now=datetime.now(UTC), text=text)
    return search_listings(query).ids


def published(**content: Any) -> Demand:
    listing = open_demand(**content)
    tell("demand_published", listing)
    return listing


def states() -> list[str]:
    return [builds().open(name).mark().filled for name in builds().names()]


class Killed(BaseException):
    """The process ends here."""


def killing(words: str) -> Callable[[str], object]:
    def tell_progress(line: str) -> None:
        if words in line:
            raise Killed

    return tell_progress


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling, "BATCH", 1)


def test_a_rebuild_serves_the_same_and_keeps_the_last_build() -> None:
    listing = published()
    follow_journal()
    first = builds().serving()
    call_command("search", "rebuild", verbosity=0)
    second = builds().serving()
    call_command("search", "rebuild", verbosity=0)
    assert first != second != builds().serving()
    assert builds().names() == [second, builds().serving()]
    assert found() == (listing.pk,)


@pytest.mark.parametrize(
    "step", ["writing every", "1 of 2", "2 of 2", "followed", "samples", "golden"]
)
def test_a_rebuild_killed_anywhere_leaves_the_old_build_serving_and_a_rerun_finishes(
    one_by_one: None, step: str
) -> None:
    kept = {published(title="井盖").pk, published().pk}
    follow_journal()
    serving = builds().serving()
    with pytest.raises(Killed):
        building.rebuild(killing(step))
    assert builds().serving() == serving
    assert set(found()) == kept
    building.rebuild()
    assert builds().serving() != serving
    assert set(found()) == kept
    assert states() == [WHOLE, WHOLE]
    assert drifts(builds().current()) == []


def test_a_rebuild_killed_at_the_swap_serves_the_new_build_and_a_rerun_clears_away() -> None:
    listing = published()
    follow_journal()
    building.rebuild()
    with pytest.raises(Killed):
        building.rebuild(killing("serves"))
    assert found() == (listing.pk,)
    assert len(builds().names()) == 3
    building.rebuild()
    assert len(builds().names()) == 2


def test_an_interrupted_rebuild_goes_on_where_it_was(one_by_one: None) -> None:
    first, second = published(title="井盖"), published(title="泵站")
    follow_journal()
    with pytest.raises(Killed):
        building.rebuild(killing("1 of 2"))
    # Between two tries the lists live on: what was written already changes, another comes.
    Demand.objects.filter(pk=first.pk).update(title="窨井")
    tell("demand_revised", first)
    with_lifecycle(second, state="withdrawn")
    tell("demand_withdrawn", second)
    third = published(title="水闸")
    lines: list[str] = []
    building.rebuild(lines.append)
    assert f"going on after demand:{first.pk}" in lines[0]
    assert not any(f"up to demand:{first.pk}" in line for line in lines)
    assert found("窨井") == (first.pk,)
    assert set(found()) == {first.pk, third.pk}
    assert drifts(builds().current()) == []


def test_an_interrupted_rebuild_is_begun_anew_where_it_is_asked_or_fits_no_more(
    one_by_one: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    published()
    follow_journal()
    for spoil in ({}, {"form": {"words": "older"}}, {"position": 10**6, "link": "0" * 64}):
        with pytest.raises(Killed):
            building.rebuild(killing("1 of 1"), anew=True)
        engine = builds().open(builds().names()[-1])
        engine.set_mark(replace(engine.mark(), **spoil))
        lines: list[str] = []
        building.rebuild(lines.append, anew=not spoil)
        assert "writing every listing" in lines[0]
        assert set(states()) == {WHOLE}


def test_what_changes_while_a_build_is_made_is_in_it() -> None:
    listing = published(title="井盖")
    follow_journal()

    def meanwhile(line: str) -> None:
        if "written" in line:
            Demand.objects.filter(pk=listing.pk).update(title="泵站")
            tell("demand_revised", listing)
            follow_journal()

    building.rebuild(meanwhile)
    assert found("泵站") == (listing.pk,)


@pytest.mark.parametrize("part", ["mapping", "words", "normalisation"])
def test_status_names_what_changed(part: str, capsys: pytest.CaptureFixture[str]) -> None:
    published()
    follow_journal()
    engine = builds().current()
    older = {**forms.form(), part: "older"}
    engine.set_mark(replace(engine.mark(), form=older))
    call_command("search", "status")
    assert f"needs a rebuild: {part} changed\n" in capsys.readouterr().out
    tasks.keep_index.call()
    call_command("search", "status")
    assert "needs a rebuild" not in capsys.readouterr().out


def test_a_build_of_older_words_follows_until_another_is_ready() -> None:
    published()
    follow_journal()
    engine, name = builds().current(), builds().serving()
    engine.set_mark(replace(engine.mark(), form={**forms.form(), "words": "older"}))
    listing = published(title="泵站")
    follow_journal()
    assert builds().serving() == name
    assert found("泵站") == (listing.pk,)


def test_a_mark_of_an_earlier_version_asks_for_a_rebuild() -> None:
    mark = from_dict({"position": 3, "link": "x", "form": "one-hash", "statistics": "y"})
    assert mark == Mark(position=3, link="x", statistics="y")
    assert forms.changed(mark.form) == ("mapping", "normalisation", "words")


def test_each_thing_has_a_hash_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    before = dict(forms.form())
    monkeypatch.setattr(forms, "SEGMENTATION_VERSION", lexicon.SEGMENTATION_VERSION + "x")
    forms.form.cache_clear()
    try:
        assert forms.changed(before) == ("words",)
    finally:
        forms.form.cache_clear()


def test_a_rollback_serves_the_kept_build_with_what_came_since(
    capsys: pytest.CaptureFixture[str],
) -> None:
    listing = published(title="井盖")
    follow_journal()
    first = builds().serving()
    building.rebuild()
    second = builds().serving()
    later = published(title="泵站")
    Demand.objects.filter(pk=listing.pk).update(title="窨井")
    tell("demand_revised", listing)
    follow_journal()
    call_command("search", "rollback")
    assert f"build {first} serves" in capsys.readouterr().out
    assert set(found()) == {listing.pk, later.pk}
    assert found("窨井") == (listing.pk,)
    assert drifts(builds().current()) == []
    published(title="水闸")
    follow_journal()
    call_command("search", "rollback")
    assert builds().serving() == second
    assert len(found()) == 3


def test_there_is_no_rollback_to_what_was_never_finished_or_fits_no_more(
    one_by_one: None,
) -> None:
    published()
    follow_journal()
    with pytest.raises(CommandError, match="no build is kept"):
        call_command("search", "rollback")
    with pytest.raises(Killed):
        building.rebuild(killing("1 of 1"))
    with pytest.raises(CommandError, match="no build is kept"):
        call_command("search", "rollback")
    building.rebuild()
    kept = builds().open(builds().names()[0])
    kept.set_mark(replace(kept.mark(), form={**forms.form(), "words": "older"}))
    with pytest.raises(CommandError, match=r"of other code \(words changed\)"):
        call_command("search", "rollback")
    kept.set_mark(replace(kept.mark(), form=forms.form(), position=10**6, link="0" * 64))
    with pytest.raises(CommandError, match="lacks the last link"):
        call_command("search", "rollback")


def test_a_build_that_loses_a_golden_query_may_not_serve(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    published(title="智慧停车")
    follow_journal()
    serving = builds().serving()
    assert "智慧停车" in golden_queries()
    blind_to(monkeypatch, unless=serving)
    with pytest.raises(CommandError, match="golden queries without an answer: 智慧停车"):
        call_command("search", "rebuild")
    assert builds().serving() == serving


def blind_to(monkeypatch: pytest.MonkeyPatch, *, unless: str | None) -> None:
    """Let every build but one find nothing by a typed word."""
    kind = type(builds().current())
    search = kind.search

    def blind(engine: Engine, query: ListSearch) -> Any:
        name = engine.name
        typed = query.text is not None and query.text.clauses
        if name != unless and typed and query.text == text_query("智慧停车"):
            return search(engine, replace(query, text=text_query("∅")))
        return search(engine, query)

    monkeypatch.setattr(kind, "search", blind)


def test_overwritten_documents_are_counted_and_dropped(engine: Engine) -> None:
    engine.write([demand(number, "积水") for number in range(1, 301)])
    assert engine.deleted_share() == 0
    engine.write([demand(number, "积水", version=2) for number in range(1, 91)])
    assert engine.deleted_share() == 0, "a handful changes nothing"
    engine.write([demand(number, "积水", version=2) for number in range(91, 211)])
    assert engine.deleted_share() == pytest.approx(210 / 510)
    assert engine.expunge() is bool(settings.ELASTICSEARCH_URL)
    assert engine.count() == 300


@pytest.mark.slow
@pytest.mark.services
def test_elasticsearch_drops_what_was_overwritten_more_than_half_a_minute_ago(
    engine: Engine,
) -> None:
    for version in (1, 2):
        engine.write([demand(number, "积水", version=version) for number in range(1, 211)])
    deadline = time.monotonic() + 90
    while engine.expunge() and engine.deleted_share() > 0:
        assert time.monotonic() < deadline
    assert engine.count() == 210


def test_an_index_full_of_overwritten_documents_is_renewed() -> None:
    listings = [published(title=f"积水{number}") for number in range(110)]
    building.rebuild()
    engine, before = builds().current(), builds().serving()
    documents = engine.documents([f"demand:{listing.pk}" for listing in listings[:105]])
    engine.write(documents.values(), repair=True)
    assert engine.deleted_share() > settings.SEARCH_DELETED_SHARE
    tasks.start_upkeep()
    assert DBTaskResult.objects.filter(task_path=tasks.keep_index.module_path).count() == 1
    tasks.keep_index.call()
    if settings.ELASTICSEARCH_URL:
        assert builds().serving() == before
    else:
        assert builds().serving() != before
        assert builds().current().deleted_share() == 0
    assert drifts(builds().current()) == []
