"""What follows an award that came to nothing, as boards and to-dos show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.awards import succession_permissions as permissions
from marketplace.awards.models import Succession, SuccessionState
from marketplace.awards.vacancies import vacancies_of
from marketplace.challenges.dues import Due, Hand
from marketplace.challenges.transitions import CHALLENGE
from marketplace.core import clock
from marketplace.core.waiting import Waiting
from marketplace.listings.querysets import handled_by
from marketplace.organisations.models import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from marketplace.challenges.models import Challenge

_ASK: Final = gettext_lazy("Agree that the next in the ranking is asked")
_ANSWER: Final = gettext_lazy("Say whether you stand by your bid")
_SHOW: Final = gettext_lazy("Show the supplementary result")
_STEPS: Final = {
    SuccessionState.NAMED: (_ASK, Hand.APPROVER),
    SuccessionState.ASKED: (gettext_lazy("The next in the ranking answers"), Hand.FIRM),
    SuccessionState.STOOD: (_SHOW, Hand.APPROVER),
}


def page_of(challenge: Challenge) -> str:
    """Return the address at which the owner's people name the next."""
    return reverse("awards:succession", args=[challenge.demand.lifecycle.number])


def succession_steps(challenges: Sequence[Challenge], _at: datetime) -> Iterator[Due]:
    """Yield what follows an award that came to nothing: to name, to agree, to answer, to show."""
    asked = {one.pk: one for one in challenges if CHALLENGE.allows("supplement", one.state)}
    if not asked:
        return
    named = Succession.objects.open().filter(challenge__in=asked).for_rows()
    open_ones = {one.challenge_id: one for one in named}
    for key, one in open_ones.items():
        what, hand = _STEPS[SuccessionState(one.state)]
        since = one.answered_at or one.asked_at or one.named_at
        by = one.answers_until if hand == Hand.FIRM else None
        url = page_of(asked[key])
        yield Due(challenge=key, what=str(what), hand=hand, url=url, since=since, by=by)
    for key, vacancy in vacancies_of(asked.values()).items():
        if key not in open_ones:
            yield Due(
                challenge=key,
                what=_("Name the next in the ranking, or end the challenge"),
                hand=Hand.OFFICER,
                url=page_of(asked[key]),
                since=vacancy.since,
            )


def successions_waiting_for(user: Any) -> Iterator[Waiting]:
    """Yield what a person should do next: answer for a bidder, agree, or show the notice."""
    now = clock.now()
    for one in Succession.objects.of_firms_of(user).filter(state="asked").for_rows():
        if permissions.may_answer(user, one, at=now) and one.asked_at is not None:
            url = reverse("awards:succession_answer", args=[_number(one)])
            yield Waiting(str(_ANSWER), _title(one), url, one.asked_at, due=one.answers_until)
    path = "challenge__demand__lifecycle"
    rows = Succession.objects.open().filter(handled_by(user, {Role.APPROVER}, path=path))
    for one in rows.for_rows():
        if permissions.may_ask(user, one):
            yield Waiting(str(_ASK), _title(one), page_of(one.challenge), one.named_at)
        elif permissions.may_show(user, one) and one.answered_at is not None:
            yield Waiting(str(_SHOW), _title(one), page_of(one.challenge), one.answered_at)


def _number(succession: Succession) -> str:
    return str(succession.challenge.demand.lifecycle.number)


def _title(succession: Succession) -> str:
    return str(succession.challenge.demand.title)
