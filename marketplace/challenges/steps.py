"""The steps of a challenge as its page offers them: what each asks, and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.challenges import actions, fitness, forms, permissions, relisting, reviewers
from marketplace.challenges.transitions import CHALLENGE

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge
    from marketplace.core.decisions import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that can be done: who may, what is typed, and the action."""

    verb: str
    title: str | _StrPromise
    text: str | _StrPromise
    may: Callable[[Any, Challenge], Decision]
    do: Callable[[Challenge, User, dict[str, Any]], object]
    form: type[forms.StepForm] = forms.StepForm
    done: str | _StrPromise = ""


STEPS: Final = {
    step.verb: step
    for step in (
        Step(
            verb="hand_in",
            title=CHALLENGE["hand_in"].label,
            text=_("Independent people judge it. The rules are fixed from then on."),
            may=permissions.may_change_rules,
            do=lambda challenge, by, _typed: fitness.hand_in(challenge, by=by),
            done=_("It was handed in. The portal's staff asks people to judge it."),
        ),
        Step(
            verb="draw",
            title=_("draw reviewers from the pool"),
            text=_(
                "Experts of the demand's fields, from outside its bodies and firms, no two of one "
                "employer. Seed and result are on record."
            ),
            may=permissions.may_ask_reviewers,
            do=lambda challenge, by, typed: reviewers.draw_reviewers(challenge, by=by, **typed),
            form=forms.DrawForm,
            done=_("They were drawn and asked."),
        ),
        Step(
            verb="ask",
            title=_("ask somebody to judge"),
            text=_("Each judges alone and reads the others' votes when the check is over."),
            may=permissions.may_ask_reviewers,
            do=lambda challenge, by, typed: fitness.ask_reviewer(challenge, by=by, **typed),
            form=forms.ReviewerForm,
        ),
        Step(
            verb="conclude",
            title=_("end the check by its votes"),
            text=_("More than half pass or reject it; anything else returns it with your words."),
            may=permissions.may_conclude,
            do=lambda challenge, by, typed: fitness.conclude_check(challenge, by=by, **typed),
            form=forms.ConcludeForm,
        ),
        Step(
            verb="take_back",
            title=CHALLENGE["take_back"].label,
            text=_("What was judged stays in its history; the next hand-in begins anew."),
            may=permissions.may_take_back,
            do=lambda challenge, by, _typed: fitness.take_back(challenge, by=by),
        ),
        Step(
            verb="fail",
            title=CHALLENGE["fail"].label,
            text=_("Its page shows the reason, and it can be listed again."),
            may=permissions.may_fail,
            do=lambda challenge, by, typed: actions.fail_challenge(challenge, by=by, **typed),
            form=forms.FailForm,
        ),
        Step(
            verb="relist",
            title=_("list it again"),
            text=_(
                "Demand, rules and criteria become a new draft, linked to this one. "
                "Followers and answered questions come over when it is listed."
            ),
            may=relisting.may_relist,
            do=lambda challenge, by, typed: relisting.relist_challenge(challenge, by=by, **typed),
            form=forms.RelistForm,
            done=_("The new draft is there; its times are empty."),
        ),
        Step(
            verb="terminate",
            title=CHALLENGE["terminate"].label,
            text=_("The demand is withdrawn for good, and its page shows why."),
            may=permissions.may_terminate,
            do=lambda challenge, by, typed: actions.terminate_challenge(challenge, by=by, **typed),
            form=forms.TerminateForm,
        ),
        Step(
            verb="withdraw",
            title=CHALLENGE["withdraw"].label,
            text=pgettext_lazy("challenge", "It ends here; the demand stays a draft."),
            may=permissions.may_withdraw,
            do=lambda challenge, by, typed: actions.withdraw_challenge(challenge, by=by, **typed),
            form=forms.WithdrawForm,
        ),
    )
}
"""The steps by their verbs, in the order in which a page offers them."""

ASIDE: Final = frozenset({"take_back", "fail", "terminate", "withdraw"})
"""Steps that stand folded at the end of the page."""


def steps_open_to(user: Any, challenge: Challenge) -> list[Step]:
    """Return what a person may do with a challenge now."""
    return [step for step in STEPS.values() if step.may(user, challenge)]
