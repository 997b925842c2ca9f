"""Challenges of the demo that have come further, from the close to the published result.

Each step happens some days ago by the actions of real use; what follows the journal is done at once
and safe to be done again by the portal.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from marketplace.bids.beats import begin_vault
from marketplace.bids.checking import admit_bid
from marketplace.bids.models import FormalCheck
from marketplace.bids.opening import open_bids
from marketplace.bids.submitting import submit_bid
from marketplace.challenges.consumers import challenge_steps
from marketplace.challenges.models import Challenge
from marketplace.challenges.relisting import relist_challenge
from marketplace.demo import content, outcomes, people
from marketplace.demo.bids import bidders_for, write_bid
from marketplace.demo.experts import CHAIN_FIELD, announce_draw
from marketplace.demo.listings import Names, load_demand
from marketplace.demo.past import days_ago
from marketplace.demo.reports import report_a_tie
from marketplace.journal.models import Entry
from marketplace.listings.closing import close_demand
from marketplace.listings.models import DemandLifecycle
from marketplace.reviews.holding import hold_draw
from marketplace.reviews.models import Seat, SeatState
from marketplace.reviews.seating import declare_free, step_back

if TYPE_CHECKING:
    from marketplace.demo.content import Row

OWNER: Final = "city-drainage"
_CLOSED: Final = 20
"""How many days ago a chain's close was, where its text says no other number."""
_OPEN: Final = 40
_TERMS: Final[dict[str, Any]] = {
    "mode": "challenge",
    "owner": OWNER,
    "domains": [CHAIN_FIELD],
    "industries": ["it-ai"],
    "districts": ["siming"],
    "contact": {"name": "经办处室（示例）", "phone": "0592-5550111", "visibility": "signed_in"},
    "parties": [{"organisation": OWNER, "part": "lead"}],
    "path": "innovation_procurement",
    "cooperation": "single",
    "delivery_in": 300,
    "opens": [],
}
_VALUE: Final = "3412.87（示例）"
_LESSONS: Final = "（示例）上一轮揭榜方案不足，本轮放宽了检修拆装的要求，并公开三座泵站的声场数据。"
_BIDS: Final = 3


def load_chains() -> int:
    """Bring each chain as far as its text says; return how many are new."""
    names = Names()
    return sum(_load(row, names) for row in content.chains())


def _load(row: Row, names: Names) -> bool:
    closed = int(row.get("closed_days_ago", _CLOSED))
    times = {
        "questions_close_in": -closed - 5,
        "closes_in": -closed,
        "published_days_ago": closed + _OPEN,
    }
    if not load_demand({**_TERMS, **times, **row}, names):
        return False
    challenge = Challenge.objects.for_rows().get(demand__title=row["title"])
    with days_ago(closed + _OPEN - 1):
        _follow(challenge, "demand_published")
        begin_vault(fresh(challenge))
    for step in _PATHS[row["reaches"]]:
        step(fresh(challenge), closed)
    return True


def fresh(challenge: Challenge) -> Challenge:
    """Return a challenge read anew."""
    found: Challenge = Challenge.objects.for_rows().get(pk=challenge.pk)
    return found


def _close(challenge: Challenge, closed: int) -> None:
    """Let firms bid and the close come; where too few are to bid, one firm bids."""
    number = _BIDS if challenge.minimum_bids == 1 else 1
    with days_ago(closed + 12):
        if number == _BIDS:
            announce_draw(challenge, by=people.staff("portal"))
        for firm, by in islice(bidders_for(challenge, set()), number):
            mark = write_bid(challenge, firm, by=by)
            submit_bid(challenge, firm=firm, by=by, seen=mark, passphrase=people.PASSWORD)
    with days_ago(closed - 1):
        close_demand(DemandLifecycle.objects.get(demand=challenge.demand_id))
        _follow(challenge, "demand_closed")


def _fail(challenge: Challenge, closed: int) -> None:
    """Find that too few have bid, and draft the challenge anew."""
    writer = people.writer_of(OWNER)
    with days_ago(closed - 2):
        open_bids(challenge, by=people.staff("officer"), present="（示例）经办人、纪检人员")
    with days_ago(closed - 6):
        successor = relist_challenge(fresh(challenge), by=writer, lessons=_LESSONS)
    DemandLifecycle.objects.filter(demand=successor.demand_id).update(is_example=True)


def _open_bids(challenge: Challenge, closed: int) -> None:
    """Open the bids and admit each after its formal check."""
    officer = people.staff("officer")
    with days_ago(closed - 2):
        open_bids(challenge, by=officer, present="（示例）经办人、纪检人员")
    with days_ago(closed - 4):
        for check in FormalCheck._default_manager.filter(bid__challenge=challenge):
            admit_bid(check, by=officer)


def _seat_some(challenge: Challenge, _closed: int) -> None:
    """Draw the panel yesterday; one steps back, the last one declares later."""
    with days_ago(1):
        tied, *others, _waits = _drawn(challenge)
        words = "（示例）与一家揭榜单位三年内有合作项目。"
        step_back(tied, by=tied.expert.user, has_tie=True, words=words)
        for seat in others:
            declare_free(seat, by=seat.expert.user)


def _seat_all(challenge: Challenge, closed: int) -> None:
    """Draw the panel; everybody declares to be free."""
    with days_ago(closed - 5):
        for seat in _drawn(challenge):
            declare_free(seat, by=seat.expert.user)


def _drawn(challenge: Challenge) -> list[Any]:
    hold_draw(fresh(challenge).panel.draws.get(), public_input=_VALUE, by=_other_keeper())
    called = Seat.objects.for_rows().filter(panel__challenge=challenge, state=SeatState.CALLED)
    return list(called.order_by("place"))


def _other_keeper() -> Any:
    """Return somebody else than who announced the draw."""
    return people.staff("admin")


def _follow(challenge: Challenge, kind: str) -> None:
    entries = Entry.objects.filter(kind=kind, subject_key=str(challenge.demand_id))
    for entry in entries.order_by("pk"):
        challenge_steps(entry)


_Step = Callable[[Challenge, int], None]
_JUDGED: Final = (_close, _open_bids, _seat_all, outcomes.score, outcomes.show)
_SIGNED: Final = (*_JUDGED, outcomes.award, outcomes.sign, outcomes.work)
_PATHS: Final[dict[str, tuple[_Step, ...]]] = {
    "closed": (_close,),
    "failed": (_close, _fail),
    "review": (_close, _open_bids, _seat_some, report_a_tie),
    "noticed": (*_JUDGED, outcomes.object_in_vain),
    "next": (*_JUDGED, outcomes.award, outcomes.ask_next),
    "delivering": _SIGNED,
    "completed": (*_SIGNED, outcomes.finish),
}
