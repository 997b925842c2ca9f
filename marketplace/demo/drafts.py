"""Writes the demo's full applications: one was sent as a new version, others wait as drafts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from marketplace.claims.drafted import Drafted
from marketplace.claims.drafting import Edit, save_draft, start_draft
from marketplace.claims.filling import hand_over, start_filling
from marketplace.claims.mandates import give_mandate
from marketplace.claims.models import ClaimDraft
from marketplace.claims.partnering import answer_invitation, invite_partner
from marketplace.claims.questions import questions_of
from marketplace.claims.submitting import submit_draft
from marketplace.core import clock
from marketplace.core.canonical import digest
from marketplace.demo import people
from marketplace.demo.past import days_ago
from marketplace.listings.models import Demand

if TYPE_CHECKING:
    from marketplace.demo.content import Row
    from marketplace.demo.listings import Names

_MANDATE_DAYS: Final = 180


def load_draft(row: Row, names: Names) -> bool:
    """Write a firm's draft, ask its partners, and send it where it was sent; False if it exists."""
    demand = Demand.objects.get(lifecycle__source_digest=digest(["demo", row["demand"]]))
    firm = names.organisations[row["firm"]]
    if ClaimDraft.objects.filter(demand=demand, firm=firm).exists():
        return False
    helper = row.get("helper")
    writer = people.writer_of(helper or row["firm"])
    with days_ago(float(row["days_ago"])):
        draft = _helped(demand, row, names=names) if helper else _own(demand, row, names=names)
        marks = {one.name: one.mark for one in draft.answers.all()}
        edits = {name: Edit(text, marks.get(name, "")) for name, text in _texts(demand, row)}
        draft = save_draft(draft, by=writer, edits=edits).draft
        for one in row.get("partners") or ():
            _ask(draft, one, names=names)
        if row["sent"]:
            submit_draft(draft, by=writer, seen=Drafted(draft, by=writer).mark)
        if helper:
            hand_over(draft, by=writer)
    return True


def _own(demand: Demand, row: Row, *, names: Names) -> ClaimDraft:
    firm = names.organisations[row["firm"]]
    return start_draft(demand, firm=firm, by=people.writer_of(row["firm"]))


def _helped(demand: Demand, row: Row, *, names: Names) -> ClaimDraft:
    """Return the draft that a park or an association begins once the firm allowed it."""
    firm, helper = names.organisations[row["firm"]], names.organisations[row["helper"]]
    owner, writer = people.writer_of(row["firm"]), people.writer_of(row["helper"])
    ends_on = clock.now().date() + timedelta(days=_MANDATE_DAYS)
    give_mandate(firm, helper=helper, ends_on=ends_on, by=owner)
    return start_filling(demand, firm=firm, helper=helper, by=writer)


def _texts(demand: Demand, row: Row) -> list[tuple[str, str]]:
    """Return the row's answers under the names that the demand's questions have."""
    found = list(row["answers"].items())
    for one in questions_of(demand):
        if one.name.startswith("indicator-"):
            told = (row.get("indicators") or {}).items()
            found += [(one.name, text) for name, text in told if one.about.startswith(name)]
        elif one.about:
            needs = (row.get("resources") or {}).get(one.about, {})
            found += [(one.name, text) for key, text in needs.items() if one.name.startswith(key)]
    return found


def _ask(draft: ClaimDraft, row: Row, *, names: Names) -> None:
    organisation = names.organisations[row["organisation"]]
    partner = invite_partner(draft, organisation, part=row["part"], by=draft.saved_by)
    if row.get("joins"):
        answer_invitation(partner, by=people.writer_of(row["organisation"]), joins=True)
