"""The steps that a page offers: which form asks for what, and which action it ends in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.cooperations import actions, permissions, resources
from marketplace.cooperations.forms import (
    AgreementForm,
    RatingForm,
    ReasonForm,
    RequestForm,
    StepForm,
    WordForm,
)

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.functional import _StrPromise

    from marketplace.accounts.models import User
    from marketplace.cooperations.models import Cooperation, ResourceRequest

    Do = Callable[[Any, User, dict[str, Any]], object]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the page: its heading, what it means, its button, its form and its action."""

    verb: str
    title: _StrPromise
    text: _StrPromise
    button: _StrPromise
    form: type[StepForm]
    do: Do


STEPS: Final = {
    step.verb: step
    for step in (
        Step(
            "contact",
            _("Confirm contact"),
            _("Once both sides have confirmed, the contact counts as made."),
            _("Confirm for my side"),
            StepForm,
            lambda one, by, _typed: actions.confirm_contact(one, by=by),
        ),
        Step(
            "talk",
            _("Begin talks"),
            _("Note that both sides talk about an agreement."),
            _("Note that talks have begun"),
            StepForm,
            lambda one, by, _typed: actions.begin_talks(one, by=by),
        ),
        Step(
            "agree",
            _("Enter the signed agreement"),
            _("The date is needed; amount and document may follow your rules."),
            _("Enter the agreement"),
            AgreementForm,
            lambda one, by, typed: actions.sign_agreement(one, by=by, **typed),
        ),
        Step(
            "publish",
            _("Make the agreement public"),
            _("Its page then shows the provider, and the amount where the demand says so."),
            _("Make it public"),
            StepForm,
            lambda one, by, _typed: actions.publish_agreement(one, by=by),
        ),
        Step(
            "state",
            _("Say that you delivered"),
            _("The demand's owner confirms it."),
            _("We have delivered"),
            StepForm,
            lambda one, by, _typed: actions.state_delivery(one, by=by),
        ),
        Step(
            "deliver",
            _("Confirm the delivery"),
            _("The provider says that it has delivered."),
            _("Confirm the delivery"),
            StepForm,
            lambda one, by, _typed: actions.confirm_delivery(one, by=by),
        ),
        Step(
            "accept",
            _("Accept the result"),
            _("Accept once the indicators are met; a certificate of use may then be issued."),
            pgettext_lazy("result of a co-operation", "Accept"),
            StepForm,
            lambda one, by, _typed: actions.accept_result(one, by=by),
        ),
        Step(
            "rate",
            _("Rate the other side"),
            _("Each side rates once, within 14 days of the acceptance."),
            _("Send the rating"),
            RatingForm,
            lambda one, by, typed: actions.rate_cooperation(one, by=by, **typed),
        ),
        Step(
            "certify",
            _("Certificate of use"),
            _("A page to print, with a number by which anybody verifies it."),
            _("Have it issued"),
            StepForm,
            lambda one, by, _typed: actions.issue_certificate(one, by=by),
        ),
        Step(
            "request",
            _("Ask for an opened resource"),
            _("The demand's owner grants it, or refuses with a reason."),
            _("Send the request"),
            RequestForm,
            lambda one, by, typed: resources.request_resource(one, by=by, **typed),
        ),
        Step(
            "end",
            _("End the co-operation"),
            _("The other side reads the reason; the public does not."),
            _("End it"),
            ReasonForm,
            lambda one, by, typed: actions.end_cooperation(one, by=by, **typed),
        ),
    )
}
"""In the order in which a page draws them."""

REQUEST_STEPS: Final[dict[str, tuple[type[StepForm], Do]]] = {
    "grant": (
        WordForm,
        lambda one, by, typed: resources.grant_resource(one, by=by, **typed),
    ),
    "refuse": (
        ReasonForm,
        lambda one, by, typed: resources.refuse_resource(one, by=by, **typed),
    ),
    "use": (StepForm, lambda one, by, _typed: resources.note_use(one, by=by)),
}


def steps_open_to(user: Any, cooperation: Cooperation, *, at: datetime) -> list[Step]:
    """Return the steps that a person may do now."""
    return [step for step in STEPS.values() if _may(user, cooperation, verb=step.verb, at=at)]


def request_verbs_open_to(user: Any, request: ResourceRequest) -> list[str]:
    """Return what a person may do with a request now."""
    found = []
    if permissions.may_settle(user, request):
        found += ["grant", "refuse"]
    if permissions.may_use(user, request):
        found.append("use")
    return found


def _may(user: Any, cooperation: Cooperation, *, verb: str, at: datetime) -> bool:
    if verb == "rate":
        return bool(permissions.may_rate(user, cooperation, at=at))
    may = bool(permissions.MAY[verb](user, cooperation))
    if verb == "request":
        return may and resources.kinds_opened_by(cooperation.demand).exists()
    return may
