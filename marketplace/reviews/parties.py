"""Who the parties of a challenge are, and what is known of an expert: what the rules compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from marketplace.claims.models import ClaimPartner
from marketplace.experts.recusal import Body, Contacts, Facts, Party, Span
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge
    from marketplace.experts.models import Expert


def parties_of(challenge: Challenge) -> list[Party]:
    """Return the owner and the bodies that take part in the demand, each once."""
    demand = challenge.demand
    bodies = [("owner", demand.lifecycle.owner)]
    bodies += [("owner", one.organisation) for one in demand.parties.select_related("organisation")]
    return [Party(role, body_of(body)) for role, body in dict.fromkeys(bodies)]


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
        Contacts((expert.phone,), tuple(_emails(expert)), (expert.address,)),
    )


def body_of(organisation: Organisation) -> Body:
    """Return an organisation as the rules compare it."""
    return Body(organisation.name, organisation.credit_code or "")


def _organisations_of(expert: Expert) -> Any:
    return Organisation.objects.filter(memberships__user=expert.user_id).distinct()


def _applied_with(codes: list[str]) -> Any:
    """Return whom organisations with one of the codes applied together with."""
    joined = ClaimPartner.objects.filter(state=ClaimPartner.State.JOINED)
    as_lead = joined.filter(draft__firm__credit_code__in=codes).values("organisation")
    as_partner = joined.filter(organisation__credit_code__in=codes).values("draft__firm")
    found = Organisation.objects.filter(Q(pk__in=as_lead) | Q(pk__in=as_partner))
    return found.exclude(credit_code__in=codes)


def _emails(expert: Expert) -> list[str]:
    account = [] if expert.user is None else [expert.user.email]
    return list(dict.fromkeys([expert.email, *account]))
