"""What a demand's page says of its addenda and its questions, and to whom it lets a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.shortcuts import resolve_url
from django.utils.http import urlencode

from marketplace.claims.views.kept import kept_text
from marketplace.core.paging import page_of
from marketplace.listings.forms.questions import QuestionForm
from marketplace.listings.models import Question
from marketplace.listings.question_permissions import may_ask, question_close_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.paginator import Page
    from django.http import HttpRequest

    from marketplace.core.decisions import Decision
    from marketplace.listings.models import Demand


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The answered questions, the reader's own that are not, and whether they may ask."""

    answered: Page[Question]
    own: list[Question]
    decision: Decision
    form: QuestionForm
    closes_at: datetime | None
    sign_in: str


def dialogue_of(
    request: HttpRequest, demand: Demand, *, now: datetime, form: QuestionForm | None
) -> Dialogue:
    """Return what a reader sees of a demand's questions: nobody's name, and of waiting ones theirs.

    `form` is one that could not be sent; else what was typed before a sign-in is taken up.
    """
    answered, own = _read(request, demand)
    return Dialogue(
        answered=page_of(request, answered, name="questions"),
        own=[one for one in own if one.state != Question.State.PUBLISHED],
        decision=may_ask(request.user, demand, at=now, own=own),
        form=form or QuestionForm(initial=kept_text(request)),
        closes_at=question_close_of(demand),
        sign_in=f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.path})}",
    )


def _read(request: HttpRequest, demand: Demand) -> tuple[list[Question], list[Question]]:
    """Return the answered questions and the reader's own, in one query."""
    reader = request.user.pk
    mine = Q(asker=reader) if reader else Q(pk__in=[])
    rows = Question.objects.filter(Q(state=Question.State.PUBLISHED) | mine, demand=demand)
    found = list(rows.order_by("answered_at", "asked_at", "pk"))
    answered = [one for one in found if one.state == Question.State.PUBLISHED]
    return answered, [one for one in found if reader and one.asker_id == reader]
