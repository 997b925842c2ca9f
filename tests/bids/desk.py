"""A challenge with opened bids as rows, and the people of its formal check."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from marketplace.bids import checking
from marketplace.bids.models import Bid, FormalCheck
from marketplace.core import clock
from marketplace.organisations.models import CreditFact
from tests.bids.factories import admit_row, as_opened, bid_row
from tests.challenges.factories import ChallengeOffice
from tests.claims.factories import person_of
from tests.factories import CreditFactFactory, OrganisationFactory

MONEY = {"public_money": "1200000", "own_money": "600000"}


class Desk:
    """A challenge with opened bids as rows, and the people of its formal check."""

    def __init__(self, *, partner=None, own_share=None, minimum=1, **content):
        self.office = ChallengeOffice()
        rules = {"consortium_limit": 3, "own_share": own_share, "minimum_bids": minimum}
        listed = self.office.as_listed(rules=rules)
        self.challenge = as_opened(listed, by=self.office.editor, total=2)
        self.officer, self.other = self.office.editor, self.office.approver
        self.firm, self.partner = OrganisationFactory(), partner
        for kind in CreditFact.FactKind:
            CreditFactFactory(organisation=self.firm, kind=kind)
        self.bidder = person_of(self.firm)
        named = [{"name": partner.name, "credit_code": "", "part": "试制"}] if partner else []
        content = {**MONEY, "partners": named, **content}
        self.bid = bid_row(self.challenge, self.firm, self.bidder, **content)
        rival = OrganisationFactory()
        self.rival = bid_row(self.challenge, rival, person_of(rival), **MONEY)
        with transaction.atomic():
            checking.begin_checks(self.challenge, at=clock.now())
        admit_row(self.rival)

    @property
    def check(self):
        return FormalCheck.objects.for_rows().get(bid=self.bid)

    @property
    def admitted(self):
        return set(Bid.objects.admitted().filter(challenge=self.challenge))

    def ask(self):
        deficits = {"attachments": "附件一打不开，请重新提供。"}
        return checking.write_deficits(self.check, by=self.officer, deficits=deficits)

    def propose(self, by=None, **said):
        said = {"reason": "incomplete", "words": "未按期补正。", **said}
        return checking.propose_exclusion(self.check, by=by or self.officer, **said)

    def end_time(self):
        FormalCheck.objects.filter(bid=self.bid).update(due_at=clock.now() - timedelta(seconds=1))
