"""What becomes of a result on show when its challenge ends beside the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.awards.models import ResultNotice
from marketplace.awards.noticing import end_notice, locked_notice
from marketplace.awards.transitions import NOTICE
from marketplace.journal.consumers import consumer

if TYPE_CHECKING:
    from marketplace.journal.models import Entry


@consumer("results_of_ended_challenges", {"challenge_terminated", "challenge_failed"})
def results_of_ended_challenges(entry: Entry) -> None:
    """Cancel the notice that is on show and discard a draft; what has ended already stays."""
    standing = ResultNotice.objects.standing().for_rows()
    for notice in standing.filter(challenge=int(entry.subject_key)):
        fresh = locked_notice(notice)
        for verb in ("cancel", "discard"):
            if NOTICE.allows(verb, fresh.state):
                end_notice(fresh, verb, by=None)
