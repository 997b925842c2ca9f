"""What people are told before an application is sent: of a closing demand, and as partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marketplace.claims.models import ClaimDraft, ClaimPartner
from marketplace.claims.people import appliers_of
from marketplace.listings.models import Demand
from marketplace.notifications.kinds import Kind, Params, read_once

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry


@read_once
def _partner(entry: Entry) -> ClaimPartner:
    partner: ClaimPartner = ClaimPartner.objects.for_rows().get(pk=entry.subject_key)
    return partner


@read_once
def _closing(entry: Entry) -> Demand:
    rows = Demand.objects.select_related("lifecycle")
    demand: Demand = rows.get(pk=entry.subject_key)
    return demand


def _invited(entry: Entry) -> Iterable[User]:
    return appliers_of(_partner(entry).organisation_id)


def _lead(entry: Entry) -> Iterable[User]:
    return appliers_of(_partner(entry).draft.firm_id)


def _drafters(entry: Entry) -> Iterable[User]:
    return appliers_of(*_unsent(entry))


def _unsent(entry: Entry) -> list[int]:
    """Return the firms whose drafts for the demand were never sent as they stand."""
    drafts = ClaimDraft.objects.unsent().filter(demand=entry.subject_key)
    return list(drafts.values_list("firm", flat=True))


def _of_partner(entry: Entry) -> Params:
    partner = _partner(entry)
    draft = partner.draft
    return {
        "key": partner.pk,
        "number": draft.demand.lifecycle.number,
        "demand": draft.demand.title,
        "lead": str(draft.firm),
        "firm": draft.firm_id,
        "partner": str(partner.organisation),
    }


def _of_demand(entry: Entry) -> Params:
    demand = _closing(entry)
    hours = int(entry.data.get("hours") or 0)
    return {"number": demand.lifecycle.number, "demand": demand.title, "hours": hours}


def _demand(facts: Params) -> str:
    return str(facts["demand"])


def _draft_page(facts: Params) -> str:
    return reverse("claims:start", args=[facts["number"], facts["firm"]])


def _closes_in(facts: Params) -> str:
    hours = facts["hours"]
    text = ngettext(
        "Your draft was not sent; applications close in %(hours)s hour",
        "Your draft was not sent; applications close in %(hours)s hours",
        hours,
    )
    return text % {"hours": hours}


def _kind(name: str, **words: Any) -> Kind:
    given = {"entry_kind": name, "params": _of_partner, "text": _demand, **words}
    return Kind(name=name, **given)


KINDS = (
    _kind(
        "partner_invited",
        recipients=_invited,
        organisations=lambda entry: [_partner(entry).organisation_id],
        title=lambda facts: _("%(lead)s asks you to take part in an application") % facts,
        url=lambda facts: reverse("claims:partnership", args=[facts["key"]]),
        action=gettext_lazy("Read and answer"),
        icon="handshake",
    ),
    _kind(
        "partner_joined",
        recipients=_lead,
        organisations=lambda entry: [_partner(entry).draft.firm_id],
        title=lambda facts: _("%(partner)s takes part in your application") % facts,
        url=_draft_page,
        action=gettext_lazy("Open the draft"),
        icon="ok",
    ),
    _kind(
        "partner_refused",
        recipients=_lead,
        organisations=lambda entry: [_partner(entry).draft.firm_id],
        title=lambda facts: _("%(partner)s does not take part in your application") % facts,
        url=_draft_page,
        action=gettext_lazy("Open the draft"),
        icon="fail",
    ),
    _kind(
        "draft_closing",
        entry_kind="demand_closing",
        recipients=_drafters,
        organisations=_unsent,
        params=_of_demand,
        title=_closes_in,
        url=lambda _facts: reverse("claims:mine"),
        action=gettext_lazy("Open the draft"),
        icon="clock",
    ),
)
