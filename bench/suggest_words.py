"""The steps of `bench.suggest` that need the portal's own code: run as a program, prints JSON.

`sample COUNT` prints a whole title that was added last, then what somebody may have typed of
others; `shelf COUNT` makes a shelf of so many titles and times its suggestions.
"""

import json
import random
import sys
import time

import django

django.setup()

from bench.report import percentile  # noqa: E402 - after django.setup()
from marketplace.demo.scale import Texts  # noqa: E402
from marketplace.listings.models import Capability  # noqa: E402
from search import pinyin, text  # noqa: E402
from search.suggesting import Shelf  # noqa: E402
from search.vocabulary import Vocabulary, phrases_of  # noqa: E402
from search.vocabulary_sources import Body, Read, Title  # noqa: E402

_ASKED = 1_000
_TITLES_OF_PHRASES = 20_000


def sample(count: int) -> list[str]:
    """Return the last title as a whole, and beginnings of others."""
    rows = Capability.objects.public().order_by("-pk").values_list("title", flat=True)[:count]
    titles = list(rows)
    return [titles[0], *_typed(titles[1:])]


def shelf(count: int) -> dict[str, float]:
    """Return what a vocabulary and a shelf cost, and how long suggestions take."""
    titles = [
        Title("capability", number, tuple(text.row(text.normalise(draft.title).text)))
        for number, draft in enumerate(Texts(1).capabilities(count), 1)
    ]
    bodies = [Body(number, f"厦门市第{number}数据管理局", ()) for number in range(1, count // 10)]
    started = time.perf_counter()
    phrases = phrases_of([title.words for title in titles[:_TITLES_OF_PHRASES]])
    vocabulary = Vocabulary(phrases, [(body.name, ()) for body in bodies])
    made = Shelf(Read(titles=titles, bodies=bodies))
    seconds = time.perf_counter() - started
    taken: list[float] = []
    for typed in _typed(["".join(title.words) for title in titles[-_ASKED:]]):
        begun = time.perf_counter()
        made.suggest(typed)
        taken.append((time.perf_counter() - begun) * 1000)
    return {
        "seconds": seconds,
        "megabytes": (vocabulary.size + made.size) / 1e6,
        "p50_ms": percentile(taken, 0.5),
        "p95_ms": percentile(taken, 0.95),
    }


def _typed(titles: list[str]) -> list[str]:
    """Return beginnings of words in titles: characters, pinyin and initials in turn."""
    chance = random.Random(1)  # noqa: S311 - a sample, not a secret
    found: list[str] = []
    for at, title in enumerate(titles):
        words = [word for word in text.row(text.normalise(title).text) if text.is_chinese(word)]
        start = chance.randrange(max(len(words) - 1, 1))
        following = "".join(words[start : start + 3])[: chance.randint(1, 6)]
        spelt = pinyin.spelt(following)
        spellings = (following, "".join(spelt), pinyin.initials(spelt))
        found.append(spellings[at % len(spellings)] or title[:2])
    return found


if __name__ == "__main__":
    step = {"sample": sample, "shelf": shelf}[sys.argv[1]]
    print(json.dumps(step(int(sys.argv[2])), ensure_ascii=False))
