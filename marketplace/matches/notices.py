"""What people are told of matches and invitations: who hears of which entry, in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marketplace.core import clock
from marketplace.listings.people import seat_of
from marketplace.matches.models import Level, Match, MatchState, Shortlist, Side
from marketplace.matches.people import acting_for
from marketplace.matches.permissions import INVITED
from marketplace.matches.querysets import READERS
from marketplace.notifications.kinds import Kind, Params, read_once
from marketplace.notifications.ways import Topic, Urgency
from marketplace.organisations.roles import covering

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.accounts.models import User
    from marketplace.journal.models import Entry
    from marketplace.notifications.seats import Seat

_LISTS = {Side.DEMAND: "matches:for_demands", Side.CAPABILITY: "matches:for_capabilities"}


@read_once
def _shortlist(entry: Entry) -> Shortlist:
    rows = Shortlist.objects.select_related("demand__lifecycle", "capability__lifecycle")
    return rows.get(pk=entry.subject_key)


def _owners(entry: Entry) -> Iterable[User]:
    """Return the listing's people where a strong match is new; nobody otherwise."""
    if not entry.data["strong"]:
        return ()
    listing = _shortlist(entry).listing
    return acting_for(listing.lifecycle, listing.KEY)


def _owner(entry: Entry) -> list[Seat]:
    listing = _shortlist(entry).listing
    return [seat_of(listing.lifecycle, roles=READERS[listing.KEY])]


def _listing(entry: Entry) -> Params:
    listing = _shortlist(entry).listing
    return {
        "side": listing.KEY,
        "title": listing.title,
        "number": listing.lifecycle.number or "",
        "strong": entry.data["strong"],
    }


def _list(facts: Params) -> str:
    return f"{reverse(_LISTS[Side(facts['side'])])}?listing={facts['number']}"


def _new(facts: Params) -> str:
    number = facts["strong"]
    if facts["side"] == Side.DEMAND:
        said = ngettext(
            "%(number)d new capability fits your demand well",
            "%(number)d new capabilities fit your demand well",
            number,
        )
    else:
        said = ngettext(
            "Your capability fits %(number)d new demand well",
            "Your capability fits %(number)d new demands well",
            number,
        )
    return said % {"number": number}


@read_once
def _match(entry: Entry) -> Match:
    key = entry.data.get("match", entry.subject_key)
    match: Match = Match.objects.for_rows().get(pk=key)
    return match


def _across(entry: Entry) -> Iterable[User]:
    side = Side(entry.data["side"]).other
    return acting_for(_match(entry).lifecycle_of(side), side)


def _seat(entry: Entry, side: str) -> Seat:
    return seat_of(_match(entry).lifecycle_of(side), roles=READERS[side])


def _owner_across(entry: Entry) -> list[Seat]:
    return [_seat(entry, Side(entry.data["side"]).other)]


def _both(entry: Entry) -> Iterable[User]:
    match = _match(entry)
    people = {one for side in Side for one in acting_for(match.lifecycle_of(side), side)}
    return [one for one in people if str(one.pk) != entry.actor_key]


def _owners_of_both(entry: Entry) -> list[Seat]:
    return [_seat(entry, side) for side in Side]


def _firm(entry: Entry) -> Iterable[User]:
    lifecycle = _match(entry).lifecycle_of(Side.CAPABILITY)
    return acting_for(lifecycle, Side.CAPABILITY, roles=covering(INVITED))


def _invited(entry: Entry) -> list[Seat]:
    return [_seat(entry, Side.CAPABILITY)]


def _inviters(entry: Entry) -> Iterable[User]:
    return acting_for(_match(entry).lifecycle_of(Side.DEMAND), Side.DEMAND)


def _inviting(entry: Entry) -> list[Seat]:
    return [_seat(entry, Side.DEMAND)]


def _pair(entry: Entry) -> Params:
    """Return what the words need; no reason that somebody wrote."""
    match = _match(entry)
    return {
        "match": match.pk,
        "demand": match.demand.title,
        "number": match.demand.lifecycle.number or "",
        "capability": match.capability.title,
        "capability_number": match.capability.lifecycle.number or "",
        "owner": str(match.demand.lifecycle.owner),
        "firm": str(match.capability.lifecycle.owner),
    }


def _page(facts: Params) -> str:
    return reverse("matches:match", args=[facts["match"]])


def _titles(facts: Params) -> str:
    return f"{facts['demand']} ↔ {facts['capability']}"


def _title(facts: Params) -> str:
    return str(facts["title"])


def fits_well(facts: Params) -> bool:
    """Return whether a listing still has a match above the calibrated threshold, unlike others."""
    strong = Match.objects.in_force(clock.now()).filter(fits=True, level=Level.STRONG)
    own = strong.filter(**{f"{facts['side']}__lifecycle__number": facts["number"]})
    return bool(own.exclude(state=MatchState.DISMISSED).exists())


def _line(facts: Params) -> str:
    return f"{facts['side']}-{facts['number']}"


_EXAMPLE: Final = {
    "side": "demand",
    "title": "示例：易涝点积水预报与联动",
    "number": "XM-0000",
    "strong": 2,
    "match": 0,
    "demand": "示例：易涝点积水预报与联动",
    "capability": "示例：城市内涝预报系统",
    "capability_number": "XM-0001",
    "owner": "示例市政管理中心",
    "firm": "示例智能科技有限公司",
}
_OF_PAIR: Final = gettext_lazy("You handle one of the two listings of this match.")
_INVITED: Final = gettext_lazy("You handle the demand that invited.")


def _kind(name: str, **words: Any) -> Kind:
    told: dict[str, Any] = {
        "params": _pair,
        "url": _page,
        "topic": Topic.MATCHES,
        "example": _EXAMPLE,
    }
    return Kind(name=name, entry_kind=name, **told | words)


def _suggested(name: str, entry_kind: str) -> Kind:
    return Kind(
        name=name,
        entry_kind=entry_kind,
        recipients=_owners,
        organisations=_owner,
        params=_listing,
        title=_new,
        text=_title,
        url=_list,
        action=gettext_lazy("Look at the matches"),
        icon="bridge",
        topic=Topic.MATCHES,
        label=gettext_lazy("New listings fit mine well"),
        reason=gettext_lazy("You handle this listing."),
        line=_line,
        still=fits_well,
        example=_EXAMPLE,
    )


KINDS = (
    _suggested("new_matches", "shortlist_computed"),
    _suggested("new_match", "shortlist_extended"),
    _kind(
        "match_confirmed",
        label=gettext_lazy("The other side would like to be in contact"),
        reason=_OF_PAIR,
        urgency=Urgency.URGENT,
        recipients=_across,
        organisations=_owner_across,
        title=lambda _facts: _("The other side would like to be in contact"),
        text=_titles,
        action=gettext_lazy("Answer"),
        icon="handshake",
    ),
    _kind(
        "match_contacted",
        label=gettext_lazy("Both sides have confirmed contact"),
        reason=_OF_PAIR,
        urgency=Urgency.URGENT,
        recipients=_both,
        organisations=_owners_of_both,
        title=lambda _facts: _("Both sides have confirmed contact"),
        text=_titles,
        icon="handshake",
    ),
    _kind(
        "invitation_sent",
        label=gettext_lazy("An invitation to apply"),
        reason=gettext_lazy("You handle the capability that is invited."),
        urgency=Urgency.URGENT,
        recipients=_firm,
        organisations=_invited,
        title=lambda facts: _("%(owner)s invites you to apply") % {"owner": facts["owner"]},
        text=lambda facts: str(facts["demand"]),
        action=gettext_lazy("Look at the invitation"),
        icon="mega",
    ),
    _kind(
        "invitation_accepted",
        label=gettext_lazy("An invitation was accepted"),
        reason=_INVITED,
        recipients=_inviters,
        organisations=_inviting,
        title=lambda facts: _("%(firm)s accepted the invitation") % {"firm": facts["firm"]},
        text=lambda facts: str(facts["demand"]),
        icon="handshake",
    ),
    _kind(
        "invitation_declined",
        label=gettext_lazy("An invitation was declined"),
        reason=_INVITED,
        recipients=_inviters,
        organisations=_inviting,
        title=lambda facts: _("%(firm)s declined the invitation") % {"firm": facts["firm"]},
        text=lambda facts: str(facts["demand"]),
        action=gettext_lazy("Read the reason"),
        icon="x",
    ),
)
"""The kinds that this room tells people of."""
