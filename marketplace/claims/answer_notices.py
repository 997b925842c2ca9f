"""What people are told of details, due answers, escalations and meetings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.claims.models import SUPERVISING, AnswerPrompt, Claim, Meeting, PromptKind
from marketplace.claims.notice_facts import APPLIED, EXAMPLE, HANDLES, demand_line
from marketplace.claims.people import (
    approvers_told,
    firm_told,
    officers_told,
    supervisors_told,
)
from marketplace.core import moments
from marketplace.listings.people import seat_of
from marketplace.listings.permissions import MODERATE
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.seats import Seat
from marketplace.notifications.ways import Topic, Urgency

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry
    from marketplace.organisations.models import Organisation


@read_once
def _meeting(entry: Entry) -> Meeting:
    return Meeting.objects.get(pk=entry.subject_key)


@read_once
def _claim(entry: Entry) -> Claim:
    is_meeting = entry.subject_type == Meeting._meta.label_lower
    key: Any = _meeting(entry).claim_id if is_meeting else entry.subject_key
    claim: Claim = Claim.objects.for_rows().get(pk=key)
    return claim


@read_once
def _prompt(entry: Entry) -> AnswerPrompt:
    rows = AnswerPrompt.objects.select_related("supervisor")
    found: AnswerPrompt = rows.get(claim=int(entry.subject_key), kind=PromptKind.OVERDUE)
    return found


def _supervisor(entry: Entry) -> Organisation | None:
    return _prompt(entry).supervisor


def _escalated(entry: Entry) -> Params:
    """Return the facts with the names of those to whom the answer was escalated."""
    prompt = _prompt(entry)
    return {**_facts(entry), "people": prompt.named, "supervisor": str(prompt.supervisor or "")}


def _officers(entry: Entry) -> Iterable[User]:
    return officers_told(_claim(entry))


def _firm(entry: Entry) -> Iterable[User]:
    return firm_told(_claim(entry))


def _approvers(entry: Entry) -> Iterable[User]:
    return approvers_told(_claim(entry))


def _supervisors(entry: Entry) -> Iterable[User]:
    return supervisors_told(_supervisor(entry))


def _office(entry: Entry) -> list[Seat]:
    return [seat_of(_claim(entry).demand.lifecycle)]


def _applicant(entry: Entry) -> list[int]:
    return [_claim(entry).firm_id]


def _supervising(entry: Entry) -> list[Seat]:
    supervisor = _supervisor(entry)
    return [] if supervisor is None else [Seat(supervisor.pk, SUPERVISING)]


def _facts(entry: Entry) -> Params:
    """Return what the words need; neither what was asked nor where the meeting is."""
    claim = _claim(entry)
    facts: dict[str, Any] = {
        "receipt": claim.receipt,
        "firm": str(claim.firm),
        "demand": claim.demand.title,
        "demand_key": claim.demand_id,
        "at": claim.answer_due.isoformat(),
    }
    if entry.subject_type == Meeting._meta.label_lower:
        facts["at"] = _meeting(entry).starts_at.isoformat()
    return facts


def _facts_for_others(entry: Entry) -> Params:
    """Return what a supervising department reads: no firm and no receipt."""
    claim = _claim(entry)
    lifecycle = claim.demand.lifecycle
    return {
        "demand": claim.demand.title,
        "demand_key": claim.demand_id,
        "number": lifecycle.number,
        "owner": f"{lifecycle.owner} {lifecycle.unit or ''}".strip(),
        "at": claim.answer_due.isoformat(),
    }


def _receipt(facts: Params) -> str:
    return reverse("claims:receipt", args=[facts["receipt"]])


def _when(facts: Params) -> str:
    return moments.read(str(facts["at"]))


def _demand(facts: Params) -> str:
    return str(facts["demand"])


def _due(facts: Params) -> str:
    return _("%(demand)s; answer by %(moment)s") % {
        "demand": facts["demand"],
        "moment": _when(facts),
    }


def _was_due(facts: Params) -> str:
    return _("%(demand)s; the answer was due by %(moment)s") % {
        "demand": facts["demand"],
        "moment": _when(facts),
    }


def _named(facts: Params) -> str:
    """Return when the answer was due and to whom by name it was escalated."""
    if not facts.get("people"):
        return _was_due(facts)
    return _("%(text)s; escalated to %(people)s and %(supervisor)s") % {
        "text": _was_due(facts),
        "people": facts["people"],
        "supervisor": facts["supervisor"] or _("the portal's staff"),
    }


def _at(facts: Params) -> str:
    return f"{facts['demand']} · {_when(facts)}"


def _kind(name: str, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "entry_kind": name,
        "params": _facts,
        "url": _receipt,
        "topic": Topic.APPLICATIONS,
        "example": EXAMPLE,
    }
    return Kind(name=name, **told | words)


_TO_FIRM: Final = {"recipients": _firm, "organisations": _applicant, "reason": APPLIED}
_TO_OFFICERS: Final = {"recipients": _officers, "organisations": _office, "reason": HANDLES}
_OVERDUE: Final[dict[str, Any]] = {"entry_kind": "claim_overdue", "urgency": Urgency.URGENT}

KINDS = (
    _kind(
        "claim_details_asked",
        label=gettext_lazy("Details of my application are asked for"),
        **_TO_FIRM,
        title=lambda facts: _("The handling unit asks %(firm)s for details") % facts,
        text=_demand,
        action=gettext_lazy("Read what is asked"),
        icon="qa",
    ),
    _kind(
        "claim_answer_reminded",
        label=gettext_lazy("An answer is due"),
        urgency=Urgency.URGENT,
        line=demand_line,
        **_TO_OFFICERS,
        title=lambda facts: _("The answer to %(firm)s is due") % facts,
        text=_due,
        action=gettext_lazy("Open the application"),
        icon="clock",
    ),
    _kind(
        "claim_overdue",
        **_OVERDUE,
        label=gettext_lazy("An overdue answer was escalated to me"),
        reason=gettext_lazy("You approve this unit's answers, or give them where nobody does."),
        line=demand_line,
        recipients=_approvers,
        organisations=_office,
        title=lambda facts: _("The answer to %(firm)s is overdue and was escalated to you") % facts,
        text=_was_due,
        action=gettext_lazy("Open the application"),
        icon="alert",
    ),
    _kind(
        "claim_overdue_supervised",
        **_OVERDUE,
        label=gettext_lazy("An answer that I supervise is overdue"),
        reason=gettext_lazy("You supervise this unit's answers."),
        line=demand_line,
        recipients=_supervisors,
        organisations=_supervising,
        permission=MODERATE,
        params=_facts_for_others,
        url=lambda _facts: reverse("claims:overdue"),
        title=lambda facts: _("%(owner)s owes an applicant its answer") % facts,
        text=_was_due,
        action=gettext_lazy("Open the list"),
        icon="alert",
    ),
    _kind(
        "claim_overdue_applicant",
        **_OVERDUE,
        label=gettext_lazy("The answer to my application is overdue"),
        **_TO_FIRM,
        params=_escalated,
        title=lambda facts: _("The answer to %(firm)s is overdue; it was escalated") % facts,
        text=_named,
        icon="clock",
    ),
    _kind(
        "meeting_proposed",
        label=gettext_lazy("A meeting was proposed"),
        **_TO_FIRM,
        title=lambda facts: _("The handling unit proposes a meeting to %(firm)s") % facts,
        text=_at,
        action=gettext_lazy("Answer the proposal"),
        icon="clock",
    ),
    _kind(
        "meeting_accepted",
        label=gettext_lazy("A meeting was accepted"),
        **_TO_OFFICERS,
        title=lambda facts: _("%(firm)s accepted the meeting") % facts,
        text=_at,
        icon="ok",
    ),
    _kind(
        "meeting_declined",
        label=gettext_lazy("A meeting was declined"),
        **_TO_OFFICERS,
        title=lambda facts: _("%(firm)s declined the meeting") % facts,
        text=_at,
        icon="x",
    ),
    _kind(
        "meeting_cancelled",
        label=gettext_lazy("A meeting was cancelled"),
        **_TO_FIRM,
        title=lambda facts: _("The meeting with %(firm)s was cancelled") % facts,
        text=_at,
        icon="x",
    ),
)
