"""The fitness check (论证): handing in, asking people, their votes, and what follows from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.challenges import permissions
from marketplace.challenges.actions import leave, locked, note, require, storable_words
from marketplace.challenges.models import (
    Aspect,
    Challenge,
    ExitReason,
    FitnessCheck,
    FitnessRemark,
    FitnessVote,
    Outcome,
)
from marketplace.challenges.needs import problems_of_fitness
from marketplace.challenges.writing import refuse
from marketplace.core import clock
from marketplace.core.refusals import Refusal, mistakes
from marketplace.journal.record import record
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from collections.abc import Collection

    Remarks = Mapping[str, tuple[str, str]]

_VERBS: Final = {
    Outcome.PASS: ("pass", "challenge_argued"),
    Outcome.RETURN: ("hand_back", "challenge_handed_back"),
}


@transaction.atomic
def hand_in(challenge: Challenge, *, by: User) -> FitnessCheck:
    """Hand the latest draft with its rules to the fitness check; a Refusal tells what it lacks."""
    challenge = locked(challenge)
    require(permissions.may_change_rules(anew(by), challenge))
    revision = challenge.demand.get_latest_revision()
    refuse(problems_of_fitness(challenge, revision.as_object()))
    challenge.move("hand_in")
    challenge.save(update_fields=["state"])
    check: FitnessCheck = FitnessCheck.objects.create(
        challenge=challenge,
        number=challenge.checks.count() + 1,
        revision=revision,
        asked_at=clock.now(),
        asked_by=by,
    )
    note("challenge_handed_in", challenge, by=by, check=check.number)
    return check


@transaction.atomic
def take_back(challenge: Challenge, *, by: User) -> Challenge:
    """Take a challenge back to the author's desk; what was judged of it stays in its history."""
    challenge = locked(challenge)
    require(permissions.may_take_back(anew(by), challenge))
    running = running_check(challenge)
    if running is not None:
        _settle(running, FitnessCheck.State.DROPPED, by=by)
    challenge.move("take_back")
    challenge.argued_revision = challenge.argued_at = None
    challenge.save(update_fields=["state", "argued_revision", "argued_at"])
    return note("challenge_taken_back", challenge, by=by)


@transaction.atomic
def ask_reviewer(challenge: Challenge, *, reviewer: User, by: User) -> FitnessVote:
    """Ask somebody independent to judge the running check; asking twice changes nothing."""
    challenge = locked(challenge)
    require(permissions.may_ask_reviewers(anew(by), challenge))
    check = running_check_of(challenge)
    decision = permissions.independence(anew(reviewer), challenge)
    if not decision:
        raise mistakes({"reviewer": [decision.reason]})
    asked: FitnessVote | None = check.votes.filter(reviewer=reviewer).first()
    if asked is not None:
        return asked
    asked = FitnessVote.objects.create(
        fitness=check, reviewer=reviewer, asked_at=clock.now(), asked_by=by
    )
    record("fitness_asked", asked, actor=by, data={"challenge": challenge.pk})
    return asked


@transaction.atomic
def file_vote(
    vote: FitnessVote, *, by: User, outcome: str, remarks: Remarks, reason: str = ""
) -> FitnessVote:
    """File what a reviewer judges, once; `remarks` holds verdict and words of every aspect."""
    locked(vote.fitness.challenge)
    vote = FitnessVote.objects.select_related("fitness__challenge__demand__lifecycle").get(
        pk=vote.pk
    )
    decision = permissions.may_vote(anew(by), vote)
    decision.demand(status=409 if decision.code in {"wrong_state", "voted"} else 403)
    _refuse_unjudged(outcome, remarks, reason=reason.strip())
    vote.vote, vote.filed_at, vote.reason = outcome, clock.now(), storable_words(reason, "reason")
    vote.save(update_fields=["vote", "filed_at", "reason"])
    FitnessRemark.objects.bulk_create(
        FitnessRemark(
            vote=vote, aspect=aspect, verdict=verdict, text=storable_words(text, "remarks")
        )
        for aspect, (verdict, text) in remarks.items()
    )
    record("fitness_voted", vote, actor=by, data={"challenge": vote.fitness.challenge_id})
    return vote


@transaction.atomic
def conclude_check(
    challenge: Challenge, *, by: User, words: str = "", reason: ExitReason | None = None
) -> Challenge:
    """End the running check by its votes: nobody chooses the outcome.

    Refusal while fewer have voted than the programme asks for, where a return or a rejection has
    no words, or a rejection no reason.
    """
    challenge = locked(challenge)
    require(permissions.may_conclude(anew(by), challenge))
    check = running_check_of(challenge)
    votes = list(check.votes.exclude(vote="").values_list("vote", flat=True))
    if len(votes) < challenge.programme.fitness_votes:
        raise Refusal(_("Not enough people have voted yet."), code="too_few_votes")
    outcome = outcome_of(votes)
    words = storable_words(words, "words")
    if outcome != Outcome.PASS and not words:
        raise mistakes({"words": [_("Please say why.")]})
    if outcome == Outcome.REJECT and reason is None:
        raise mistakes({"reason": [_("Choose one of the reasons.")]})
    _settle(check, outcome, by=by, words=words)
    if outcome == Outcome.REJECT and reason is not None:
        return leave(challenge, "argue_down", by=by, reason=reason, words=words)
    verb, kind = _VERBS[outcome]
    challenge.move(verb)
    if outcome == Outcome.PASS:
        challenge.argued_revision, challenge.argued_at = check.revision, check.settled_at
    challenge.save(update_fields=["state", "argued_revision", "argued_at"])
    return note(kind, challenge, by=by, check=check.number)


def outcome_of(votes: Collection[str]) -> Outcome:
    """Return what votes lead to: more than half pass or reject it, anything else returns it."""
    count = Counter(votes)
    for outcome in (Outcome.PASS, Outcome.REJECT):
        if count[outcome] * 2 > len(votes):
            return outcome
    return Outcome.RETURN


def running_check(challenge: Challenge) -> FitnessCheck | None:
    """Return the check that people judge now, or None."""
    found: FitnessCheck | None = challenge.checks.filter(state=FitnessCheck.State.RUNNING).first()
    return found


def running_check_of(challenge: Challenge) -> FitnessCheck:
    """Return the check that people judge now; Refusal where it is over."""
    check = running_check(challenge)
    if check is None:
        raise Refusal(_("This check is over."), code="wrong_state")
    return check


def _settle(check: FitnessCheck, state: str, *, by: User, words: str = "") -> None:
    check.settle(state, by=by, at=clock.now(), words=words)
    check.save(update_fields=["state", "settled_at", "settled_by", "words"])


def _refuse_unjudged(outcome: str, remarks: Remarks, *, reason: str) -> None:
    faults = {}
    verdicts = {aspect: verdict for aspect, (verdict, _text) in remarks.items()}
    if set(verdicts) != set(Aspect.values) or not set(verdicts.values()) <= set(
        FitnessRemark.Verdict.values
    ):
        faults["remarks"] = [_("Judge every aspect.")]
    elif outcome == Outcome.PASS and FitnessRemark.Verdict.UNFIT in verdicts.values():
        faults["outcome"] = [_("What is unfit in one aspect cannot pass.")]
    if outcome not in Outcome.values:
        faults["outcome"] = [_("Choose a vote.")]
    elif outcome != Outcome.PASS and not reason:
        faults["reason"] = [_("Please say why.")]
    if faults:
        raise mistakes(faults)
