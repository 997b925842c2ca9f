"""Awards that came to nothing: a registry of the ways in which an awarded place becomes vacant.

A room registers a source in its `ready()`::

    from marketplace.awards import vacancies

    vacancies.register(places_lost)

A source gets the keys of challenges and yields a `Loss` for each bid whose award came to nothing in
this room, with a fixed number of queries however many challenges there are. An award has come to
nothing once every place that it gave is lost; while one team is at work, nobody else is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from marketplace.awards.models import ResultNotice, ResultNoticeState, Succession
from marketplace.challenges.actions import leave
from marketplace.challenges.defaults import NOBODY_LEFT, NOT_AGREED, NOT_DELIVERED
from marketplace.challenges.models import ExitReason
from marketplace.challenges.transitions import CHALLENGE
from marketplace.core import clock

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.awards.models import Candidate
    from marketplace.challenges.models import Challenge
    from marketplace.core.refusals import Message


@dataclass(frozen=True, slots=True)
class Loss:
    """That a bid's award came to nothing: when, how it reads, and whether it was delivered on."""

    challenge: int
    bid: int
    at: datetime
    what: Message
    was_signed: bool = False


@dataclass(frozen=True, slots=True)
class Vacancy:
    """An award that came to nothing: its notice, what was lost, and who is next, if anybody."""

    notice: ResultNotice
    losses: Sequence[Loss]
    next: Candidate | None
    is_first: bool
    """Whether nobody has been named in its challenge before."""

    @property
    def since(self) -> datetime:
        """Return when the last place was lost."""
        return max(one.at for one in self.losses)

    @property
    def exit_code(self) -> str:
        """Return the reason for which its challenge ends where nobody is next."""
        if not self.is_first:
            return NOBODY_LEFT
        return NOT_DELIVERED if any(one.was_signed for one in self.losses) else NOT_AGREED


Source = Callable[[Sequence[int]], Iterable[Loss]]

_sources: Final[list[Source]] = []


def register(source: Source) -> None:
    """Let a room say which awards came to nothing; the same source is asked once."""
    if source not in _sources:
        _sources.append(source)


def vacancies_of(challenges: Iterable[Challenge]) -> dict[int, Vacancy]:
    """Return by the challenge's key the awards that came to nothing and wait for what follows."""
    asked = {one.pk: one for one in challenges if CHALLENGE.allows("supplement", one.state)}
    if not asked:
        return {}
    losses = _losses(tuple(asked))
    outs = _outs(asked)
    settled = ResultNotice.objects.filter(challenge__in=asked, state=ResultNoticeState.SETTLED)
    found = {}
    for notice in settled.for_rows():
        key = notice.challenge_id
        vacancy = _vacancy(notice, losses[key], outs=outs.get(key))
        if vacancy is not None:
            found[key] = vacancy
    return found


def vacancy_of(challenge: Challenge) -> Vacancy | None:
    """Return the award of a challenge that came to nothing, or None."""
    return vacancies_of([challenge]).get(challenge.pk)


def would_be_next(challenge: Challenge, bid: int) -> Candidate | None:
    """Return who would be next in the ranking if a bid's award came to nothing, too."""
    settled = challenge.result_notices.filter(state=ResultNoticeState.SETTLED)
    notice = settled.for_rows().first()
    if notice is None or challenge.successions.open().exists():
        return None
    lost = [*_losses((challenge.pk,))[challenge.pk], Loss(challenge.pk, bid, clock.now(), "")]
    vacancy = _vacancy(notice, lost, outs=_outs([challenge.pk]).get(challenge.pk))
    return vacancy.next if vacancy else None


def end_without_successor(challenge: Challenge) -> None:
    """End a locked challenge whose award came to nothing where nobody is next; else leave it."""
    vacancy = vacancy_of(challenge)
    if vacancy is None or vacancy.next is not None or challenge.successions.open().exists():
        return
    reason = ExitReason.objects.get(code=vacancy.exit_code)
    leave(challenge, "fall_through", by=None, reason=reason, words="")


def _losses(challenges: Sequence[int]) -> defaultdict[int, list[Loss]]:
    found = defaultdict(list)
    for source in _sources:
        for loss in source(challenges):
            found[loss.challenge].append(loss)
    return found


def _outs(challenges: Iterable[int]) -> dict[int, set[int]]:
    """Return the bids that were named in vain of those challenges in which somebody was named."""
    rows = Succession.objects.filter(challenge__in=challenges)
    found: dict[int, set[int]] = {
        key: set() for key in rows.exclude(state="withdrawn").values_list("challenge", flat=True)
    }
    for key, bid in rows.out().values_list("challenge", "bid"):
        found[key].add(bid)
    return found


def _vacancy(
    notice: ResultNotice, losses: Sequence[Loss], *, outs: set[int] | None
) -> Vacancy | None:
    candidates = list(notice.candidates.all())
    lost = {one.bid: one for one in losses}
    given = [one.bid_id for one in candidates if one.is_proposed]
    if not given or any(bid not in lost for bid in given):
        return None
    left = [one for one in candidates if one.bid_id not in {*lost, *(outs or ())}]
    may_follow = notice.challenge.names_next and bool(left)
    return Vacancy(
        notice,
        [lost[bid] for bid in given],
        min(left, key=lambda one: one.rank) if may_follow else None,
        is_first=outs is None,
    )
