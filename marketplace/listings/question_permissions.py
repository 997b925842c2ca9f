"""Who may ask about a demand, answer, review an answer and learn who asked, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, cast

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.core.workdays import SHANGHAI
from marketplace.listings.models import Question, SecrecyReviewTask
from marketplace.listings.permissions import is_officer, is_portal_staff, may_write
from marketplace.listings.transitions import QUESTION
from marketplace.organisations.permissions import memberships_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from marketplace.core.transitions import Transition
    from marketplace.listings.models import Demand, DemandLifecycle
    from marketplace.organisations.models import Organisation

QUESTIONS_A_DAY: Final = 5
"""How many questions one person may ask about one demand on one day of Shanghai."""


def are_questions_open(demand: Demand, *, at: datetime) -> Decision:
    """Return whether a demand takes questions at an instant, whoever asks."""
    if not demand.is_public:
        return refused(_("This demand is not public."), "not_public")
    closes, lifecycle = question_close_of(demand), cast("DemandLifecycle", demand.lifecycle)
    if lifecycle.closed_at is not None or (closes is not None and at >= closes):
        return refused(_("Questions have closed."), "closed")
    return ALLOWED


def question_close_of(demand: Demand) -> datetime | None:
    """Return when questions close: at their own instant, else with the demand, else never."""
    lifecycle: Any = demand.lifecycle
    closes: datetime | None = lifecycle.questions_close_at or lifecycle.closes_at
    return closes


def asking_organisation(user: Any, demand: Demand) -> Organisation | None:
    """Return the verified organisation for which a person asks; never the demand's owner."""
    owner = demand.lifecycle.owner_id
    mine = [one.organisation for one in memberships_of(user)]
    able = (one for one in mine if one.is_verified and one.merged_into_id is None)
    return next((one for one in able if one.pk != owner), None)


def may_ask(
    user: Any, demand: Demand, *, at: datetime, own: Sequence[Question] | None = None
) -> Decision:
    """Return whether a person may ask about a demand at an instant, or why not.

    `own` are the person's questions about this demand, where they were read already.
    """
    openness = are_questions_open(demand, at=at)
    if not openness:
        return openness
    if not user.is_authenticated or not user.is_active:
        return refused(_("Please sign in to ask."), "anonymous")
    if any(one.organisation_id == demand.lifecycle.owner_id for one in memberships_of(user)):
        return refused(_("This is your own organisation's demand."), "own_demand")
    if asking_organisation(user, demand) is None:
        return refused(_("People of verified organisations may ask."), "not_verified")
    if own is None:
        own = list(Question.objects.filter(demand=demand, asker=user))
    if _asked_on_day_of(at, own) >= QUESTIONS_A_DAY:
        reason = _("You have asked {number} questions about this demand today. Ask on tomorrow.")
        return refused(format_lazy(reason, number=QUESTIONS_A_DAY), "too_many")
    return ALLOWED


def may_answer(user: Any, question: Question) -> Decision:
    """Return whether a person may draft, decline or join: who writes for the handling unit."""
    return may_write(user, question.demand) and _waits(question)


def may_review(user: Any, question: Question) -> Decision:
    """Return whether a person may decide on a drafted answer or refusal: never its author.

    Reviewers are those of the secrecy review that the demand itself passed.
    """
    if not user.is_authenticated:
        return refused(_("Please sign in."), "anonymous")
    if not reviewers_of(question.demand).filter(pk=user.pk).exists():
        return refused(_("The owner's secrecy reviewers decide on answers."), "not_reviewer")
    if question.drafted_by_id == user.pk:
        return refused(_("You wrote this answer; somebody else must review it."), "own_answer")
    if not QUESTION.allows("hand_back", question.state):
        return refused(_("There is nothing to review."), "wrong_state")
    return ALLOWED


def may_see_question(user: Any, question: Question) -> Decision:
    """Return whether a person may open a question's page: who handles or reviews it, and staff."""
    handles = is_officer(user, question.demand.lifecycle) or is_portal_staff(user)
    if handles or reviewers_of(question.demand).filter(pk=user.pk).exists():
        return ALLOWED
    return refused(_("This question is handled by other people."), "not_officer")


def may_see_asker(user: Any, question: Question) -> bool:
    """Return whether a person learns who asked: the portal's staff outside the owner, nobody else.

    A superuser who belongs to the owner is one of its people here.
    """
    owner = question.demand.lifecycle.owner_id
    mine = {one.organisation_id for one in memberships_of(user)}
    return is_portal_staff(user) and owner not in mine


def verbs_open_to(user: Any, question: Question) -> tuple[Transition, ...]:
    """Return the rows of the machine that a page may draw as buttons for a person."""
    may = {"officer": may_answer(user, question), "reviewer": may_review(user, question)}
    return tuple(
        QUESTION[verb] for verb in QUESTION.verbs(question.state) if may[QUESTION[verb].who]
    )


def reviewers_of(demand: Demand) -> QuerySet[User]:
    """Return who reviews a demand for secrecy; nobody where its approvals have no such step."""
    workflow = demand.get_workflow()
    tasks = [task.specific for task in workflow.tasks] if workflow else []
    steps = [task for task in tasks if isinstance(task, SecrecyReviewTask)]
    return steps[0].deciders(demand.lifecycle) if steps else User.objects.none()


def _waits(question: Question) -> Decision:
    if question.is_waiting:
        return ALLOWED
    return refused(_("This question is settled already."), "wrong_state")


def _asked_on_day_of(instant: datetime, own: Sequence[Question]) -> int:
    day = instant.astimezone(SHANGHAI).date()
    return sum(one.asked_at.astimezone(SHANGHAI).date() == day for one in own)
