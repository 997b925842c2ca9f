"""What followers are told, and in which words: one line of an entry, whatever they follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from marketplace.notifications.kinds import Kind, Params
from marketplace.subscriptions import followers
from marketplace.subscriptions.followers import PREFIX, shown_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.utils.functional import _StrPromise

    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry

    Words = Callable[[Params], str]

_PUBLISHED: Final = ("demand_published", "capability_published")
_BATCHED: Final = ("demand_batched", "capability_batched")


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
        "is_material": bool(getattr(entry.subject(), "is_material", False)),
        **({"hours": entry.data["hours"]} if "hours" in entry.data else {}),
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


def _by_owner(facts: Params) -> str:
    return _("New from %(name)s, which you follow") % {"name": facts["owner"]}


def _by_batch(facts: Params) -> str:
    return _("New in %(name)s, which you follow") % {"name": facts["batch"]}


def _by_domain(facts: Params) -> str:
    names = pgettext("between names", ", ").join(facts["domains"])
    return _("New in a domain that you follow (%(names)s)") % {"names": names}


def _kind(
    entry_kind: str,
    title: Words,
    *,
    recipients: Callable[[Entry], Iterable[User]] = followers.of_demand,
    text: Words = _text,
    by: str = "",
) -> Kind:
    return Kind(
        name=f"{PREFIX}{by}{entry_kind}",
        entry_kind=entry_kind,
        recipients=recipients,
        params=_facts,
        title=title,
        text=text,
        url=_page,
        more=_manage,
        action=gettext_lazy("look"),
    )


def _of_publication(entry_kind: str) -> Iterator[Kind]:
    yield _kind(
        entry_kind,
        _by_owner,
        recipients=followers.of_organisation,
        text=_with_owner,
        by="organisation_",
    )
    yield _in_batch(entry_kind)
    yield _kind(
        entry_kind,
        _by_domain,
        recipients=followers.of_domain,
        text=_with_owner,
        by="domain_",
    )


def _in_batch(entry_kind: str) -> Kind:
    return _kind(
        entry_kind, _by_batch, recipients=followers.of_batch, text=_with_owner, by="batch_"
    )


KINDS: Final = (
    _kind("demand_revised", _saying(gettext_lazy("A demand that you follow was revised"))),
    _kind(
        "demand_withdrawn",
        _saying(gettext_lazy("A demand that you follow was withdrawn")),
        recipients=followers.of_withdrawn,
    ),
    _kind("addendum_published", _addendum),
    _kind(
        "question_answered",
        _saying(gettext_lazy("A question about a demand that you follow was answered")),
    ),
    _kind("demand_closing", _closing),
    _kind("demand_closed", _saying(gettext_lazy("A demand that you follow has closed"))),
    _kind(
        "demand_relisted",
        _saying(gettext_lazy("A demand that you follow is listed again")),
        recipients=followers.of_relisted,
    ),
    *(kind for entry_kind in _PUBLISHED for kind in _of_publication(entry_kind)),
    *(_in_batch(entry_kind) for entry_kind in _BATCHED),
)
"""The kinds that followers are told by."""
