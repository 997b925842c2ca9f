"""Who is told of what becomes of a challenge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.accounts.models import User
from marketplace.challenges.models import Challenge, FitnessVote
from marketplace.challenges.permissions import may_ask_reviewers
from marketplace.listings.labels import label_of
from marketplace.listings.people import handling_people
from marketplace.listings.permissions import MODERATE
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import REASONS, Topic, Urgency
from marketplace.subscriptions import followers

if TYPE_CHECKING:
    from marketplace.journal.models import Entry


_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


@read_once
def _challenge(entry: Entry) -> Challenge:
    found: Challenge = Challenge.objects.for_rows().get(pk=entry.subject_key)
    return found


@read_once
def _vote(entry: Entry) -> FitnessVote:
    found: FitnessVote = FitnessVote.objects.select_related(
        "reviewer", "fitness__revision", "fitness__challenge__programme"
    ).get(pk=entry.subject_key)
    return found


def _authors(entry: Entry) -> Iterable[User]:
    return handling_people(_challenge(entry).demand.lifecycle)


def _staff(entry: Entry) -> Iterable[User]:
    """Return the portal's staff who may ask people to judge."""
    people = User.objects.with_perm(MODERATE, backend=_BACKEND)
    return [one for one in people if may_ask_reviewers(one, _challenge(entry))]


def _owner(entry: Entry) -> list[int]:
    return [_challenge(entry).demand.lifecycle.owner_id]


def _facts(entry: Entry) -> Params:
    challenge = _challenge(entry)
    return {
        "demand": challenge.demand_id,
        "title": challenge.demand.title,
        "number": challenge.demand.lifecycle.number or "",
        "words": challenge.exit_note,
    }


def _reviewer(entry: Entry) -> Iterable[User]:
    reviewer = _vote(entry).reviewer
    return [reviewer] if reviewer.is_active else []


def _asked_facts(entry: Entry) -> Params:
    vote = _vote(entry)
    return {"vote": vote.pk, "title": vote.fitness.revision.object_str}


def _still_unfiled(facts: Params) -> bool:
    return FitnessVote.objects.filter(pk=facts["vote"], vote="", fitness__state="running").exists()


def _planned_facts(entry: Entry) -> Params:
    data = entry.data or {}
    return {**_facts(entry), "step": data["step"], "day": data["day"]}


def _planned_text(facts: Params) -> str:
    told = {"step": label_of(facts["step"]), "day": facts["day"], "title": facts["title"]}
    return _("%(step)s, %(day)s: %(title)s") % told


def _work(facts: Params) -> str:
    return reverse("challenges:work", args=[facts["demand"]])


def _page(facts: Params) -> str:
    return reverse("portal:demand", args=[facts["number"]])


def _title(facts: Params) -> str:
    return f"{facts['number']} {facts['title']}".strip() if "number" in facts else facts["title"]


_EXAMPLE: Final = {
    "demand": 1,
    "vote": 1,
    "number": "XQ-0000",
    "title": "示例：近岸无人航行器自主避碰",
    "words": "",
    "step": "opening_on",
    "day": "2026-01-08",
}


def _kind(name: str, entry_kind: str, **words: Any) -> Kind:
    label = words["label"]
    told: dict[str, Any] = {
        "recipients": _authors,
        "organisations": _owner,
        "params": _facts,
        "title": lambda _facts: str(label),
        "text": _title,
        "url": _work,
        "topic": Topic.APPROVALS,
        "reason": REASONS[Topic.APPROVALS],
        "icon": "rule",
        "example": _EXAMPLE,
    }
    return Kind(name=name, entry_kind=entry_kind, **told | words)


def _followed(entry_kind: str, label: Any, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "label": label,
        "recipients": followers.of_demand,
        "organisations": lambda _entry: (),
        "url": _page,
        "topic": Topic.FOLLOWED,
        "reason": REASONS[Topic.FOLLOWED],
    }
    return _kind(f"{followers.PREFIX}{entry_kind}", entry_kind, **told | words)


KINDS: Final = (
    _kind(
        "reviewer_asked",
        "fitness_asked",
        label=gettext_lazy("You are asked to judge whether a challenge is fit"),
        recipients=_reviewer,
        organisations=lambda _entry: (),
        params=_asked_facts,
        url=lambda facts: reverse("challenges:vote", args=[facts["vote"]]),
        still=_still_unfiled,
        action=gettext_lazy("Read and vote"),
        reason=gettext_lazy("You were asked to judge this challenge."),
    ),
    _kind(
        "fitness_handed_in",
        "challenge_handed_in",
        label=gettext_lazy("A challenge was handed in to its fitness check"),
        recipients=_staff,
        organisations=lambda _entry: (),
        permission=MODERATE,
        action=gettext_lazy("Ask people to judge a challenge"),
        reason=gettext_lazy("You work for the portal, outside the challenge's own bodies."),
    ),
    _kind(
        "challenge_passed",
        "challenge_argued",
        label=gettext_lazy("Your challenge was found fit"),
        text=lambda facts: _("%(title)s can be submitted for publication now") % facts,
    ),
    _kind(
        "challenge_returned",
        "challenge_handed_back",
        label=gettext_lazy("Your challenge was returned by its fitness check"),
    ),
    _kind(
        "challenge_rejected",
        "challenge_argued_down",
        label=gettext_lazy("Your challenge was rejected as unfit"),
    ),
    _kind(
        "planned_step_today",
        "planned_step_today",
        label=gettext_lazy("A step of a challenge is planned for today"),
        params=_planned_facts,
        text=_planned_text,
        icon="clock",
    ),
    _kind(
        "planned_step_late",
        "planned_step_late",
        label=gettext_lazy("A planned day of a challenge has passed and the step is not done"),
        params=_planned_facts,
        text=_planned_text,
        urgency=Urgency.URGENT,
        icon="alert",
    ),
    _followed(
        "challenge_opened", gettext_lazy("The bids of a challenge that you follow are opened")
    ),
    _followed(
        "challenge_failed",
        gettext_lazy("A challenge that you follow or prepared for ended without a result"),
        recipients=followers.of_ended_in_public,
        reason=followers.OR_PREPARED,
    ),
    _followed(
        "challenge_completed",
        gettext_lazy("All deliveries of a challenge that you follow have ended"),
    ),
)
"""The kinds of what becomes of a challenge."""
