"""Seals fictional bids for the demo's challenges, and leaves one draft to go on with."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from django.db.models import Exists, OuterRef

from marketplace.bids.book import entries_of
from marketplace.bids.drafting import save_draft
from marketplace.bids.permissions import may_submit
from marketplace.bids.proposals import ANSWER, indicators_of
from marketplace.bids.submitting import submit_bid
from marketplace.challenges.models import Challenge
from marketplace.core import clock
from marketplace.demo import people
from marketplace.listings.models import Capability
from marketplace.organisations.models import Kind, Membership, Organisation, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from marketplace.accounts.models import User

_CHALLENGES: Final = 4
_EACH: Final = 2

_TEXTS: Final = {
    "approach": "（示例）第一阶段复用现有产品完成样板点，第二阶段按榜单指标补齐算法与设备，第三阶段在真实环境连续运行并由第三方评测。",
    "team": "（示例）项目组十二人，其中高级工程师四人；近三年完成同类项目三个，均已验收。",
    "schedule": "（示例）前三个月完成样机，第四至九个月完成现场试验，第十至十二个月试运行并验收。",
    "public_money": "300",
    "own_money": "320",
}


def load_bids() -> int:
    """Seal bids for a few challenges that take some, once; return how many were sealed."""
    sealed, used = 0, set[int]()
    listed = Challenge.objects.for_rows().filter(vault__isnull=False).order_by("pk")
    for challenge in [one for one in listed if one.takes_bids_at(clock.now())][:_CHALLENGES]:
        if entries_of(challenge):
            continue
        found = list(islice(bidders_for(challenge, used), _EACH + 1))
        for firm, by in found[:_EACH]:
            mark = write_bid(challenge, firm, by=by)
            submit_bid(challenge, firm=firm, by=by, seen=mark, passphrase=people.PASSWORD)
            used.add(firm.pk)
            sealed += 1
        for firm, by in found[_EACH:]:
            write_bid(challenge, firm, by=by)
    return sealed


def bidders_for(challenge: Challenge, used: set[int]) -> Iterator[tuple[Organisation, User]]:
    """Yield firms that may bid, and have not bid yet, with somebody who bids for them.

    Those that offer something in the demand's domains come first.
    """
    firms = Organisation.objects.present().verified().filter(kind=Kind.FIRM).exclude(pk__in=used)
    offers = Capability.objects.public().filter(
        lifecycle__owner=OuterRef("pk"), domains__in=challenge.demand.domains.all()
    )
    for firm in firms.annotate(is_near=Exists(offers)).order_by("-is_near", "pk"):
        members = Membership.objects.able_to(Role.BIDDER).filter(organisation=firm)
        one = members.select_related("user").order_by("pk").first()
        if one and may_submit(one.user, challenge, firm=firm, at=clock.now()):
            yield firm, one.user


def write_bid(challenge: Challenge, firm: Organisation, *, by: User) -> str:
    """Save a whole draft of a bid and return its mark."""
    answers = {
        f"{ANSWER}{one.pk}": f"（示例）承诺达到：{one}，由第三方按榜单方法评测。"
        for one in indicators_of(challenge)
    }
    texts = {**_TEXTS, **answers}
    return save_draft(challenge, firm=firm, by=by, texts=texts).mark
