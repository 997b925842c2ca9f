"""Chinese text as tokens: one normal form and two segmentations, with offsets in the original."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc
import rjieba

from search.lexicon import USER_WORDS

MAX_TOKEN = 255
"""Longest token in characters; what is longer is cut, because both engines drop longer ones."""

NOTHING = "∅"
"""The token of a text without tokens: a field without one is ranked differently by the engines."""

_CJK = "々〆\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
_SIGNED = (
    r"(?<![a-z\d])[a-z](?:\+\+(?![a-z])|\#(?![a-z\d]))"
    r"|(?:(?<![a-z\d])|(?<=asp)|(?<=ado)|(?<=vb))\.net(?![a-z\d])"
)
"""Names that a sign belongs to: c++, c#, .net; they are one letter, so that C never hits C++."""

_RUN = re.compile(rf"(?P<cjk>[{_CJK}]+)|(?P<signed>{_SIGNED})|(?P<latin>[^\W_{_CJK}]+(?:\.\d+)*)")
_CHINESE = re.compile(f"[{_CJK}]")
_PART = re.compile(rf"{_SIGNED}|\d+(?:\.\d+)*|[^\W\d_]+")
_MARKS = re.compile(
    f"[{''.join(char for char in map(chr, range(0x10000)) if unicodedata.combining(char))}]"
)
_DROPPED = frozenset({"Cf", "Mn", "Me"})  # joiners, byte-order marks, stray accents, keycaps
_BLANKED = frozenset({"Cc", "Cs", "Co", "Cn"})  # controls, lone surrogates, unassigned

_MET = 32_768
"""So many words are kept with what is in them."""

_Piece = tuple[str, int, int]
"""A word with its range in the normal form."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token in normal form and the half-open range that it covers in the original text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NormalText:
    """A text in normal form; `starts` and `ends` give each character's range in the original."""

    text: str
    starts: range | tuple[int, ...]
    ends: range | tuple[int, ...]

    def token(self, text: str, *, start: int, end: int) -> Token:
        """Return a token whose range is given in the normal form, with its original range."""
        return Token(text[:MAX_TOKEN], self.starts[start], self.ends[end - 1])


@dataclass(frozen=True, slots=True)
class Cut:
    """A text as tokens, three times over, each in order of appearance.

    `words` are long words preceded by the shorter ones in them; Latin runs stay whole, so that AI
    never hits OPENAI, and `iso27001` is joined by `iso` and `27001`. `units` are the smallest
    words without overlaps: 智慧停车 is 智慧 and 停车. `characters` are single Chinese characters,
    runs of Latin letters or of digits, and names with a sign: C++, C#, .NET.
    """

    words: list[Token]
    units: list[Token]
    characters: list[Token]


def normalise(text: str) -> NormalText:
    """Return the text in NFKC, lower case and simplified characters, without control characters."""
    if text.isascii() and text.isprintable():
        size = len(text)
        return NormalText(text.lower(), range(size), range(1, size + 1))
    if not _MARKS.search(text):
        single = list(map(_plain, text))
        if set(map(len, single)) == {1}:
            size = len(text)
            return NormalText(_simplified("".join(single)), range(size), range(1, size + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, plain in _clusters(text):
        pieces.append(plain)
        starts.extend([start] * len(plain))
        ends.extend([end] * len(plain))
    return NormalText(_simplified("".join(pieces)), tuple(starts), tuple(ends))


def _normal(text: str) -> str:
    """Return what `normalise` does without the ranges."""
    if text.isascii() and text.isprintable():
        return text.lower()
    if _MARKS.search(text):
        return normalise(text).text
    return _simplified(text.translate(_PLAIN))


class _Plain(dict[int, str]):
    """The plain form of each character that was met, by its code."""

    def __missing__(self, code: int) -> str:
        """Work out a character's, once."""
        plain = self[code] = _plain(chr(code))
        return plain


_PLAIN = _Plain()


def cut(text: str) -> Cut:
    """Return the words, units and characters of a text."""
    normal = normalise(text)
    found = Cut([], [], [])
    for run in _RUN.finditer(normal.text):
        cutter = _cut_chinese if run.lastgroup == "cjk" else _cut_latin
        words, units, characters = cutter(run.group())
        base = run.start()
        for tokens, pieces in (
            (found.words, words),
            (found.units, units),
            (found.characters, characters),
        ):
            tokens += [
                normal.token(word, start=base + start, end=base + end)
                for word, start, end in pieces
            ]
    return found


def row(normal: str) -> list[str]:
    """Return a text in normal form as its smallest words, and what stands between them; fast."""
    return [part for word in _jieba().cut(normal) for part in _parts(word)]


@dataclass(frozen=True, slots=True)
class PlainCut:
    """What `cut` gives, without the ranges: all that an index needs, several times as fast."""

    words: list[str]
    units: list[str]
    characters: list[str]


def cut_plainly(text: str) -> PlainCut:
    """Return the words, units and characters of a text as `cut` does, without their ranges."""
    runs = _RUN.findall(_normal(text))
    # One call cuts all runs of Chinese; a line break stands for each of the other ones.
    marked = "".join([f"{chinese} " if chinese else "\n" for chinese, _, _ in runs])
    others = iter([sign or latin for chinese, sign, latin in runs if not chinese])
    found = PlainCut([], [], [])
    for word in _jieba().cut(marked):
        if word != " ":
            words, units, characters = _PIECES[next(others) if word == "\n" else word]
            found.words.extend(words)
            found.units.extend(units)
            found.characters.extend(characters)
    return found


class _Pieces(dict[str, tuple[tuple[str, ...], ...]]):
    """The words, units and characters in each longest word that was met."""

    def __missing__(self, word: str) -> tuple[tuple[str, ...], ...]:
        """Work out those of a word, once, as long as there are not too many."""
        if len(self) >= _MET:
            self.clear()
        pieces = _pieces_chinese(word) if is_chinese(word) else _cut_latin(word)
        found = tuple(map(_texts, pieces))
        if len(word) <= MAX_TOKEN:
            self[word] = found
        return found


_PIECES = _Pieces()


def _pieces_chinese(word: str) -> tuple[list[_Piece], list[_Piece], list[_Piece]]:
    """Return what the segmenter's search cut gives of a word that it found whole."""
    size = len(word)
    shorter = [
        (word[at : at + width], at, at + width)
        for width in (2, 3)
        if width < size
        for at in range(size - width + 1)
        if _jieba().has_word(word[at : at + width])
    ]
    words = [*shorter, (word, 0, size)]
    return words, _tiled(words), _single(word)


def _texts(pieces: Iterable[_Piece]) -> tuple[str, ...]:
    return tuple(piece[0][:MAX_TOKEN] for piece in pieces)


def letters(word: str) -> list[str]:
    """Return the characters of a word that `cut` gave: Latin letters and digits stay in runs."""
    return list(word) if is_chinese(word) else _PART.findall(word)


def is_chinese(word: str) -> bool:
    """Return whether a word that `cut` gave is written in characters, not in letters."""
    return _CHINESE.match(word) is not None


@lru_cache(maxsize=16_384)
def part_of_speech(word: str) -> str:
    """Return `noun` for what names a thing, `verb` for what is done, else `other`.

    The portal's own words and Latin ones name things; the segmenter's tags are good guesses.
    """
    tags = {tag[:1] if tag != "vn" else "n" for _, tag in _jieba().tag(word)}
    if not tags.isdisjoint({"n", "e", "j", "l", "i", ""}):
        return "noun"
    return "verb" if "v" in tags else "other"


def joined(tokens: Iterable[str]) -> str:
    """Return the value of an index field: tokens joined by ASCII spaces, at least one."""
    return " ".join(tokens) or NOTHING


def _cut_chinese(run: str) -> tuple[list[_Piece], list[_Piece], list[_Piece]]:
    """Return the words, units and characters of a run of Chinese."""
    words: list[_Piece] = _jieba().tokenize(run, mode="search")
    return words, _tiled(words), _single(run)


def _single(run: str) -> list[_Piece]:
    return [(char, at, at + 1) for at, char in enumerate(run)]


def _cut_latin(run: str) -> tuple[list[_Piece], list[_Piece], list[_Piece]]:
    """Return the same of a run of letters and digits: it stays whole, its parts come before it."""
    parts = [(part.group(), part.start(), part.end()) for part in _PART.finditer(run)]
    whole = [(run, 0, len(run))]
    longer = [part for part in parts if part[2] - part[1] > 1] if len(parts) > 1 else []
    return [*longer, *whole], whole, parts


@lru_cache(maxsize=65_536)
def _parts(word: str) -> tuple[str, ...]:
    """Return the smallest words of a word."""
    pieces = _tiled(_jieba().tokenize(word, mode="search")) if is_chinese(word) else ()
    return tuple(part for part, _, _ in pieces) or (word,)


def _tiled(words: list[_Piece]) -> list[_Piece]:
    """Return the long words of a search cut, or the shorter ones that fill them without a gap.

    The segmenter gives a long word directly after the shorter ones that stand in it.
    """
    found: list[_Piece] = []
    shorter: list[_Piece] = []
    whole: _Piece | None = None
    for piece in reversed(words):
        if whole is not None and piece[1] >= whole[1]:
            shorter.append(piece)
            continue
        if whole is not None:
            found += reversed(_tiles(shorter, whole))
        whole, shorter = piece, []
    if whole is not None:
        found += reversed(_tiles(shorter, whole))
    return found[::-1]


def _tiles(shorter: list[_Piece], whole: _Piece) -> list[_Piece]:
    """Return the shorter words that follow each other through the whole, else the whole."""
    if not shorter:
        return [whole]
    chosen: list[_Piece] = []
    _, at, end = whole
    for piece in reversed(shorter):
        if piece[1] == at:
            chosen.append(piece)
            at = piece[2]
    return chosen if at == end else [whole]


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each character with the marks that follow it: its range and its plain form."""
    start, size = 0, len(text)
    while start < size:
        end = start + 1
        while end < size and unicodedata.combining(text[end]):
            end += 1
        yield start, end, _plain(text[start:end])
        start = end


@lru_cache(maxsize=16_384)
def _plain(cluster: str) -> str:
    """Return a cluster in NFKC and lower case, without what cannot be seen."""
    found = unicodedata.normalize("NFKC", cluster).lower()
    return "".join(map(_visible, found))


def _visible(char: str) -> str:
    """Return a character, a space for a control, or nothing for a mark that stands alone."""
    category = unicodedata.category(char)
    if category in _DROPPED:
        return ""
    return " " if category in _BLANKED else char


def _simplified(text: str) -> str:
    """Return the text in simplified characters, as many as before."""
    if _traditional().isdisjoint(text):
        return text
    converter = _converter()
    # What stands between two separators is converted apart, and most of it is simplified already.
    parts = converter.split_chars_re.split(text)
    return "".join(
        part if _traditional().isdisjoint(part) else converter.convert(part) for part in parts
    )


@cache
def _converter() -> opencc.OpenCC:
    """Return the converter; its two tables map each text to one of the same length."""
    return opencc.OpenCC("t2s")


@cache
def _traditional() -> frozenset[str]:
    """Return the characters of which the converter's tables change one at least."""
    tables = [table for _, _, table in _converter().dict_cache.values()]
    single = frozenset(key for table in tables for key in table if len(key) == 1)
    changed = (key for table in tables for key, value in table.items() if key != value)
    return single.union(*(key for key in changed if single.isdisjoint(key)))


@cache
def _jieba() -> rjieba.Jieba:
    """Return the segmenter with this portal's own words."""
    segmenter = rjieba.Jieba()
    for word in USER_WORDS:
        segmenter.add_word(word, None, None)
    return segmenter
