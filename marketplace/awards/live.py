"""The page of a result follows its notices and the states of objections, and nothing of drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from marketplace.awards.models import ResultNotice, Succession
from marketplace.awards.views import results
from marketplace.bids import live as bids
from marketplace.challenges.models import Challenge
from marketplace.notifications.topics import changes_topic, register_topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.journal.models import Entry

RESULT: Final = "result"

_NOTICES: Final = tuple(
    f"result_notice_{one}" for one in ("shown", "cancelled", "settled", "superseded", "restored")
)
_OBJECTIONS: Final = tuple(
    f"objection_{one}" for one in ("filed", "withdrawn", "rejected", "upheld")
)


def may_follow(user: Any, number: str) -> bool:
    """Return whether there is a result that a reader may open."""
    readable = Challenge.objects.visible_to(user).filter(demand__lifecycle__number=number.upper())
    return ResultNotice.objects.public().filter(challenge__in=readable).exists()


def numbers(entry: Entry) -> Iterable[str]:
    """Return the number of the demand whose result an entry is about."""
    found = Challenge.objects.filter(demand=entry.data["demand"])
    return found.values_list("demand__lifecycle__number", flat=True)


def of_asked(entry: Entry) -> Iterable[str]:
    """Return the keys of the people whose bid is named next, once they are asked."""
    found = Succession.objects.for_rows().filter(pk=entry.subject_key).first()
    return () if found is None else bids.of_bid(found.bid)


def register() -> None:
    """Make the topic known, and let who is asked next hear of it on the page of the own bids."""
    register_topic(
        RESULT,
        may_follow=may_follow,
        fragment=results.notice,
        changed_by=dict.fromkeys((*_NOTICES, *_OBJECTIONS), numbers),
    )
    asked = ("succession_asked", "succession_stood", "succession_declined", "succession_lapsed")
    changes_topic(bids.MINE, dict.fromkeys(asked, of_asked))
