"""What people are told of applications that a park or an association fills in for a firm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.claims.models import ClaimDraft, Mandate
from marketplace.claims.notice_facts import EXAMPLE
from marketplace.claims.people import appliers_of
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import Topic, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry


@read_once
def _mandate(entry: Entry) -> Mandate:
    mandate: Mandate = Mandate.objects.for_rows().get(pk=entry.subject_key)
    return mandate


@read_once
def _draft(entry: Entry) -> ClaimDraft:
    rows = ClaimDraft.objects.select_related("demand__lifecycle", "firm", "helper")
    draft: ClaimDraft = rows.get(pk=entry.subject_key)
    return draft


def _helper(entry: Entry) -> list[int]:
    return [entry.data["helper"]]


def _firm(entry: Entry) -> list[int]:
    return [entry.data["firm"]]


def _fillers(entry: Entry) -> Iterable[User]:
    return appliers_of(*_helper(entry))


def _fillers_allowed(entry: Entry) -> Iterable[User]:
    """Return who fills in, while the firm allows it: afterwards they learn nothing more."""
    standing = Mandate.objects.standing_at(entry.at)
    if standing.filter(firm=entry.data["firm"], helper=entry.data["helper"]).exists():
        return _fillers(entry)
    return ()


def _senders(entry: Entry) -> Iterable[User]:
    return appliers_of(*_firm(entry))


def _of_mandate(entry: Entry) -> Params:
    mandate = _mandate(entry)
    return {
        "firm": str(mandate.firm),
        "helper": str(mandate.helper),
        "day": mandate.ends_on.isoformat(),
    }


def _of_draft(entry: Entry) -> Params:
    draft = _draft(entry)
    return {
        "firm": str(draft.firm),
        "helper": str(draft.helper),
        "number": draft.demand.lifecycle.number,
        "demand": draft.demand.title,
        "key": str(draft.key),
    }


def _filling_page(_facts: Params) -> str:
    return reverse("claims:filling")


def _review_page(facts: Params) -> str:
    return reverse("claims:review", args=[facts["number"], facts["key"]])


_EXAMPLE: Final = {
    **EXAMPLE,
    "helper": "示例园区运营单位",
    "day": "2026-12-31",
    "key": "0-0",
}


def _to_fillers(name: str, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "entry_kind": name,
        "reason": gettext_lazy("You fill in applications for your park or association."),
        "recipients": _fillers,
        "organisations": _helper,
        "params": _of_mandate,
        "text": lambda facts: facts["firm"],
        "url": _filling_page,
        "topic": Topic.APPLICATIONS,
        "example": _EXAMPLE,
    }
    return Kind(name=name, **told | words)


KINDS = (
    _to_fillers(
        "mandate_given",
        label=gettext_lazy("A firm allows us to fill in applications for it"),
        title=lambda facts: (
            _("%(firm)s allows you to fill in applications for it until %(day)s") % facts
        ),
        icon="handshake",
    ),
    _to_fillers(
        "mandate_withdrawn",
        label=gettext_lazy("A firm no longer allows us to fill in for it"),
        title=lambda facts: _("%(firm)s no longer allows you to fill in for it") % facts,
        urgency=Urgency.LEGAL,
        icon="lock",
    ),
    _to_fillers(
        "mandate_ended",
        label=gettext_lazy("The time in which we may fill in for a firm is over"),
        title=lambda facts: _("The time in which you may fill in for %(firm)s is over") % facts,
        icon="clock",
    ),
    _to_fillers(
        "draft_sent",
        label=gettext_lazy("A firm sent the application that we filled in"),
        recipients=_fillers_allowed,
        params=_of_draft,
        text=lambda facts: facts["demand"],
        title=lambda facts: _("%(firm)s sent the application that you filled in") % facts,
        icon="ok",
    ),
    Kind(
        name="draft_handed_over",
        entry_kind="draft_handed_over",
        label=gettext_lazy("An application was filled in for us"),
        reason=gettext_lazy("You apply for the firm for which it was filled in."),
        recipients=_senders,
        organisations=_firm,
        params=_of_draft,
        text=lambda facts: facts["demand"],
        title=lambda facts: (
            _("%(helper)s filled in an application for you; please check and submit it") % facts
        ),
        url=_review_page,
        action=gettext_lazy("Check and send"),
        topic=Topic.APPLICATIONS,
        urgency=Urgency.URGENT,
        icon="pen",
        example=_EXAMPLE,
    ),
)
