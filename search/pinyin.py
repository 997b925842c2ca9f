"""Chinese in pinyin without tones: how words are spelt, and which letters are pinyin."""

from __future__ import annotations

from functools import lru_cache

from pypinyin import lazy_pinyin

from search.lexicon import data_lines

SYLLABLES: frozenset[str] = frozenset(
    syllable for line in data_lines("syllables.txt") for syllable in line.split()
)
"""Every syllable of Mandarin."""

_LONGEST = max(map(len, SYLLABLES))


@lru_cache(maxsize=65_536)
def spelt(word: str) -> tuple[str, ...]:
    """Return the syllable of each character of a Chinese word, as the word is usually read."""
    return tuple(lazy_pinyin(word))


def initials(syllables: tuple[str, ...]) -> str:
    """Return the first letter of each syllable: zhtc for zhi hui ting che."""
    return "".join(syllable[:1] for syllable in syllables)


def ends(letters: str, start: int) -> list[int]:
    """Return where the syllables that begin at a position may end, the longest first."""
    longest = min(start + _LONGEST, len(letters))
    return [end for end in range(longest, start, -1) if letters[start:end] in SYLLABLES]


def most_syllables(letters: str) -> int:
    """Return how many syllables letters can be read as at most, 0 where they are no pinyin."""
    most = {0: 0}
    for start in range(len(letters)):
        if start in most:
            for end in ends(letters, start):
                most[end] = max(most.get(end, 0), most[start] + 1)
    return most.get(len(letters), 0)
