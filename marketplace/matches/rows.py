"""A match as one side reads it: the listing across, the reason in a line, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from marketplace.matches import permissions
from marketplace.matches.models import Match, MatchState, Side
from marketplace.taxonomy.models import Synonym

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from marketplace.matches.models import Invitation, SideOfMatch

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A match, the side that reads it, and the verbs that this person may use now."""

    match: Match
    side: Side
    verbs: frozenset[str]

    @property
    def own(self) -> Any:
        """Return the reader's listing."""
        return self.match.demand if self.side is Side.DEMAND else self.match.capability

    @property
    def across(self) -> Any:
        """Return the listing of the other side."""
        return self.match.capability if self.side is Side.DEMAND else self.match.demand

    @property
    def why(self) -> str:
        """Return the reason in a line."""
        return why(self.match.explanation)

    @property
    def points(self) -> tuple[int, int]:
        """Return how many of how many points the capability covers."""
        return points(self.match.explanation)

    @property
    def is_new(self) -> bool:
        """Return whether nobody of the reader's side has opened it."""
        mine = self.mine
        return mine is None or mine.seen_at is None

    @property
    def mine(self) -> SideOfMatch | None:
        """Return what the reader's side did."""
        return self.match.side(self.side)

    @property
    def theirs(self) -> SideOfMatch | None:
        """Return what the other side did."""
        return self.match.side(self.side.other)

    @property
    def waits(self) -> bool:
        """Return whether the reader's side has confirmed contact and the other has not."""
        mine, theirs = self.mine, self.theirs
        is_open = self.match.state in {MatchState.SUGGESTED, MatchState.SEEN}
        return is_open and bool(mine and mine.confirmed_at) and not _has_confirmed(theirs)

    @property
    def is_asked(self) -> bool:
        """Return whether the other side has confirmed contact and the reader's has not."""
        is_open = self.match.state in {MatchState.SUGGESTED, MatchState.SEEN}
        return is_open and _has_confirmed(self.theirs) and not _has_confirmed(self.mine)

    @property
    def not_taken_up(self) -> bool:
        """Return whether the other side put it aside; its reason is its own."""
        aside = self.match.state == MatchState.DISMISSED
        return aside and self.match.dismissed_side != self.side

    @property
    def invitation(self) -> Invitation | None:
        """Return the invitation of the pair."""
        return getattr(self.match, "invitation", None)


def rows_of(user: Any, matches: Iterable[Match], *, side: Side, at: datetime) -> list[Row]:
    """Return matches as a side reads them, with what a person may do with each."""
    return [Row(match, side, verbs_of(user, match, side=side, at=at)) for match in matches]


def verbs_of(user: Any, match: Match, *, side: Side, at: datetime) -> frozenset[str]:
    """Return what a page draws as buttons and links; the actions ask again."""
    may = {
        "confirm": permissions.may_confirm(user, match, side=side, at=at),
        "dismiss": permissions.may_dismiss(user, match, side=side),
        "restore": permissions.may_restore(user, match, side=side),
    }
    if side is Side.DEMAND:
        may["invite"] = permissions.may_ask(user, match, at=at)
    else:
        may["accept"] = permissions.may_accept(user, match, at=at)
        may["decline"] = permissions.may_decline(user, match)
        may["apply"] = permissions.may_be_applied_for(user, match, at=at)
    return frozenset(verb for verb, decision in may.items() if decision)


def why(explanation: Mapping[str, Any]) -> str:
    """Return in a line what the capability says of the demand, and what it leaves out."""
    said = _named(explanation.get("covered", [])) or _named(explanation.get("partly", []))
    unsaid = _named(explanation.get("missing", []))
    if said and unsaid:
        return _("Says: %(said)s; left to explain: %(unsaid)s") % {"said": said, "unsaid": unsaid}
    if said:
        return _("Says: %(said)s") % {"said": said}
    return _("The texts share single words only.")


def points(explanation: Mapping[str, Any]) -> tuple[int, int]:
    """Return how many points are covered, of how many."""
    counts = [len(explanation.get(kind, [])) for kind in ("covered", "partly", "missing")]
    return counts[0], sum(counts)


def wordings(explanation: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return which word of the demand stands in the capability as which other, and by what kind."""
    names = dict(Synonym.Kind.choices)
    return [
        (one["asked"], one["offered"], str(names.get(one["kind"], one["kind"])))
        for one in explanation.get("synonyms", [])
    ]


def _has_confirmed(side: SideOfMatch | None) -> bool:
    return side is not None and side.confirmed_at is not None


def _named(found: Sequence[Mapping[str, Any]]) -> str:
    return "、".join(dict.fromkeys(str(point["text"]) for point in found[:_NAMED]))
