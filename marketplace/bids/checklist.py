"""What a draft still lacks, one line for each thing that a bid needs: for its writers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from marketplace.bids.permissions import meets_rules
from marketplace.bids.proposals import ANSWER, indicators_of, problems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from marketplace.bids.drafting import Written
    from marketplace.challenges.models import Challenge
    from marketplace.organisations.models import Organisation

_TEXTS = ("approach", "team", "schedule", "public_money")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing: whether it is there, what is said about it, and the field where it is written."""

    label: str
    is_done: bool
    words: str = ""
    field: str = ""


def checklist_of(
    written: Written, challenge: Challenge, *, firm: Organisation, at: datetime
) -> list[Item]:
    """Return what a bid needs with whether the draft, as it is saved, has it."""
    found = problems(written.texts, challenge)
    said = {name: str(messages[0]) for name, messages in found.items()}
    rules = meets_rules(challenge, firm, at=at)
    return [
        *_of_texts(challenge, said=said),
        *_of_rules(challenge, said=said),
        *_of_files(written, challenge),
        Item(_("Conditions of the challenge"), bool(rules), str(rules.reason)),
    ]


def _of_texts(challenge: Challenge, *, said: dict[str, str]) -> Iterator[Item]:
    missing = [name for name in _TEXTS if name in said]
    field = missing[0] if missing else ""
    yield Item(_("Approach, team, schedule and public money"), not missing, field=field)
    main = [f"{ANSWER}{one.pk}" for one in indicators_of(challenge) if one.is_main]
    open_ones = [name for name in main if name in said]
    numbers = {"done": len(main) - len(open_ones), "all": len(main)}
    words = _("%(done)s of %(all)s answered") % numbers
    yield Item(_("Main indicators"), not open_ones, words, field=open_ones[0] if open_ones else "")


def _of_rules(challenge: Challenge, *, said: dict[str, str]) -> Iterator[Item]:
    if challenge.own_share is not None:
        words = said.get("own_money", "")
        yield Item(_("Own money"), not words, words, field="own_money")
    if challenge.consortium_limit > 1:
        words = said.get("partners", "")
        yield Item(_("Partners, where there are any"), not words, words, field="partners")


def _of_files(written: Written, challenge: Challenge) -> Iterator[Item]:
    offered = challenge.template_documents.count()
    if offered:
        numbers = {"files": len(written.files), "offered": offered}
        words = _("%(files)s files attached; %(offered)s templates are to be filled in") % numbers
        is_done = len(written.files) >= offered
        yield Item(_("Template documents"), is_done, words, field="upload")
