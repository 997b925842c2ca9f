"""Brings the co-operations of the demo's accepted applications into later states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from marketplace.claims.meetings import accept_meeting, propose_meeting
from marketplace.claims.notes import write_note
from marketplace.cooperations import actions, resources
from marketplace.core import clock
from marketplace.core.money import from_wan
from marketplace.core.workdays import SHANGHAI
from marketplace.demo import people
from marketplace.demo.past import days_ago

if TYPE_CHECKING:
    from collections.abc import Callable

    from marketplace.accounts.models import User
    from marketplace.claims.models import Claim
    from marketplace.cooperations.models import Cooperation
    from marketplace.demo.content import Row

WAY: Final = ("contacted", "talking", "agreed", "delivered", "accepted", "rated")
NOTICE: Final = "https://procurement.example/notices/demo"


@dataclass(frozen=True, slots=True)
class Stage:
    """Who acts for each side, and what a text wants."""

    officer: User
    provider: User
    wanted: Row


def load_cooperation(claim: Claim, row: Row, *, ago: float) -> None:
    """Bring an accepted claim's co-operation as far as its text asks; nothing where it does not.

    The steps are spread evenly over the days since the acceptance.
    """
    wanted, cooperation = row.get("cooperation"), claim.cooperation
    if not wanted or cooperation is None:
        return
    stage = Stage(people.officer_of(claim.demand.lifecycle), claim.submitted_by, wanted)
    way = WAY[: WAY.index(wanted["state"]) + 1]
    for place, state in enumerate(way, start=1):
        with days_ago(ago * (1 - place / (len(way) + 1))):
            _STEPS[state](cooperation, stage)
    with days_ago(ago / (len(way) + 2)):
        _talk_around(claim, wanted, officer=stage.officer)


def _contact(cooperation: Cooperation, stage: Stage) -> None:
    for person in (stage.provider, stage.officer):
        actions.confirm_contact(cooperation, by=person)


def _talk(cooperation: Cooperation, stage: Stage) -> None:
    actions.begin_talks(cooperation, by=stage.officer)


def _agree(cooperation: Cooperation, stage: Stage) -> None:
    actions.sign_agreement(
        cooperation,
        by=stage.officer,
        agreed_on=clock.now().astimezone(SHANGHAI).date(),
        amount=from_wan(stage.wanted["amount"]) if "amount" in stage.wanted else None,
        notice_url=NOTICE if cooperation.demand.buys_by_law else "",
        is_public=bool(stage.wanted.get("public")),
    )


def _deliver(cooperation: Cooperation, stage: Stage) -> None:
    actions.state_delivery(cooperation, by=stage.provider)
    actions.confirm_delivery(cooperation, by=stage.officer)


def _accept(cooperation: Cooperation, stage: Stage) -> None:
    actions.accept_result(cooperation, by=stage.officer)
    actions.issue_certificate(cooperation, by=stage.provider)


def _rate(cooperation: Cooperation, stage: Stage) -> None:
    for person, words in (
        (stage.officer, stage.wanted["owner_says"]),
        (stage.provider, stage.wanted["provider_says"]),
    ):
        actions.rate_cooperation(cooperation, by=person, stars=5, text=words)


_STEPS: Final[dict[str, Callable[..., None]]] = {
    "contacted": _contact,
    "talking": _talk,
    "agreed": _agree,
    "delivered": _deliver,
    "accepted": _accept,
    "rated": _rate,
}


def _talk_around(claim: Claim, wanted: Row, *, officer: User) -> None:
    """Add the note, the meeting and the request that a text asks for."""
    if "note" in wanted:
        write_note(claim, by=officer, text=wanted["note"])
    if "meeting" in wanted:
        meeting = propose_meeting(
            claim,
            by=officer,
            starts_at=clock.now() + timedelta(days=6),
            minutes=90,
            place=wanted["meeting"],
            link="",
            text="看现场，核对样板点。",
        )
        accept_meeting(meeting, by=claim.submitted_by)
    kind = resources.kinds_opened_by(claim.demand).first() if "request" in wanted else None
    if kind is not None and claim.cooperation is not None:
        request = resources.request_resource(
            claim.cooperation, by=claim.submitted_by, kind=kind, purpose=wanted["request"]
        )
        resources.grant_resource(request, by=officer, reason="数据留在政务域内使用。")
