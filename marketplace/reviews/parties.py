"""Who the parties of a challenge are, and what is known of an expert: what the rules compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.bids.models import Bid
from marketplace.bids.neutrality import EMAIL, PHONE
from marketplace.claims.models import ClaimPartner
from marketplace.experts.known import body_of, facts_of
from marketplace.experts.recusal import Body, Contacts, Party
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge
    from marketplace.experts.models import Expert
    from marketplace.experts.recusal import Facts


def parties_of(challenge: Challenge) -> list[Party]:
    """Return the owner's side, and once the bids are opened each bidder and partner."""
    return [*_owners(challenge), *_bidders(challenge)]


def known_of(expert: Expert) -> Facts:
    """Return what is known of an expert, with whom the expert's employers applied together."""
    codes = [one.credit_code for one in expert.employments.all() if one.credit_code]
    return facts_of(expert, co_applicants=_applied_with(codes))


def contacts_in(content: object) -> Contacts:
    """Return the phone numbers and addresses that stand in what a bid says."""
    texts = list(_texts(content))
    phones = tuple(found for text in texts for found in PHONE.findall(text))
    emails = tuple(found for text in texts for found in EMAIL.findall(text))
    return Contacts(phones, emails)


def _owners(challenge: Challenge) -> Iterator[Party]:
    lifecycle: Any = challenge.demand.lifecycle
    contacts = Contacts((lifecycle.contact_phone,), _emails_of(lifecycle.owner))
    yield Party("owner", body_of(lifecycle.owner), contacts)
    for one in challenge.demand.parties.select_related("organisation"):
        if one.organisation != lifecycle.owner:
            yield Party("owner", body_of(one.organisation))


def _bidders(challenge: Challenge) -> Iterator[Party]:
    bids = Bid.objects.published().filter(challenge=challenge)
    for bid in bids.select_related("firm", "submitted_by"):
        said = contacts_in(bid.content)
        emails = (*said.emails, *_emails_of(bid.firm))
        yield Party("bidder", body_of(bid.firm), Contacts(said.phones, emails))
        for one in bid.content.get("partners", []):
            yield Party("partner", Body(one["name"], one["credit_code"] or ""))


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
    """Return whom organisations with one of the codes applied together with."""
    joined = ClaimPartner.objects.filter(state=ClaimPartner.State.JOINED)
    as_lead = joined.filter(draft__firm__credit_code__in=codes).values("organisation")
    as_partner = joined.filter(organisation__credit_code__in=codes).values("draft__firm")
    found = Organisation.objects.filter(Q(pk__in=as_lead) | Q(pk__in=as_partner))
    return found.exclude(credit_code__in=codes)
