"""Who judges a challenge's fitness (论证): experts of the pool, drawn by lot and on record."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.challenges import permissions
from marketplace.challenges.actions import locked, require
from marketplace.challenges.fitness import ask_reviewer, running_check_of
from marketplace.core import clock
from marketplace.core.canonical import digest
from marketplace.core.refusals import mistakes
from marketplace.core.workdays import SHANGHAI
from marketplace.experts.drawing import Candidate, Rules, Stratum, UnfillableError, draw
from marketplace.experts.known import body_of, facts_of, present_employers
from marketplace.experts.models import Expert
from marketplace.experts.recusal import Contacts, Party, hits
from marketplace.journal.record import record
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge, FitnessVote

_SEATS: Final = "fitness"


@transaction.atomic
def draw_reviewers(challenge: Challenge, *, number: int, by: User) -> list[FitnessVote]:
    """Draw so many experts of the demand's fields and ask them to judge the running check.

    Nobody asked before, of the demand's bodies or of a firm is in the drum, nor two of one
    employer. Seed, pool and result are in the journal. Refusal where the pool has too few.
    """
    challenge = locked(challenge)
    require(permissions.may_ask_reviewers(anew(by), challenge))
    check = running_check_of(challenge)
    day = clock.now().astimezone(SHANGHAI).date()
    eligible = list(_eligible(challenge, day))
    people = {one.code: one.user for one in eligible if one.user}
    pool = [Candidate(one.code, (_SEATS,), present_employers(one, day)) for one in eligible]
    seed = secrets.token_bytes(32)
    try:
        panel = draw(pool, Rules((Stratum(_SEATS, number),), alternates=0), seed=seed)
    except UnfillableError as error:
        reason = _("The pool has too few experts of these fields from outside: {number} short.")
        lacking = sum(error.lacking.values())
        raise mistakes({"number": [format_lazy(reason, number=lacking)]}) from error
    data = {
        "challenge": challenge.pk,
        "seed": seed.hex(),
        "pool": digest(sorted((one.key, *one.employers) for one in pool)),
        "drawn": list(panel.member_keys),
    }
    record("reviewers_drawn", check, actor=by, data=data)
    return [ask_reviewer(challenge, reviewer=people[key], by=by) for key in panel.member_keys]


def _eligible(challenge: Challenge, day: date) -> Iterator[Expert]:
    parties = list(_bodies(challenge))
    asked = set(challenge.checks.values_list("votes__reviewer", flat=True))
    wanted = _fields_of(challenge)
    for expert in Expert.objects.drawable(day).for_rows().order_by("pk"):
        if expert.user_id in asked or not wanted.intersection(expert.field_keys):
            continue
        outside = permissions.independence(expert.user, challenge)
        if outside and not hits(facts_of(expert), parties, on=day):
            yield expert


def _fields_of(challenge: Challenge) -> set[str]:
    demand: Any = running_check_of(challenge).revision.as_object()
    domains = {f"domain:{one.slug}" for one in demand.domains.all()}
    return domains | {f"industry:{one.slug}" for one in demand.industries.all()}


def _bodies(challenge: Challenge) -> Iterator[Party]:
    lifecycle: Any = challenge.demand.lifecycle
    yield Party("owner", body_of(lifecycle.owner), Contacts((lifecycle.contact_phone,)))
    for one in challenge.demand.parties.select_related("organisation"):
        yield Party("owner", body_of(one.organisation))
