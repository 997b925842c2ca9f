"""The approval steps and the questions that wait for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from wagtail.models import TaskState

from marketplace.listings.models import Capability, Demand, Question
from marketplace.listings.models.approvals import DecidedByPeople
from marketplace.listings.question_permissions import may_answer, may_review

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.listings.models import Listing


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that a person may decide, and the item that it is about."""

    state: TaskState
    task: DecidedByPeople
    listing: Listing


def steps_waiting_for(user: User) -> list[Waiting]:
    """Return the steps that a person may decide now, the oldest first."""
    states = list(
        TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
        .select_related("workflow_state", "task", "revision")
        .defer("revision__content")
        .order_by("started_at")
    )
    listings = _listings_of(states)
    tasks = {state.task_id: state.task for state in states}
    specific = {pk: task.specific for pk, task in tasks.items()}
    may: dict[tuple[int, int, int | None], bool] = {}
    found = []
    for state in states:
        listing = listings.get(
            (state.workflow_state.content_type_id, state.workflow_state.object_id)
        )
        task = specific[state.task_id]
        if listing is None or not isinstance(task, DecidedByPeople):
            continue
        key = (task.pk, listing.lifecycle.owner_id, listing.lifecycle.unit_id)
        if key not in may:
            may[key] = bool(task.may_decide(user, listing))
        if may[key]:
            found.append(Waiting(state, task, listing))
    return found


def questions_waiting_for(user: User) -> list[Question]:
    """Return the questions that a person may answer, or whose answer they may review now."""
    waiting = Question.objects.waiting().for_rows()
    asked = waiting.filter(state=Question.State.ASKED).handled_by(user)
    found = [one for one in asked if may_answer(user, one)]
    drafted = waiting.filter(state__in=Question.IN_REVIEW).exclude(drafted_by=user)
    reviews: dict[int, bool] = {}
    for one in drafted:
        owner = one.demand.lifecycle.owner_id
        if owner not in reviews:
            reviews[owner] = bool(may_review(user, one))
        if reviews[owner]:
            found.append(one)
    return found


def _listings_of(states: list[TaskState]) -> dict[tuple[int, str], Listing]:
    found: dict[tuple[int, str], Listing] = {}
    for model in (Demand, Capability):
        kind = ContentType.objects.get_for_model(model)
        keys = [
            state.workflow_state.object_id
            for state in states
            if state.workflow_state.content_type_id == kind.pk
        ]
        if keys:
            rows = model.objects.filter(pk__in=keys).select_related("lifecycle__owner")
            found.update({(kind.pk, str(row.pk)): row for row in rows})
    return found
