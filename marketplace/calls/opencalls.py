"""Writing an open call and opening it to firms and institutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.calls import calling, permissions
from marketplace.calls.models import CallKind, OpenCall
from marketplace.challenges.actions import require
from marketplace.core import clock, idempotency
from marketplace.core.refusals import mistakes
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from datetime import datetime

    from marketplace.accounts.models import User
    from marketplace.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class CallText:
    """What an open call says: words and due time, who answers, and within how many days."""

    title: str
    words: str
    due_at: datetime | None
    department: Organisation
    kind: str = CallKind.TECHNOLOGY
    answer_workdays: int = 10


@transaction.atomic
def draft_call(text: CallText, *, by: User, idempotency_key: str = "") -> OpenCall:
    """Begin an open call as a draft; the same key returns the draft that it made before."""
    require(permissions.may_write_call(anew(by), text.department))
    scope = f"draft_call:{by.pk}"
    made = idempotency.recall(scope, idempotency_key, request=text.title)
    if made is not None:
        earlier: OpenCall = OpenCall.objects.for_rows().get(pk=made)
        return earlier
    saved = _kept(OpenCall(), text, by=by)
    idempotency.remember(scope, idempotency_key, request=text.title, result=str(saved.pk))
    return saved


@transaction.atomic
def rewrite_call(call: OpenCall, text: CallText, *, by: User, base_edition: int) -> OpenCall:
    """Write a draft anew; of two writers one wins, the other gets `edit_conflict`."""
    saved = calling.written_over(call, by=by, base_edition=base_edition)
    require(permissions.may_write_call(by, text.department))
    return _kept(saved, text, by=by)


@transaction.atomic
def open_call(call: OpenCall, *, by: User) -> OpenCall:
    """Show a draft to everybody; firms and institutes propose until it is due."""
    call = calling.locked(call)
    require(permissions.runs_open_call(anew(by), call) and permissions.allows(call, "open"))
    return calling.begun(call, by=by, at=clock.now())


def _kept(call: OpenCall, text: CallText, *, by: User) -> OpenCall:
    call.kind, call.department = text.kind, text.department
    call.answer_workdays = text.answer_workdays
    for name in ("kind", "answer_workdays"):
        _refuse_invalid(call, name)
    if not 1 <= call.answer_workdays <= MOST_WORKDAYS:
        raise mistakes({"answer_workdays": [_("Between 1 and 60 working days.")]})
    return calling.keep_draft(call, by=by, title=text.title, words=text.words, due_at=text.due_at)


MOST_WORKDAYS = 60


def _refuse_invalid(call: OpenCall, name: str) -> None:
    field: Any = call._meta.get_field(name)
    try:
        field.clean(getattr(call, name), call)
    except ValidationError as error:
        raise mistakes({name: error.messages}) from error
