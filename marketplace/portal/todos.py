"""What waits for a person: answers by their time, then what is due next, then by its age."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.agreements.waiting import steps_waiting_for as agreements_waiting_for
from marketplace.awards.waiting import steps_waiting_for as awards_waiting_for
from marketplace.bids.waiting import steps_waiting_for as bids_waiting_for
from marketplace.calls.waiting import steps_waiting_for as calls_waiting_for
from marketplace.challenges.models import FitnessVote
from marketplace.challenges.waiting import steps_waiting_for as challenges_waiting_for
from marketplace.claims.confirming import claims_to_confirm
from marketplace.claims.meetings import meetings_to_answer
from marketplace.claims.models import AnswerPrompt, Claim, Meeting
from marketplace.claims.views.reading import waiting_for
from marketplace.cooperations.waiting import Waiting as CooperationWaiting
from marketplace.cooperations.waiting import steps_waiting_for as cooperations_waiting_for
from marketplace.core.waiting import Waiting as StepWaiting
from marketplace.deliveries.waiting import hearings_waiting_for
from marketplace.deliveries.waiting import steps_waiting_for as deliveries_waiting_for
from marketplace.experts.waiting import steps_waiting_for as experts_waiting_for
from marketplace.listings.models import Capability, Demand, Lifecycle, Question
from marketplace.listings.waiting import questions_waiting_for, steps_waiting_for
from marketplace.portal.board import DueStep, officers_steps
from marketplace.reviews.models import Seat
from marketplace.reviews.waiting import steps_waiting_for as reviews_waiting_for

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.listings.models import Listing
    from marketplace.listings.waiting import Waiting

_SOON: Final = timedelta(days=1)
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits for the person: until when, or since when, and where to do it."""

    title: str
    text: str
    url: str
    action: str
    since: datetime
    due: datetime | None = None
    urgency: str = ""


class Todos:
    """All that waits for a person, drawn a slice at a time; a paginator asks it like a list."""

    def __init__(self, person: User, now: datetime) -> None:
        """Ask for what waits, without reading the claims."""
        self._now = now
        self._claims = waiting_for(person)
        found = [
            *map(_step, steps_waiting_for(person)),
            *map(_question, questions_waiting_for(person)),
            *map(_return, _returned_to(person)),
            *map(_confirmation, claims_to_confirm(person)),
            *map(_cooperation, cooperations_waiting_for(person)),
            *map(_waiting, awards_waiting_for(person)),
            *map(_waiting, deliveries_waiting_for(person)),
            *map(_waiting, hearings_waiting_for(person)),
            *map(_waiting, bids_waiting_for(person)),
            *map(_waiting, calls_waiting_for(person)),
            *map(_waiting, reviews_waiting_for(person)),
            *map(_waiting, agreements_waiting_for(person)),
            *map(_waiting, experts_waiting_for(person)),
            *map(_waiting, challenges_waiting_for(person)),
            *map(_due, officers_steps(person, at=now)),
            *map(_vote, _votes_asked_of(person)),
            *map(_seat, _seats_called(person)),
            *map(_meeting, meetings_to_answer(person, now)),
            *map(_overdue, AnswerPrompt.objects.supervised_by(person).for_rows()),
        ]
        urgent = (replace(todo, urgency=_urgency(todo.due, now)) for todo in found)
        self._others = sorted(urgent, key=lambda todo: (todo.due or _NEVER, todo.since))
        self._answers: int = self._claims.count()

    def __len__(self) -> int:
        """Return how many there are."""
        return self._answers + len(self._others)

    def __getitem__(self, part: slice) -> list[Todo]:
        """Return a slice with a start and a stop: first the answers, then the others."""
        start, stop = part.start, part.stop
        answers = [self._answer(claim) for claim in self._claims[start : min(stop, self._answers)]]
        others = slice(max(start - self._answers, 0), max(stop - self._answers, 0))
        return [*answers, *self._others[others]]

    @property
    def late(self) -> int:
        """Return how much of it is late."""
        late: int = self._claims.unanswered().filter(answer_due__lt=self._now).count()
        return late + sum(todo.urgency == "late" for todo in self._others)

    def _answer(self, claim: Claim) -> Todo:
        return Todo(
            title=_("Answer the application of %(firm)s") % {"firm": claim.firm},
            text=claim.demand.title,
            url=reverse("claims:receipt", args=[claim.receipt]),
            action=pgettext("verb", "Answer"),
            since=claim.submitted_at,
            due=claim.answer_due if claim.waits_for_first_answer else None,
            urgency=_urgency(claim.answer_due, self._now) if claim.waits_for_first_answer else "",
        )


def _step(waiting: Waiting) -> Todo:
    return Todo(
        title=f"{waiting.task.name}：{waiting.listing.lifecycle.owner}",
        text=waiting.state.revision.object_str,
        url=reverse("listings:decide", args=[waiting.state.pk]),
        action=_("decide"),
        since=waiting.state.started_at,
    )


def _question(question: Question) -> Todo:
    title = ""
    if question.state == Question.State.DRAFTED:
        title = _("Review the answer to a question")
    if question.state == Question.State.DECLINING:
        title = _("Review the refusal to answer a question")
    return Todo(
        title=title or _("Answer a question"),
        text=f"{question.demand.title}：{question}",
        url=reverse("listings:question", args=[question.pk]),
        action=_("decide") if title else pgettext("verb", "Answer"),
        since=question.drafted_at if title and question.drafted_at else question.asked_at,
    )


def _confirmation(claim: Claim) -> Todo:
    return Todo(
        title=_("Confirm or change your application: the demand has changed"),
        text=claim.demand.title,
        url=reverse("claims:receipt", args=[claim.receipt]),
        action=_("look"),
        since=claim.confirmed_at,
    )


def _cooperation(waiting: CooperationWaiting) -> Todo:
    cooperation = waiting.cooperation
    return Todo(
        title=waiting.title,
        text=f"{cooperation.demand.title} · {cooperation.provider}",
        url=reverse("cooperations:detail", args=[cooperation.number]),
        action=_("look"),
        since=waiting.since,
        due=waiting.due,
    )


def _waiting(waiting: StepWaiting) -> Todo:
    return Todo(
        title=waiting.title,
        text=waiting.text,
        url=waiting.url,
        action=_("look"),
        since=waiting.since,
        due=waiting.due,
    )


def _overdue(prompt: AnswerPrompt) -> Todo:
    demand: Any = prompt.claim.demand
    return Todo(
        title=_("See to an overdue answer"),
        text=f"{demand.lifecycle.owner}：{demand.title}",
        url=reverse("claims:overdue"),
        action=_("look"),
        since=prompt.at,
        due=prompt.claim.answer_due,
    )


def _due(step: DueStep) -> Todo:
    challenge, due = step.challenge, step.due
    return Todo(
        title=due.what,
        text=challenge.demand.title,
        url=due.url,
        action=_("look"),
        since=due.since or challenge.created_at,
        due=due.by,
    )


def _votes_asked_of(person: User) -> list[FitnessVote]:
    rows = FitnessVote.objects.filter(reviewer=person, vote="", fitness__state="running")
    return list(rows.select_related("fitness__revision"))


def _vote(vote: FitnessVote) -> Todo:
    return Todo(
        title=_("Judge whether a challenge is fit"),
        text=vote.fitness.revision.object_str,
        url=reverse("challenges:vote", args=[vote.pk]),
        action=_("look"),
        since=vote.asked_at,
    )


def _seats_called(person: User) -> list[Seat]:
    rows = Seat.objects.filter(expert__user=person, state=Seat.State.CALLED)
    return list(rows.select_related("panel__challenge__demand"))


def _seat(seat: Seat) -> Todo:
    return Todo(
        title=_("Declare whether you have a conflict of interest"),
        text=seat.panel.challenge.demand.title,
        url=reverse("reviews:seat", args=[seat.code]),
        action=_("look"),
        since=seat.called_at or seat.panel.challenge.created_at,
        due=seat.declare_by,
    )


def _meeting(meeting: Meeting) -> Todo:
    receipt = reverse("claims:receipt", args=[meeting.claim.receipt])
    return Todo(
        title=_("Answer the proposal of a meeting"),
        text=meeting.claim.demand.title,
        url=f"{receipt}#meetings",
        action=pgettext("verb", "Answer"),
        since=meeting.proposed_at,
        due=meeting.starts_at,
    )


def _returned_to(person: User) -> list[Listing]:
    found: list[Any] = []
    for model in (Demand, Capability):
        rows = model.objects.owned_by_organisations_of(person).filter(
            lifecycle__review=Lifecycle.Review.RETURNED, lifecycle__created_by=person
        )
        found.extend(rows.select_related("latest_revision"))
    return found


def _return(listing: Listing) -> Todo:
    return Todo(
        title=_("Returned for changes"),
        text=listing.title,
        url=reverse("listings:item", args=[listing.KEY, listing.pk]),
        action=_("look"),
        since=listing.latest_revision.created_at,
    )


def _urgency(due: datetime | None, now: datetime) -> str:
    if due is None:
        return ""
    if due < now:
        return "late"
    return "soon" if due - now < _SOON else ""
