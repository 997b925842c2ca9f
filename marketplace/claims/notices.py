"""What people are told of claims: who hears of which entry, and in which words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.claims.models import Claim
from marketplace.claims.notice_facts import APPLIED, EXAMPLE, HANDLES, demand_line
from marketplace.claims.people import firm_told, officers_told
from marketplace.core import moments
from marketplace.listings.people import seat_of
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import Topic, Urgency

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry
    from marketplace.notifications.seats import Seat


@read_once
def _claim(entry: Entry) -> Claim:
    claim: Claim = Claim.objects.for_rows().get(pk=entry.subject_key)
    return claim


def _officers(entry: Entry) -> Iterable[User]:
    return officers_told(_claim(entry))


def _firm(entry: Entry) -> Iterable[User]:
    return firm_told(_claim(entry))


def _office(entry: Entry) -> list[Seat]:
    return [seat_of(_claim(entry).demand.lifecycle)]


def _applicant(entry: Entry) -> list[int]:
    return [_claim(entry).firm_id]


def _facts(entry: Entry) -> Params:
    """Return what the words need; neither what the firm wrote nor the answer's reason."""
    claim = _claim(entry)
    return {
        "receipt": claim.receipt,
        "firm": str(claim.firm),
        "demand": claim.demand.title,
        "demand_key": claim.demand_id,
        "due": claim.answer_due.isoformat(),
    }


def _page(facts: Params) -> str:
    return reverse("claims:receipt", args=[facts["receipt"]])


def _demand(facts: Params) -> str:
    return str(facts["demand"])


def _until(facts: Params) -> str:
    said = {"demand": facts["demand"], "moment": moments.read(str(facts["due"]))}
    return _("%(demand)s; answer by %(moment)s") % said


def _kind(name: str, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "url": _page,
        "params": _facts,
        "topic": Topic.APPLICATIONS,
        "example": EXAMPLE,
    }
    return Kind(name=name, entry_kind=name, **told | words)


KINDS = (
    _kind(
        "claim_submitted",
        label=gettext_lazy("An application has come in"),
        reason=HANDLES,
        urgency=Urgency.URGENT,
        line=demand_line,
        recipients=_officers,
        organisations=_office,
        title=lambda facts: _("%(firm)s applied") % {"firm": facts["firm"]},
        text=_until,
        action=gettext_lazy("Open the application"),
        icon="bridge",
    ),
    _kind(
        "claim_changed",
        label=gettext_lazy("An application was changed"),
        reason=HANDLES,
        line=demand_line,
        recipients=_officers,
        organisations=_office,
        title=lambda facts: _("%(firm)s changed its application") % {"firm": facts["firm"]},
        text=_demand,
        action=gettext_lazy("Open the application"),
        icon="pen",
    ),
    _kind(
        "claim_withdrawn",
        label=gettext_lazy("An application was withdrawn"),
        reason=HANDLES,
        line=demand_line,
        recipients=_officers,
        organisations=_office,
        title=lambda facts: _("%(firm)s withdrew its application") % {"firm": facts["firm"]},
        text=_demand,
        icon="x",
    ),
    _kind(
        "claim_accepted",
        label=gettext_lazy("My application was accepted"),
        reason=APPLIED,
        urgency=Urgency.URGENT,
        recipients=_firm,
        organisations=_applicant,
        title=lambda facts: _("The application of %(firm)s was accepted") % {"firm": facts["firm"]},
        text=_demand,
        action=gettext_lazy("Read the answer"),
        icon="handshake",
    ),
    _kind(
        "claim_declined",
        label=gettext_lazy("My application was not accepted"),
        reason=APPLIED,
        urgency=Urgency.URGENT,
        recipients=_firm,
        organisations=_applicant,
        title=lambda facts: (
            _("The application of %(firm)s was not accepted") % {"firm": facts["firm"]}
        ),
        text=_demand,
        action=gettext_lazy("Read the answer"),
        icon="fail",
    ),
)
