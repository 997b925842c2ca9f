"""What the measurement of claims needs of a portal's database, and reads from it: run as a program.

`prepare COUNT` waits until the journal is caught up, makes an officer of every owner and a bid
manager of every firm, and prints their sessions with COUNT pairs of demand and firm that may meet.
`instants` prints when each of the officer's notifications was recorded.
"""

import json
import sys

import django

django.setup()

from django.test import Client  # noqa: E402 - models come after the set-up

from marketplace.accounts.models import User  # noqa: E402
from marketplace.claims.permissions import may_claim  # noqa: E402
from marketplace.core import clock  # noqa: E402
from marketplace.journal.catching_up import run_until_caught_up  # noqa: E402
from marketplace.listings.models import Demand  # noqa: E402
from marketplace.notifications.models import Notification  # noqa: E402
from marketplace.organisations.models import Kind, Membership, Organisation, Role  # noqa: E402

OFFICER, BIDDER = "bench-officer@demo.example", "bench-bidder@demo.example"
PATIENCE = 600.0


def prepare(count: int) -> dict[str, object]:
    """Return the sessions of both people and the pairs that will meet."""
    run_until_caught_up(patience=PATIENCE)
    officer = User.objects.create_user(OFFICER, name="经办人")
    bidder = User.objects.create_user(BIDDER, name="对接经理")
    demands = Demand.objects.public().select_related("lifecycle__owner", "lifecycle__unit")
    for demand in demands:
        lifecycle = demand.lifecycle
        Membership.objects.get_or_create(
            user=officer,
            organisation=lifecycle.owner,
            role=Role.EDITOR,
            defaults={"unit": lifecycle.unit},
        )
    firms = list(Organisation.objects.verified().present().filter(kind=Kind.FIRM))
    for firm in firms:
        Membership.objects.create(user=bidder, organisation=firm, role=Role.BIDDER)
    return {
        "officer": session(officer),
        "bidder": session(bidder),
        "pairs": _pairs(bidder, firms, count=count),
    }


def instants() -> dict[int, float]:
    """Return the instant of each entry that the officer was told of, by the message's number."""
    rows = Notification.objects.filter(user__email=OFFICER, kind="claim_submitted")
    return {row.number: row.entry.at.timestamp() for row in rows.select_related("entry")}


def _pairs(bidder: User, firms: list[Organisation], *, count: int) -> list[tuple[str, int]]:
    """Return numbers of demands and keys of firms, spread over the demands that the officer has."""
    told = Membership.objects.filter(user__email=OFFICER)
    seats = {(one.organisation_id, one.unit_id) for one in told}
    now = clock.now()
    found: list[tuple[str, int]] = []
    for firm in firms:
        for demand in Demand.objects.public().open_at(now).select_related("lifecycle__owner"):
            lifecycle = demand.lifecycle
            seated = (lifecycle.owner_id, lifecycle.unit_id) in seats
            if seated and may_claim(bidder, demand, firm=firm, at=now):
                found.append((lifecycle.number, firm.pk))
            if len(found) == count:
                return found
    raise LookupError(f"only {len(found)} pairs of {count} may meet")


def session(user: User) -> str:
    """Sign a person in; return the cookie."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies["sessionid"].value


def main() -> None:
    """Run the step that the first argument names."""
    step, *arguments = sys.argv[1:]
    answer = prepare(int(arguments[0])) if step == "prepare" else instants()
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
