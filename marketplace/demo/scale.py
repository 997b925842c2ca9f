"""Plausible and diverse texts in any number, drawn from the clauses of the demo's content."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from marketplace.demo import content
from marketplace.demo.content import Row

_CLAUSES: Final = re.compile(r"[^。；！？\n]{6,60}[。；！？]?")
_NUMBERS: Final = re.compile(r"(?<![A-Za-z\d./-])\d{1,4}(?![A-Za-z\d./-])")
_SITES: Final = (
    "一期", "二期", "东区", "西区", "南片区", "北片区", "示范段", "试点园区", "临港片区",
    "老城片区", "新城片区", "滨海段", "中心站", "枢纽站", "总部基地", "联合体", "样板间", "实训区",
)  # fmt: skip
_SUBJECTS: Final = (
    "巡检", "预警", "调度", "核验", "回收", "改造", "联动", "测算", "核算", "溯源", "采样", "比对",
    "引导", "画像", "评估", "建档", "分拣", "盘点", "标定", "仿真", "审计", "派单", "研判", "养护",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """The content of a made listing, of either side; terms are slugs."""

    title: str
    summary: str
    body: str
    context: str
    domains: tuple[str, ...]
    industries: tuple[str, ...]
    like: Row


class Texts:
    """Draws listings; the same seed draws the same ones."""

    def __init__(self, seed: int) -> None:
        self._choice = random.Random(seed)

    def demands(self, count: int) -> Iterator[Draft]:
        """Yield drafts of demands."""
        yield from self._drafts(content.demands(), count, body=("goals", "content"))

    def capabilities(self, count: int) -> Iterator[Draft]:
        """Yield drafts of capabilities."""
        yield from self._drafts(content.capabilities(), count, body=("description",))

    def _drafts(self, rows: Sequence[Row], count: int, *, body: Sequence[str]) -> Iterator[Draft]:
        for _ in range(count):
            row = self._choice.choice(rows)
            yield self._draft(row, body=body)

    def _draft(self, row: Row, *, body: Sequence[str]) -> Draft:
        """Return a text like a row: half its own clauses, half those of its neighbours."""
        near = _pool(rows_of=_first(row, "domains"))
        own = _clauses(row, (*body, "summary"))
        told = self._mixed(own, near, count=self._choice.randint(4, 12))
        title = f"{row['title'][:40]}{self._choice.choice(_SITES)}{self._choice.choice(_SUBJECTS)}"
        return Draft(
            title=self._renumbered(title),
            summary="".join(self._mixed(own, near, count=2))[:200],
            body="\n".join(told),
            context="".join(self._choice.choices(near, k=2)),
            domains=tuple(row.get("domains", ())),
            industries=tuple(row.get("industries", ())),
            like=row,
        )

    def _mixed(self, own: Sequence[str], near: Sequence[str], *, count: int) -> list[str]:
        drawn = [self._choice.choice(own if at % 2 else near) for at in range(count)]
        return [self._renumbered(clause) for clause in dict.fromkeys(drawn)]

    def _renumbered(self, clause: str) -> str:
        """Return a clause with other numbers: two listings never say quite the same."""
        return _NUMBERS.sub(lambda _: str(self._choice.randint(2, 999)), clause)


def _first(row: Row, name: str) -> str:
    return str((row.get(name) or [""])[0])


def _clauses(row: Row, names: Sequence[str]) -> list[str]:
    """Return the clauses of a row's texts, its title where there is none."""
    found = [clause for name in names for clause in _CLAUSES.findall(row.get(name) or "")]
    return found or [str(row["title"])]


@cache
def _pools() -> Mapping[str, list[str]]:
    """Return the clauses of all content by its first domain."""
    found: dict[str, list[str]] = {}
    names = ("summary", "background", "goals", "content", "description")
    for row in (*content.demands(), *content.capabilities()):
        found.setdefault(_first(row, "domains"), []).extend(_clauses(row, names))
    return found


def _pool(*, rows_of: str) -> list[str]:
    return _pools()[rows_of]
