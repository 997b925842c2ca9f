"""Rounds with the bodies that they ask, open calls with their departments, and the people."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from marketplace.accounts.models import User
from marketplace.calls import opencalls, proposing, replying, rounds
from marketplace.calls.models import Need, OpenCall, Proposal, Reply, Round
from marketplace.calls.opencalls import CallText
from marketplace.calls.proposing import Idea
from marketplace.calls.replying import NeedText
from marketplace.calls.rounds import RoundText
from marketplace.core import clock
from marketplace.organisations.models import Organisation, Role
from tests.claims.factories import person_of
from tests.factories import AgencyFactory, OrganisationFactory
from tests.listings.factories import staff

WORDS = "请各单位于截止时间前报送明年拟开放的应用场景和需要攻关的技术难题。"
NEED = "夜间河道漂浮物靠人工打捞，发现晚、费人手，希望自动发现并通知就近队伍。"
TITLE = "内河漂浮物自动发现与派单"


class Collecting:
    """A round of the portal among so many departments, each with an editor and an approver."""

    def __init__(self, *, bodies: int = 2, **said: Any) -> None:
        """Open a round, due in ten days unless something else is said."""
        self.runner: User = staff()
        self.bodies: list[Organisation] = [AgencyFactory() for _ in range(bodies)]
        self.editors = [person_of(one, Role.EDITOR) for one in self.bodies]
        self.approvers = [person_of(one, Role.APPROVER) for one in self.bodies]
        self.key = self.drafted(**said).pk
        rounds.open_round(self.round, by=self.runner)

    def drafted(self, **said: Any) -> Round:
        """Return a draft of a round."""
        return rounds.draft_round(round_text(**said), by=self.runner)

    @property
    def round(self) -> Round:
        """Return it as it is now."""
        found: Round = Round.objects.for_rows().get(pk=self.key)
        return found

    def reply(self, at: int = 0) -> Reply:
        """Return the reply of a body as it is now."""
        found: Reply = Reply.objects.for_rows().get(round=self.key, organisation=self.bodies[at].pk)
        return found

    def need(self, at: int = 0, **said: Any) -> Need:
        """Return a need that a body has put into its reply."""
        text = NeedText(**{"title": TITLE, "summary": NEED, **said})
        return replying.add_need(self.reply(at), text, by=self.editors[at])

    def answered(self, at: int = 0) -> Reply:
        """Return a reply with a need that was sent."""
        self.need(at)
        return replying.send_reply(self.reply(at), by=self.editors[at])

    def said_none(self, at: int = 0) -> Reply:
        """Return a reply that there is none."""
        return replying.say_none(self.reply(at), by=self.approvers[at], signed="王主任")


class Calling:
    """An open call of a department, and a firm that proposes."""

    def __init__(self, **said: Any) -> None:
        """Open a call, due in ten days unless something else is said."""
        self.department: Organisation = AgencyFactory()
        self.officer = person_of(self.department, Role.EDITOR)
        self.approver = person_of(self.department, Role.APPROVER)
        self.firm: Organisation = OrganisationFactory()
        self.proposer = person_of(self.firm)
        call = opencalls.draft_call(call_text(self.department, **said), by=self.officer)
        self.key = opencalls.open_call(call, by=self.officer).pk

    @property
    def call(self) -> OpenCall:
        """Return it as it is now."""
        found: OpenCall = OpenCall.objects.for_rows().get(pk=self.key)
        return found

    def proposal(self, by: User | None = None, key: str = "", **said: Any) -> Proposal:
        """Return a proposal of the firm, or of another person's organisation."""
        idea = Idea(**{"organisation": self.firm, "title": TITLE, "need": NEED, **said})
        return proposing.propose(self.call, idea, by=by or self.proposer, idempotency_key=key)


def round_text(**said: Any) -> RoundText:
    """Return what a round of all departments says."""
    given = {
        "title": "2027 年应用场景摸排",
        "words": WORDS,
        "due_at": clock.now() + timedelta(days=10),
        "kinds": ["agency"],
    }
    return RoundText(**{**given, **said})


def call_text(department: Organisation, **said: Any) -> CallText:
    """Return what an open call of a department says."""
    given = {
        "title": "产业重大技术需求征集",
        "words": "面向全市企业和科研院所征集技术难题。",
        "due_at": clock.now() + timedelta(days=10),
        "department": department,
    }
    return CallText(**{**given, **said})


def again(row: Any) -> Any:
    """Return a row read anew."""
    return type(row).objects.for_rows().get(pk=row.pk)


def move_to(instant: Any) -> None:
    """Let it be an instant for everybody."""
    clock.shift(timedelta())
    clock.shift(instant - clock.now())
