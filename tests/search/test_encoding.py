"""Listings are encoded in the background, and what comes of it reaches the build."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO

import numpy as np
import pytest
from django.core import checks
from django.core.management import call_command
from django.test import override_settings

from marketplace.listings.models import Demand
from search import encoding, encoding_tasks
from search.builder import documents_of
from search.encoding_tasks import encode_waiting, start_encoding
from search.engine import builds
from search.engines.protocol import EngineUnavailable
from search.listing_search import ListQuery, search_listings
from search.models import Encoding
from search.statistics import scorer_of
from search.vectors import listing_vectors_of, vectors_of
from tests.claims.factories import capability_of, open_demand, with_lifecycle
from tests.factories import OrganisationFactory
from tests.search import plain
from tests.search.indexing import follow_journal, tell

pytestmark = [pytest.mark.both, pytest.mark.django_db, pytest.mark.usefixtures("index")]

Choose = Callable[[str], None]


@pytest.fixture(autouse=True)
def choose(monkeypatch: pytest.MonkeyPatch, settings) -> Choose:
    """Choose one of the small encoders by its class; the first is chosen already."""

    def chosen(name: str) -> None:
        monkeypatch.setitem(encoding._IN_WHEELS, name, f"tests.search.plain.{name}")
        settings.ENCODER = name

    chosen("PlainEncoder")
    encoding_tasks._given.clear()
    return chosen


def published(**content) -> Demand:
    demand = open_demand(**content)
    tell("demand_published", demand)
    return demand


def key(demand: Demand) -> str:
    return f"demand:{demand.pk}"


def encode() -> None:
    call_command("search", "encode", stdout=StringIO())


def states() -> dict[str, str]:
    return dict(Encoding.objects.values_list("key", "state"))


def held(model: str = "plain-1") -> set[str]:
    return {name for name, _ in builds().current().encoded(model)}


def status() -> str:
    said = StringIO()
    call_command("search", "status", stdout=said)
    return said.getvalue()


def test_a_published_listing_waits_and_is_encoded_in_the_background() -> None:
    demand = published(title="泵站联动", content="预报与调度。")
    follow_journal()
    assert states() == {key(demand): "waiting"}
    assert held() == set()
    assert encode_waiting.call() is None
    assert states() == {key(demand): "done"}
    assert held() == {key(demand)}
    assert "1 encoded, 0 waiting" in status()


def test_a_vector_is_that_of_the_text_with_its_passages() -> None:
    demand = published(title="泵站联动", content="预报与调度。")
    follow_journal()
    encode()
    document = next(documents_of({key(demand): 0}))
    expected = encoding.encode_listing(document, plain.PlainEncoder())
    found = vectors_of([key(demand), "demand:0"], "plain-1")[key(demand)]
    assert np.array_equal(found.listing, expected.listing)
    assert np.array_equal(found.passages, expected.passages)
    assert np.array_equal(listing_vectors_of([key(demand)], "plain-1")[key(demand)], found.listing)
    assert vectors_of([key(demand)], "plain-2") == {}


def test_a_changed_text_waits_again_and_another_change_does_not() -> None:
    demand = published(title="泵站联动")
    follow_journal()
    encode()
    demand.budget_kind = Demand.BudgetKind.UNDISCLOSED
    demand.save(update_fields=["budget_kind"])
    tell("demand_revised", demand)
    follow_journal()
    assert states() == {key(demand): "done"}
    assert held() == {key(demand)}
    demand.title = "井盖告警"
    demand.save(update_fields=["title"])
    tell("demand_revised", demand)
    follow_journal()
    assert states() == {key(demand): "waiting"}
    assert held() == set()
    encode()
    assert held() == {key(demand)}


def test_a_withdrawn_listing_keeps_its_vectors_for_its_return() -> None:
    demand = published(title="泵站联动")
    follow_journal()
    encode()
    before = Encoding.objects.get().listing
    for state, expected in (("withdrawn", "hidden"), ("live", "done")):
        with_lifecycle(demand, state=state)
        tell("demand_withdrawn", demand)
        follow_journal()
        assert states() == {key(demand): expected}
        assert held() == (set() if expected == "hidden" else {key(demand)})
    assert Encoding.objects.get().listing == before


@pytest.mark.parametrize("word", ["虚数", "坏掉"])
def test_a_text_that_the_model_cannot_take_is_parked_alone(word: str) -> None:
    bad, good = published(title=f"{word}泵站"), published(title="井盖告警")
    follow_journal()
    encode()
    assert states() == {key(bad): "failed", key(good): "done"}
    assert held() == {key(good)}
    assert f"{key(bad)}: " in status()
    start_encoding()
    assert states()[key(bad)] == "failed"


def test_a_parked_listing_is_tried_again_when_it_changes_or_is_asked_for(choose: Choose) -> None:
    demand = published(title="坏掉的泵站")
    follow_journal()
    encode()
    call_command("search", "encode", "--again", stdout=StringIO())
    assert states() == {key(demand): "failed"}
    demand.title = "修好的泵站"
    demand.save(update_fields=["title"])
    tell("demand_revised", demand)
    follow_journal()
    encode()
    assert states() == {key(demand): "done"}


def test_a_model_that_cannot_be_read_parks_nothing(choose: Choose) -> None:
    choose("SilentEncoder")
    demand = published(title="泵站联动")
    follow_journal()
    encode()
    assert states() == {key(demand): "waiting"}


def test_a_kill_leaves_what_was_done_and_a_rerun_finishes(choose: Choose) -> None:
    choose("KilledEncoder")
    demands = [published(title=f"泵站{number}") for number in range(12)]
    last = max(demands, key=key)
    last.title = "要命的泵站"
    last.save(update_fields=["title"])
    follow_journal()
    with pytest.raises(plain.Killed):
        encode()
    done = [name for name, state in states().items() if state == "done"]
    assert 0 < len(done) < len(demands)
    choose("PlainEncoder")
    before = dict(Encoding.objects.filter(key__in=done).values_list("key", "listing"))
    encode()
    assert set(states().values()) == {"done"}
    assert held() == {key(demand) for demand in demands}
    assert before.items() <= dict(Encoding.objects.values_list("key", "listing")).items()


def test_what_the_engine_did_not_take_still_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    demand = published(title="泵站联动")
    follow_journal()
    engine = builds().current()

    def refuse(*_: object) -> None:
        raise EngineUnavailable("a full disk")

    with monkeypatch.context() as full:
        full.setattr(type(engine), "set_vectors", refuse)
        with pytest.raises(EngineUnavailable):
            encode_waiting.call()
    assert states() == {key(demand): "waiting"}
    encode()
    assert held() == {key(demand)}


def test_another_model_reads_everything_anew_and_the_words_stay(choose: Choose) -> None:
    demand, capability = published(title="泵站联动"), capability_of(OrganisationFactory())
    tell("capability_published", capability)
    follow_journal()
    encode()
    version = {one.key: one.version for one in builds().current().held()}
    choose("LaterEncoder")
    encode()
    every = {key(demand), f"capability:{capability.pk}"}
    assert held("plain-2") == every
    assert Encoding.objects.filter(model="plain-2", state="done", dimensions=32).count() == 2
    assert {one.key: one.version for one in builds().current().held()} == version


def test_until_statistics_know_the_new_model_a_typed_text_is_compared_by_words(
    choose: Choose, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoding, "QUERY_SECONDS", 30)
    published(title="泵站联动")
    capability = capability_of(OrganisationFactory(), title="泵站联动调度")
    tell("capability_published", capability)
    follow_journal()
    encode()
    call_command("search", "calibrate", stdout=StringIO())
    engine = builds().current()
    asked = ListQuery(list_key="capabilities", now=datetime.now(UTC), text="泵站联动", per_page=5)
    for name, model in (("PlainEncoder", "plain-1"), ("LaterEncoder", "plain-1")):
        choose(name)
        meaning = scorer_of(engine).snapshot.meaning
        assert meaning is not None
        assert meaning.model == model
        assert search_listings(asked).ids == (capability.pk,)
    assert "0 encoded" in status()
    encode()
    call_command("search", "calibrate", stdout=StringIO())
    meaning = scorer_of(engine).snapshot.meaning
    assert meaning is not None
    assert meaning.model == "plain-2"
    assert search_listings(asked).ids == (capability.pk,)


def test_listings_of_before_the_encoder_are_read_by_the_clock(choose: Choose) -> None:
    with override_settings(ENCODER="none"):
        demand = published(title="泵站联动")
        follow_journal()
        assert Encoding.objects.count() == 0
        assert "only words are compared" in status()
    assert encoding_tasks._is_due("plain-1")
    encode_waiting.call()
    assert held() == {key(demand)}
    assert not encoding_tasks._is_due("plain-1")


def test_a_build_that_lost_vectors_is_given_them_again() -> None:
    demand = published(title="泵站联动")
    follow_journal()
    encode()
    engine = builds().current()
    engine.write(documents_of({key(demand): 10_000_000}))
    assert held() == set()
    assert encoding_tasks._is_due("plain-1")
    encode_waiting.call()
    assert held() == {key(demand)}


def test_a_rebuild_takes_the_vectors_along() -> None:
    demand = published(title="泵站联动")
    follow_journal()
    encode()
    call_command("search", "rebuild", stdout=StringIO())
    assert held() == {key(demand)}


def test_switched_off_nothing_is_read_and_absence_has_a_name(settings) -> None:
    settings.ENCODER = "none"
    assert encoding.encoder() is None
    assert encoding.query_vector("停车") is None
    encode_waiting.call()
    start_encoding()
    assert not [found for found in checks.run_checks() if found.id == "search.W003"]
    settings.ENCODER = "no-such-folder"
    assert encoding.encoder() is None
    found = [one for one in checks.run_checks() if one.id == "search.W003"]
    assert "no-such-folder" in found[0].msg
    published(title="泵站联动")
    follow_journal()
    assert "absent" in status()


def test_a_typed_text_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "QUERY_SECONDS", 30)
    first, again = encoding.query_vector("泵站 联动"), encoding.query_vector(" 泵站\n联动 ")
    assert first is not None
    assert again is not None
    assert np.array_equal(first, again)
    assert encoding.query_vector("  ") is None
    assert encoding.query_vector("坏掉") is None
    assert encoding.query_vector("虚数") is None
