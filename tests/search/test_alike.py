"""Demands that ask for nearly the same, by a judged list of the same needs in other words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from marketplace.demo import content
from search.alike import alike, nearness
from search.documents import CAPABILITIES, GOVERNMENT_DEMANDS, ListingDocument
from search.matching import Matcher
from search.profiles import profile_of
from search.scorer import Scorer
from search.snapshot import take
from tests.search.listings import NOW, demand

JUDGED = Path(__file__).with_name("alike.tsv")


def described(key, row, list_key):
    parts = (row.get(name) or "" for name in ("goals", "content", "description"))
    return ListingDocument(
        key=key,
        list_key=list_key,
        version=1,
        title=row["title"],
        summary=row.get("summary") or "",
        body="\n".join(filter(None, parts)),
        context=row.get("background") or "",
    )


@pytest.fixture
def judged(engine):
    """A matcher of the demo's content."""
    demands, offers = content.demands(), content.capabilities()
    found = [
        *(described(f"demand:{at}", row, GOVERNMENT_DEMANDS) for at, row in enumerate(demands, 1)),
        *(described(f"capability:{at}", row, CAPABILITIES) for at, row in enumerate(offers, 1)),
    ]
    engine.write(found)
    day = datetime.fromtimestamp(NOW, UTC).date()
    titles = {one.key: one.title for one in found}
    return Matcher(engine, Scorer(take(map(profile_of, found), day))), titles


def test_the_same_need_in_other_words_is_found_and_another_is_not(judged):
    matcher, titles = judged
    wrong = []
    for line in JUDGED.read_text(encoding="utf-8").splitlines():
        verdict, wanted, title, text = line.split("\t")
        found = [titles[key] for key, _share in alike(asked(title, text), matcher=matcher, now=NOW)]
        is_right = found[:1] and found[0].startswith(wanted) if verdict == "same" else not found
        if not is_right:
            wrong.append((verdict, title, found))
    assert wrong == []


def test_it_is_the_same_from_both_sides_and_full_for_the_same_text(engine):
    one, other = demand(1, "城市内涝监测预警"), demand(2, "内涝积水监测")
    engine.write([one, other])
    day = datetime.fromtimestamp(NOW, UTC).date()
    profiles = [profile_of(one), profile_of(other)]
    matcher = Matcher(engine, Scorer(take(profiles, day)))
    there = nearness(*profiles, matcher=matcher)
    assert there == nearness(*reversed(profiles), matcher=matcher)
    assert nearness(profiles[0], profiles[0], matcher=matcher) == 1
    assert alike(one, matcher=matcher, now=NOW)[0] == (one.key, 1)


def asked(title, text):
    return ListingDocument(
        key="demand:0", list_key=GOVERNMENT_DEMANDS, version=0, title=title, body=text
    )
