"""Who stands behind a bid: bidder, partners and their people, as the rules compare them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from marketplace.accounts.models import User
from marketplace.bids.neutrality import Hit, Identity, hits_in
from marketplace.bids.proposals import ANSWER, partners_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from marketplace.organisations.models import Organisation

NEUTRAL: Final = frozenset({"approach", "team", "schedule"})
"""The texts that experts read without knowing who wrote them, beside the answers."""

_FREE_MAIL: Final = frozenset(
    {"qq.com", "163.com", "126.com", "gmail.com", "outlook.com", "foxmail.com", "sina.com"}
)


def traces_in(texts: Mapping[str, str], *, firm: Organisation) -> list[Hit]:
    """Return what in the neutral texts of a draft tells who the bidder or a partner is."""
    neutral = {name: text for name, text in texts.items() if _is_neutral(name)}
    return hits_in(neutral, identity_of([firm, *partners_named(texts)]))


def identity_of(parties: Iterable[Organisation]) -> Identity:
    """Return names, codes, domains and people of organisations."""
    found = list(parties)
    people = User.objects.filter(memberships__organisation__in=found).distinct()
    rows = list(people.values_list("name", "email"))
    hosts = {urlsplit(one.website).hostname or "" for one in found}
    mails = {email.rpartition("@")[2].lower() for _name, email in rows} - _FREE_MAIL
    return Identity(
        names=tuple(name for one in found for name in (one.name, one.name_en) if name),
        short_names=tuple(one.short_name for one in found if one.short_name),
        codes=tuple(one.credit_code for one in found if one.credit_code),
        domains=tuple(sorted({host.removeprefix("www.") for host in hosts | mails} - {""})),
        people=tuple(name for name, _email in rows if name),
    )


def _is_neutral(name: str) -> bool:
    return name in NEUTRAL or name.startswith(ANSWER)
