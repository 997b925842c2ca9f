"""What partners and their lead are told before an application is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.claims.models import ClaimPartner
from marketplace.claims.notice_facts import EXAMPLE
from marketplace.claims.people import appliers_of, applying_seat
from marketplace.core.veiled import veil
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry


@read_once
def _partner(entry: Entry) -> ClaimPartner:
    partner: ClaimPartner = ClaimPartner.objects.for_rows().get(pk=entry.subject_key)
    return partner


def _invited(entry: Entry) -> Iterable[User]:
    return appliers_of(_partner(entry).organisation_id)


def _lead(entry: Entry) -> Iterable[User]:
    return appliers_of(_partner(entry).draft.firm_id)


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


def _demand(facts: Params) -> str:
    return str(facts["demand"])


def _draft_page(facts: Params) -> str:
    return reverse("claims:start", args=[facts["number"], facts["firm"]])


_EXAMPLE: Final = {
    **EXAMPLE,
    "lead": EXAMPLE["firm"],
    "firm": 0,
    "partner": "示例传感设备有限公司",
}


def _kind(name: str, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "entry_kind": name,
        "params": _of_partner,
        "text": _demand,
        "topic": Topic.APPLICATIONS,
        "example": _EXAMPLE,
    }
    return Kind(name=name, **told | words)


def _to_lead(name: str, **words: Any) -> Kind:
    return _kind(
        name,
        reason=gettext_lazy("Your organisation leads this application."),
        recipients=_lead,
        organisations=lambda entry: [applying_seat(_partner(entry).draft.firm_id)],
        url=_draft_page,
        action=gettext_lazy("Open the draft"),
        **words,
    )


KINDS = (
    _kind(
        "partner_invited",
        label=gettext_lazy("An invitation to take part in an application"),
        reason=gettext_lazy("You apply for the organisation that is asked."),
        recipients=_invited,
        organisations=lambda entry: [applying_seat(_partner(entry).organisation_id)],
        title=lambda facts: _("%(lead)s asks you to take part in an application") % facts,
        url=lambda facts: reverse("claims:partnership", args=[veil(ClaimPartner, facts["key"])]),
        action=gettext_lazy("Read and answer"),
        icon="handshake",
    ),
    _to_lead(
        "partner_joined",
        label=gettext_lazy("A partner takes part in our application"),
        title=lambda facts: _("%(partner)s takes part in your application") % facts,
        icon="ok",
    ),
    _to_lead(
        "partner_refused",
        label=gettext_lazy("A partner does not take part in our application"),
        title=lambda facts: _("%(partner)s does not take part in your application") % facts,
        icon="fail",
    ),
)
