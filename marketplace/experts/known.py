"""What the pool knows of an expert, as draws and the rules of recusal read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marketplace.experts.recusal import Body, Contacts, Facts, Span
from marketplace.organisations.credit_codes import normalise
from marketplace.organisations.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from marketplace.experts.models import Expert


def facts_of(expert: Expert, *, co_applicants: Iterable[Organisation] = ()) -> Facts:
    """Return what is known of an expert; `co_applicants` are whom their employers bid with."""
    employments = tuple(
        Span(Body(one.employer, one.credit_code), one.begins, one.ends, one.position)
        for one in expert.employments.all()
    )
    ties = tuple(
        Span(Body(one.organisation, one.credit_code), None, one.ends, one.get_kind_display())
        for one in expert.ties.all()
    )
    own = Organisation.objects.filter(memberships__user=expert.user_id).distinct()
    return Facts(
        expert.code,
        employments,
        ties,
        tuple(body_of(one) for one in own),
        tuple(body_of(one) for one in co_applicants),
        Contacts((expert.phone,), _emails_of(expert), (expert.address,)),
    )


def body_of(organisation: Organisation) -> Body:
    """Return an organisation as the rules compare it."""
    return Body(organisation.name, organisation.credit_code or "")


def present_employers(expert: Expert, day: date) -> tuple[str, ...]:
    """Return the credit codes of those whom an expert works for on a day."""
    return tuple(
        sorted(
            normalise(one.credit_code)
            for one in expert.employments.all()
            if one.credit_code and (one.ends is None or one.ends >= day)
        )
    )


def _emails_of(expert: Expert) -> tuple[str, ...]:
    account = [] if expert.user is None else [expert.user.email]
    return tuple(dict.fromkeys([expert.email, *account]))
