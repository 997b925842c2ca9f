"""Who the parties of a challenge are, and what is known of an expert: what the rules compare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.bids.models import Bid
from marketplace.bids.neutrality import EMAIL, PHONE
from marketplace.claims.models import ClaimPartner
from marketplace.experts.recusal import Body, Contacts, Facts, Party, Span
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge
    from marketplace.experts.models import Expert


def parties_of(challenge: Challenge) -> list[Party]:
    """Return the owner's side, and once the bids are opened each bidder and partner."""
    return [*_owners(challenge), *_bidders(challenge)]


def facts_of(expert: Expert) -> Facts:
    """Return what is known of an expert."""
    employments = tuple(
        Span(Body(one.employer, one.credit_code), one.begins, one.ends, one.position)
        for one in expert.employments.all()
    )
    ties = tuple(
        Span(Body(one.organisation, one.credit_code), None, one.ends, one.get_kind_display())
        for one in expert.ties.all()
    )
    codes = [one.body.code for one in employments if one.body.code]
    return Facts(
        expert.code,
        employments,
        ties,
        tuple(body_of(one) for one in _organisations_of(expert)),
        tuple(body_of(one) for one in _applied_with(codes)),
        Contacts((expert.phone,), tuple(_own_emails(expert)), (expert.address,)),
    )


def body_of(organisation: Organisation) -> Body:
    """Return an organisation as the rules compare it."""
    return Body(organisation.name, organisation.credit_code or "")


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


def _organisations_of(expert: Expert) -> Any:
    return Organisation.objects.filter(memberships__user=expert.user_id).distinct()


def _applied_with(codes: list[str]) -> Any:
    """Return whom organisations with one of the codes applied together with."""
    joined = ClaimPartner.objects.filter(state=ClaimPartner.State.JOINED)
    as_lead = joined.filter(draft__firm__credit_code__in=codes).values("organisation")
    as_partner = joined.filter(organisation__credit_code__in=codes).values("draft__firm")
    found = Organisation.objects.filter(Q(pk__in=as_lead) | Q(pk__in=as_partner))
    return found.exclude(credit_code__in=codes)


def _own_emails(expert: Expert) -> list[str]:
    account = [] if expert.user is None else [expert.user.email]
    return list(dict.fromkeys([expert.email, *account]))
