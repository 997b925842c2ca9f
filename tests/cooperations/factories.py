"""Co-operations as an accepted application opens them, brought as far as a test needs."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from marketplace.cooperations import actions
from marketplace.cooperations.models import Cooperation
from marketplace.listings.models import Demand, OpenedResource
from marketplace.organisations.models import Organisation, Role
from tests.claims.factories import accept, claim_for, open_demand, person_of
from tests.factories import OrganisationFactory, ResourceKindFactory

SIGNED = date(2026, 3, 2)


class Pair:
    """Both sides of a co-operation; every read of it is fresh."""

    def __init__(self, demand: Demand | None = None, **content: Any) -> None:
        """Apply for a demand and accept."""
        self.demand = demand or open_demand(**content)
        self.firm: Organisation = OrganisationFactory()
        self.provider = person_of(self.firm)
        self.officer = person_of(self.demand.lifecycle.owner, Role.EDITOR)
        self.claim = accept(claim_for(self.demand, self.firm, self.provider), by=self.officer)
        assert self.claim.cooperation is not None
        self.key = self.claim.cooperation.pk

    @property
    def cooperation(self) -> Cooperation:
        """Return the row as it is now."""
        found: Cooperation = Cooperation.objects.for_rows().get(pk=self.key)
        return found

    def until(self, state: str) -> Pair:
        """Bring it into a state by the actions, and return the pair."""
        steps = self._steps()
        way = ["opened", *steps]
        for target in way[way.index(self.cooperation.state) + 1 : way.index(state) + 1]:
            for step in steps[target]:
                step(self.cooperation)
            assert self.cooperation.state == target
        return self

    def _steps(self) -> dict[str, list[Any]]:
        both = (self.provider, self.officer)
        return {
            "contacted": [partial(actions.confirm_contact, by=one) for one in both],
            "talking": [partial(actions.begin_talks, by=self.officer)],
            "agreed": [partial(actions.sign_agreement, by=self.officer, agreed_on=SIGNED)],
            "delivered": [
                partial(actions.state_delivery, by=self.provider),
                partial(actions.confirm_delivery, by=self.officer),
            ],
            "accepted": [partial(actions.accept_result, by=self.officer)],
            "rated": [
                partial(actions.rate_cooperation, by=one, stars=5, text="配合顺畅。")
                for one in both
            ],
        }


def opens_data(demand: Demand) -> Any:
    """Let a demand open data, and return the kind."""
    kind = ResourceKindFactory(slug="data")
    OpenedResource.objects.create(
        demand=demand, kind=kind, text="积水监测数据", condition="conditional", access="interface"
    )
    return kind
