"""The demo's pool of experts, and announced draws: by the actions of real use."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.contrib.auth.models import Group

from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.demo import content, people
from marketplace.experts.actions import apply_as_expert, decide_on
from marketplace.experts.defaults import KEEPERS
from marketplace.experts.models import Expert
from marketplace.organisations.credit_codes import complete
from marketplace.reviews.models import Panel
from marketplace.reviews.promising import promise_draw
from marketplace.taxonomy.models import Domain, Industry

if TYPE_CHECKING:
    from marketplace.accounts.models import User
    from marketplace.demo.content import Row

CHAIN_FIELD: Final = "city-brain"
"""The field of the challenges that have come further."""
_BESIDE: Final = "environment"
"""The field that stands beside it on their panels."""
_SEATS_BESIDE: Final = 2
_SINCE: Final = date(2016, 9, 1)
LOAD_LIMIT: Final = 8
"""On how many panels each sits at most: more than the demo has open at once."""
_PROMISES: Final = 2
_SOURCE: Final = "截止日后第一个交易日的上证指数收盘点位（示例）"


def load_experts() -> int:
    """Make the pool and announce draws where they are missing; return how many people joined."""
    keeper = people.staff("portal")
    keeper.groups.add(Group.objects.get(name=KEEPERS))
    rows = content.experts()
    new = sum(_joins(row, number, total=len(rows), by=keeper) for number, row in enumerate(rows))
    for challenge in _without_draw():
        announce_draw(challenge, by=keeper)
    return new


def announce_draw(challenge: Challenge, *, by: User) -> None:
    """Announce a panel of two fields: the challenge's own, and one beside it."""
    own = challenge.demand.domains.values_list("slug", flat=True).first()
    beside = f"domain:{_BESIDE if own in (None, CHAIN_FIELD) else own}"
    found = min(_SEATS_BESIDE, Expert.objects.filter(state="active").in_field(beside).count())
    seats = {f"domain:{CHAIN_FIELD}": challenge.panel_size - found, beside: found}
    given = {name: number for name, number in seats.items() if number}
    promise_draw(challenge, seats=given, alternates=2, source=_SOURCE, by=by)


def _without_draw() -> list[Challenge]:
    listed = Challenge.objects.for_rows().filter(state=Challenge.State.PUBLISHED)
    missing = max(0, _PROMISES - Panel.objects.count())
    return list(listed.filter(panel=None).order_by("pk")[:missing])


def _joins(row: Row, number: int, *, total: int, by: User) -> bool:
    user = people.person(row["name"], row["who"])
    if Expert.objects.filter(user=user).exists():
        return False
    is_taken = number < total - 1
    job = {
        "employer": row["employer"],
        "credit_code": complete("12350299", f"MC{number:06d}"),
        "position": row["position"],
        "begins": _SINCE,
        "ends": None,
    }
    with clock.set_back(timedelta(days=40 - number if is_taken else 2)):
        expert = apply_as_expert(
            by=user, profile=_profile(user, row, number=number), employments=[job]
        )
        if is_taken:
            decide_on(expert, verb="accept", by=by)
    Expert.objects.filter(pk=expert.pk).update(is_example=True)
    return True


def _profile(user: User, row: Row, *, number: int) -> dict[str, object]:
    return {
        "name": user.name,
        "email": user.email,
        "phone": f"0592-20000{number:02d}",
        "address": "",
        "title": row["title"],
        "speciality": row["speciality"],
        "domains": list(Domain.objects.filter(slug__in=row["domains"])),
        "industries": list(Industry.objects.filter(slug__in=row["industries"])),
        "available_from": None,
        "available_until": None,
        "load_limit": LOAD_LIMIT,
    }
