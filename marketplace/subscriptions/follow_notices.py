"""What followers are told, and in which words: one line of an entry, whatever they follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from marketplace.core import clock, moments
from marketplace.listings.models import Capability, Demand
from marketplace.notifications.kinds import Kind, Params, always
from marketplace.notifications.ways import REASONS, Topic, Urgency
from marketplace.subscriptions import followers
from marketplace.subscriptions.followers import PREFIX, shown_of, subject_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.utils.functional import _StrPromise

    from marketplace.journal.models import Entry

    Words = Callable[[Params], str]


def _facts(entry: Entry) -> Params:
    """Return what the words need of a public listing."""
    listing = shown_of(entry)
    if listing is None:
        return {}
    lifecycle = listing.lifecycle
    return {
        "key": listing.KEY,
        "number": lifecycle.number or "",
        "title": listing.title if listing.is_public else "",
        "owner": str(lifecycle.owner),
        "batch": str(lifecycle.batch or ""),
        "domains": [one.name for one in listing.domains.all()],
        "is_material": bool(getattr(subject_of(entry), "is_material", False)),
        **{name: entry.data[name] for name in ("hours", "closes_at") if name in entry.data},
    }


def _page(facts: Params) -> str:
    return reverse(f"portal:{facts['key']}", args=[facts["number"]])


def _text(facts: Params) -> str:
    """Return number and title; who owns it where the title is no longer public."""
    return f"{facts['number']} {facts['title'] or facts['owner']}"


def _with_owner(facts: Params) -> str:
    return f"{facts['owner']}：{facts['title']}"


def _manage(_facts: Params) -> Sequence[tuple[str, str]]:
    return ((_("What I follow"), reverse("subscriptions:follows")),)


def _saying(words: _StrPromise) -> Words:
    """Return words that need no facts, in the reader's language at every reading."""
    return lambda _facts: str(words)


def _addendum(facts: Params) -> str:
    if facts["is_material"]:
        return _("A material change of a demand that you follow")
    return _("A change of a demand that you follow")


def _closing(facts: Params) -> str:
    hours = facts["hours"]
    said = ngettext(
        "A demand that you follow closes within %(number)d hour",
        "A demand that you follow closes within %(number)d hours",
        hours,
    )
    return said % {"number": hours}


def _until(facts: Params) -> str:
    """Return the demand with the instant of its close; rows of old hold none."""
    if not facts.get("closes_at"):
        return _text(facts)
    said = {"demand": _text(facts), "moment": moments.read(facts["closes_at"])}
    return _("%(demand)s closes %(moment)s") % said


def _by_owner(facts: Params) -> str:
    return _("New from %(name)s, which you follow") % {"name": facts["owner"]}


def _by_batch(facts: Params) -> str:
    return _("New in %(name)s, which you follow") % {"name": facts["batch"]}


def _by_domain(facts: Params) -> str:
    names = pgettext("between names", ", ").join(facts["domains"])
    return _("New in a domain that you follow (%(names)s)") % {"names": names}


def _is_public(facts: Params) -> bool:
    """Return whether the listing may still be read by everybody."""
    rows = Capability.objects if facts["key"] == Capability.KEY else Demand.objects
    return bool(rows.public().filter(lifecycle__number=facts["number"]).exists())


def _is_open(facts: Params) -> bool:
    """Return whether a demand is public and has not closed: a reminder after the close is none."""
    rows = Demand.objects.public().open_at(clock.now())
    return bool(rows.filter(lifecycle__number=facts["number"]).exists())


def _line(facts: Params) -> str:
    """Return the demand, of which several answers or reminders are one line."""
    return str(facts["number"])


_EXAMPLE: Final = {
    "number": "XM-0000",
    "title": "示例：易涝点积水预报与联动",
    "owner": "示例市政管理中心",
    "batch": "示例批次",
    "domains": ["示例领域"],
    "is_material": True,
    "hours": 24,
    "closes_at": "2026-06-03T17:30:00+08:00",
}
_OF_OWNER: Final[dict[str, Any]] = {
    "by": "organisation_",
    "title": _by_owner,
    "recipients": followers.of_organisation,
    "text": _with_owner,
    "reason": gettext_lazy("You follow this organisation."),
}
_OF_BATCH: Final[dict[str, Any]] = {
    "by": "batch_",
    "title": _by_batch,
    "recipients": followers.of_batch,
    "text": _with_owner,
    "reason": gettext_lazy("You follow this batch."),
}
_OF_DOMAIN: Final[dict[str, Any]] = {
    "by": "domain_",
    "title": _by_domain,
    "recipients": followers.of_domain,
    "text": _with_owner,
    "reason": gettext_lazy("You follow a domain of it."),
}


def _kind(entry_kind: str, label: _StrPromise, *, by: str = "", **words: Any) -> Kind:
    key = "capability" if entry_kind.startswith("capability") else "demand"
    told: dict[str, Any] = {
        "recipients": followers.of_demand,
        "title": _saying(label),
        "text": _text,
        "still": _is_public,
        "reason": REASONS[Topic.FOLLOWED],
    }
    return Kind(
        name=f"{PREFIX}{by}{entry_kind}",
        entry_kind=entry_kind,
        params=_facts,
        url=_page,
        more=_manage,
        action=gettext_lazy("look"),
        topic=Topic.FOLLOWED,
        label=label,
        example={**_EXAMPLE, "key": key},
        **told | words,
    )


KINDS: Final = (
    _kind(
        "demand_withdrawn",
        gettext_lazy("A demand that you follow or prepared for was withdrawn"),
        recipients=followers.of_ended,
        reason=followers.OR_PREPARED,
        still=always,
    ),
    _kind(
        "addendum_published",
        gettext_lazy("A change of a demand that you follow"),
        title=_addendum,
    ),
    _kind(
        "question_answered",
        gettext_lazy("A question about a demand that you follow was answered"),
        line=_line,
    ),
    _kind(
        "demand_closing",
        gettext_lazy("A demand that you follow closes soon"),
        title=_closing,
        text=_until,
        still=_is_open,
        urgency=Urgency.URGENT,
        line=_line,
    ),
    _kind("demand_closed", gettext_lazy("A demand that you follow has closed")),
    _kind(
        "demand_relisted",
        gettext_lazy("A demand that you follow is listed again"),
        recipients=followers.of_relisted,
    ),
    _kind(
        "demand_published",
        gettext_lazy("A new demand of an organisation that you follow"),
        **_OF_OWNER,
    ),
    _kind(
        "demand_published",
        gettext_lazy("A new demand in a batch that you follow"),
        **_OF_BATCH,
    ),
    _kind(
        "demand_published",
        gettext_lazy("A new demand in a domain that you follow"),
        **_OF_DOMAIN,
    ),
    _kind(
        "capability_published",
        gettext_lazy("A new capability of an organisation that you follow"),
        **_OF_OWNER,
    ),
    _kind(
        "capability_published",
        gettext_lazy("A new capability in a batch that you follow"),
        **_OF_BATCH,
    ),
    _kind(
        "capability_published",
        gettext_lazy("A new capability in a domain that you follow"),
        **_OF_DOMAIN,
    ),
    _kind(
        "demand_batched",
        gettext_lazy("A demand was put into a batch that you follow"),
        **_OF_BATCH,
    ),
    _kind(
        "capability_batched",
        gettext_lazy("A capability was put into a batch that you follow"),
        **_OF_BATCH,
    ),
)
"""The kinds that followers are told by."""
