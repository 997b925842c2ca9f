"""The demo's pool of experts, and announced draws: by the actions of real use."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from django.contrib.auth.models import Group

from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.demo import people
from marketplace.experts.actions import apply_as_expert, decide_on
from marketplace.experts.defaults import KEEPERS
from marketplace.experts.models import Expert
from marketplace.organisations.credit_codes import complete
from marketplace.reviews.models import Panel
from marketplace.reviews.promising import promise_draw
from marketplace.taxonomy.models import Domain

if TYPE_CHECKING:
    from marketplace.accounts.models import User

_NAMES: Final = (
    ("expert", "郑教授（评审专家，示例）", "厦门示例大学环境学院"),
    ("expert2", "苏研究员（评审专家，示例）", "闽南示例水利研究院"),
    ("expert3", "许高工（评审专家，示例）", "东南示例市政设计院"),
    ("expert4", "蔡教授（评审专家，示例）", "鹭江示例理工学院"),
    ("expert5", "洪博士（评审专家，示例）", "海峡示例海洋研究所"),
    ("expert6", "曾教授级高工（评审专家，示例）", "福建示例检测中心"),
    ("expert7", "叶研究员（评审专家，示例）", "厦门示例气象研究所"),
    ("expert8", "江教授（评审专家，示例）", "泉州示例大学信息学院"),
    ("expert9", "赖高工（评审专家，示例）", "漳州示例智能制造研究院"),
    ("expert10", "潘教授（评审专家，示例）", "福州示例大学土木学院"),
)
CHAIN_FIELD: Final = "city-brain"
"""The field of the challenges that have come further; every expert has it."""
_SINCE: Final = date(2016, 9, 1)
_PROMISES: Final = 2
_SOURCE: Final = "截止日后第一个交易日的上证指数收盘点位（示例）"


def load_experts() -> int:
    """Make the pool and announce draws where they are missing; return how many people joined."""
    keeper = people.staff("portal")
    keeper.groups.add(Group.objects.get(name=KEEPERS))
    challenges = list(_without_draw())
    wanted = [one.demand.domains.first() for one in challenges]
    usual = [*Domain.objects.filter(slug=CHAIN_FIELD), *Domain.objects.in_use()[:3]]
    fields = [one for one in dict.fromkeys([*wanted, *usual]) if one]
    new = sum(_joins(number, fields=fields, by=keeper) for number in range(len(_NAMES)))
    for challenge, field in zip(challenges, wanted, strict=True):
        if field is not None:
            seats = {f"domain:{field.slug}": challenge.panel_size}
            promise_draw(challenge, seats=seats, alternates=2, source=_SOURCE, by=keeper)
    return new


def _without_draw() -> list[Challenge]:
    listed = Challenge.objects.for_rows().filter(state=Challenge.State.PUBLISHED)
    missing = max(0, _PROMISES - Panel.objects.count())
    return list(listed.filter(panel=None).order_by("pk")[:missing])


def _joins(number: int, *, fields: list[Domain], by: User) -> bool:
    name, title, employer = _NAMES[number]
    user = people.person(name, title)
    if Expert.objects.filter(user=user).exists():
        return False
    job = {
        "employer": employer,
        "credit_code": complete("12350299", f"MC{number:06d}"),
        "position": "研究人员",
        "begins": _SINCE,
        "ends": None,
    }
    with clock.set_back(timedelta(days=40 - number)):
        expert = apply_as_expert(
            by=user, profile=_profile(user, fields, number=number), employments=[job]
        )
        if number < len(_NAMES) - 1:
            decide_on(expert, verb="accept", by=by)
    Expert.objects.filter(pk=expert.pk).update(is_example=True)
    return True


def _profile(user: User, fields: list[Domain], *, number: int) -> dict[str, object]:
    return {
        "name": user.name,
        "email": user.email,
        "phone": f"0592-20000{number:02d}",
        "address": "",
        "title": "高级职称（示例）",
        "speciality": "示例：长期从事本领域的研究与工程应用。",
        "domains": fields,
        "industries": [],
        "available_from": None,
        "available_until": None,
        "load_limit": 3,
    }
