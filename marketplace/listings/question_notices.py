"""What people are told of questions: officers and reviewers never who asked, askers the answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.accounts.models import User
from marketplace.accounts.system import is_system
from marketplace.listings.models import Question
from marketplace.listings.people import askers_of, handling_people
from marketplace.listings.question_permissions import may_answer, reviewers_of
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import Topic
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from marketplace.journal.models import Entry


@read_once
def _question(entry: Entry) -> Question:
    question: Question = Question.objects.for_rows().get(pk=entry.subject_key)
    return question


def answering(question: Question) -> list[User]:
    """Return the handling unit's people who may answer a waiting question."""
    people = handling_people(question.demand.lifecycle)
    return [one for one in people if may_answer(anew(one), question)]


def _officers(entry: Entry) -> Iterable[User]:
    return answering(_question(entry))


def _reviewers(entry: Entry) -> Iterable[User]:
    question = _question(entry)
    if question.state not in Question.IN_REVIEW:
        return ()
    people = reviewers_of(question.demand)
    return [one for one in people if one != question.drafted_by and not is_system(one)]


def _author(entry: Entry) -> Iterable[User]:
    author = _question(entry).drafted_by
    return () if author is None else (author,)


def _askers(entry: Entry) -> Iterable[User]:
    return askers_of(_question(entry))


def _asker(entry: Entry) -> Iterable[User]:
    return (_question(entry).asker,)


def _owner(entry: Entry) -> list[int]:
    return [_question(entry).demand.lifecycle.owner_id]


def _facts(entry: Entry) -> Params:
    """Return what the words need: the demand, never a person or a text that was not published."""
    question = _question(entry)
    return {
        "question": question.pk,
        "number": question.demand.lifecycle.number or "",
        "title": question.demand.title,
    }


def _declined(entry: Entry) -> Params:
    """Return the facts and the reason, which the askers alone read."""
    return {**_facts(entry), "reason": _question(entry).reason}


def _name(facts: Params) -> str:
    return f"{facts['number']} {facts['title']}".strip()


def _work(facts: Params) -> str:
    return reverse("listings:question", args=[facts["question"]])


def _page(facts: Params) -> str:
    return reverse("portal:demand", args=[facts["number"]])


def _line(facts: Params) -> str:
    """Return the demand, of which ten questions are one line."""
    return str(facts["number"])


_EXAMPLE: Final = {
    "question": 0,
    "number": "XM-0000",
    "title": "示例：易涝点积水预报与联动",
    "reason": "示例：涉及尚未公开的管线资料",
}


def _inside(name: str, **words: Any) -> Kind:
    return Kind(
        name=name,
        entry_kind=name,
        organisations=_owner,
        params=_facts,
        text=_name,
        url=_work,
        action=gettext_lazy("Open the question"),
        icon="qa",
        topic=Topic.QUESTIONS,
        example=_EXAMPLE,
        **words,
    )


def _outside(name: str, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "params": _facts,
        "text": _name,
        "url": _page,
        "icon": "qa",
        "topic": Topic.QUESTIONS,
        "reason": gettext_lazy("You asked this question, or one like it."),
        "example": _EXAMPLE,
    }
    return Kind(name=name, entry_kind=name, **told | words)


KINDS = (
    _inside(
        "question_asked",
        label=gettext_lazy("A question about a demand has come in"),
        reason=gettext_lazy("You may answer questions about this demand."),
        line=_line,
        recipients=_officers,
        title=lambda _facts: _("A question about a demand has come in"),
    ),
    _inside(
        "question_drafted",
        label=gettext_lazy("An answer waits for its secrecy review"),
        reason=gettext_lazy("You may review the answers to questions about this demand."),
        recipients=_reviewers,
        title=lambda _facts: _("An answer waits for its secrecy review"),
    ),
    _inside(
        "question_refused",
        label=gettext_lazy("A refusal to answer waits for its secrecy review"),
        reason=gettext_lazy("You may review the answers to questions about this demand."),
        recipients=_reviewers,
        title=lambda _facts: _("A refusal to answer waits for its secrecy review"),
    ),
    _inside(
        "question_returned",
        label=gettext_lazy("My answer was returned for changes"),
        reason=gettext_lazy("You wrote this answer."),
        recipients=_author,
        title=lambda _facts: _("Your answer was returned for changes"),
    ),
    _outside(
        "question_answered",
        label=gettext_lazy("My question was answered"),
        recipients=_askers,
        title=lambda _facts: _("Your question was answered"),
        action=gettext_lazy("Read the answer"),
    ),
    _outside(
        "question_declined",
        label=gettext_lazy("My question is not answered in public"),
        recipients=_askers,
        params=_declined,
        title=lambda _facts: _("Your question is not answered in public"),
        text=lambda facts: (
            _("%(demand)s; reason: %(reason)s")
            % {"demand": _name(facts), "reason": facts["reason"]}
        ),
    ),
    _outside(
        "question_merged",
        label=gettext_lazy("My question was joined with one like it"),
        recipients=_asker,
        title=lambda _facts: _("Your question was joined with one like it"),
        action=gettext_lazy("Open the demand"),
    ),
)
