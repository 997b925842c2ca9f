"""Announces the demo's addenda, asks its questions and answers most of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marketplace.core.canonical import digest
from marketplace.demo import people
from marketplace.demo.listings import approve_all, closing, day_in
from marketplace.demo.past import days_ago
from marketplace.listings import actions, questions
from marketplace.listings.addenda import Statement
from marketplace.listings.models import Addendum, Demand, Question

if TYPE_CHECKING:
    from marketplace.demo.content import Row
    from marketplace.demo.listings import Names


def load_dialogue(row: Row, _names: Names) -> bool:
    """Bring a demand's addenda and questions about; False where some are there already."""
    demand = Demand.objects.get(lifecycle__source_digest=digest(["demo", row["demand"]]))
    known = Addendum.objects.filter(demand=demand), Question.objects.filter(demand=demand)
    if any(rows.exists() for rows in known):
        return False
    for one in row.get("questions") or ():
        _ask(demand, one)
    for one in row.get("addenda") or ():
        _announce(demand, one)
    return True


def _announce(demand: Demand, row: Row) -> None:
    with days_ago(row["days_ago"]):
        writer = people.person_who_wrote(demand)
        version = demand.get_latest_revision_as_object()
        for name, value in _changes(version, row).items():
            setattr(version, name, value)
        base = demand.latest_revision_id
        actions.save_draft(version, by=writer, base_revision_id=base)
        statement = Statement(is_material=row["material"], why=row["why"])
        actions.submit_listing(demand, by=writer, statement=statement)
        approve_all(demand)


def _changes(version: Demand, row: Row) -> dict[str, Any]:
    changes: dict[str, Any] = {
        "questions_close_at": closing(row.get("questions_close_in")),
        "closes_at": closing(row.get("closes_in")),
        "delivery_on": day_in(row.get("delivery_in")),
    }
    if row.get("background_more"):
        changes["background"] = f"{version.background}\n{row['background_more']}"
    return {name: value for name, value in changes.items() if value is not None}


def _ask(demand: Demand, row: Row) -> None:
    with days_ago(row["days_ago"]):
        asker = people.writer_of(row["firm"])
        question = questions.ask_question(demand, by=asker, text=row["text"])
        if row.get("answer"):
            writer = people.person_who_wrote(demand)
            question = questions.draft_answer(question, by=writer, answer=row["answer"])
    if row.get("answered_days_ago") is not None:
        with days_ago(row["answered_days_ago"]):
            by = people.approver_of_owner(demand.lifecycle)
            questions.publish_answer(question, by=by, version=question.version)
