"""Who the parties of a challenge are, and what is known of an expert: what the rules compare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.bids.models import Bid, BidPartner
from marketplace.bids.neutrality import EMAIL, PHONE
from marketplace.claims.models import ClaimPartner
from marketplace.experts import contacts
from marketplace.experts.known import body_of, facts_of
from marketplace.experts.recusal import Body, Contacts, Party
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge
    from marketplace.experts.models import Expert
    from marketplace.experts.recusal import Facts

_ENDS: Final = re.compile("[\n,;:()\uff0c\u3002\uff1b\uff1a\u3001\uff08\uff09]+")


def parties_of(challenge: Challenge) -> list[Party]:
    """Return the owner's side, and once the bids are opened each bidder and partner."""
    return [*_owners(challenge), *_bidders(challenge)]


def known_of(expert: Expert) -> Facts:
    """Return what is known of an expert, with whom the expert's employers applied together."""
    codes = [one.credit_code for one in expert.employments.all() if one.credit_code]
    return facts_of(expert, co_applicants=_applied_with(codes))


def contacts_in(content: object) -> Contacts:
    """Return the phone numbers, e-mail and postal addresses that stand in what a bid says."""
    texts = list(_texts(content))
    phones = tuple(found for text in texts for found in PHONE.findall(text))
    emails = tuple(found for text in texts for found in EMAIL.findall(text))
    pieces = (piece.strip() for text in texts for piece in _ENDS.split(text))
    return Contacts(phones, emails, tuple(filter(contacts.place, pieces)))


def _owners(challenge: Challenge) -> Iterator[Party]:
    lifecycle: Any = challenge.demand.lifecycle
    own = Contacts((lifecycle.contact_phone,), _emails_of(lifecycle.owner))
    yield Party("owner", body_of(lifecycle.owner), own)
    for one in challenge.demand.parties.select_related("organisation"):
        if one.organisation != lifecycle.owner:
            shared = Contacts(emails=_emails_of(one.organisation))
            yield Party("owner", body_of(one.organisation), shared)


def _bidders(challenge: Challenge) -> Iterator[Party]:
    bids = Bid.objects.published().filter(challenge=challenge)
    for bid in bids.select_related("firm", "submitted_by"):
        said = contacts_in(bid.content)
        emails = (*said.emails, *_emails_of(bid.firm))
        yield Party("bidder", body_of(bid.firm), Contacts(said.phones, emails, said.places))
        for one in bid.content.get("partners", []):
            yield _partner(Body(one["name"], one["credit_code"] or ""))


def _partner(body: Body) -> Party:
    known = Organisation.objects.filter(credit_code=body.code).first() if body.code else None
    return Party("partner", body, Contacts(emails=_emails_of(known) if known else ()))


def _emails_of(organisation: Organisation) -> tuple[str, ...]:
    people = User.objects.filter(memberships__organisation=organisation).distinct()
    return tuple(people.values_list("email", flat=True))


def _texts(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for value in content.values():
            yield from _texts(value)
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value)


def _applied_with(codes: list[str]) -> Any:
    """Return with whom organisations with one of the codes applied, or bid in an opened bid."""
    joined = ClaimPartner.objects.filter(state=ClaimPartner.State.JOINED)
    bound = BidPartner.objects.exclude(state=BidPartner.State.DECLINED)
    pairs = (
        (joined, "draft__firm", "organisation"),
        (bound, "bid__firm", "organisation"),
    )
    keys = Q()
    for rows, lead, partner in pairs:
        keys |= Q(pk__in=rows.filter(**{f"{lead}__credit_code__in": codes}).values(partner))
        keys |= Q(pk__in=rows.filter(**{f"{partner}__credit_code__in": codes}).values(lead))
    return Organisation.objects.filter(keys).exclude(credit_code__in=codes)
