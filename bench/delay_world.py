"""Real applications and publications, and who hears of them: run as a program in a portal's place.

`prepare COUNT` makes an officer and a follower and prints their keys and sessions with COUNT jobs:
the publication of a capability after every nine applications; `write` does a job a line, and
`instants PERSON` prints when each of a person's messages was recorded, by its number.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import django

django.setup()

from django.db import connection  # noqa: E402 - what follows needs the set-up
from wagtail.models import TaskState  # noqa: E402

from bench import chaos_listings, claim_people  # noqa: E402
from marketplace.accounts.models import User  # noqa: E402
from marketplace.claims.actions import submit_claim  # noqa: E402
from marketplace.journal.catching_up import run_until_caught_up  # noqa: E402
from marketplace.listings.models import Demand  # noqa: E402
from marketplace.notifications.models import Notification  # noqa: E402
from marketplace.organisations.models import Organisation  # noqa: E402
from marketplace.subscriptions.following import follow  # noqa: E402

FOLLOWER = "bench-follower@demo.example"
TOLD = ("claim_submitted", "followed_organisation_capability_published")
APPLY, PUBLISH = range(2)
PUBLISHED = 10
"""One write of so many publishes a listing."""

Job = tuple[int, ...]


def prepare(count: int) -> dict[str, object]:
    """Make the people and what the jobs need; the journal is caught up with all of it."""
    claims = claim_people.prepare(count - count // PUBLISHED)
    chaos_listings.prepare()
    follower = User.objects.create_user(FOLLOWER, name="关注者")
    firm = Organisation.objects.get(memberships__user__email=chaos_listings.WRITER)
    follow(firm, by=follower)
    officer = User.objects.get(email=claim_people.OFFICER)
    keys = dict(Demand.objects.public().values_list("lifecycle__number", "pk"))
    pairs: list[tuple[str, int]] = claims["pairs"]  # type: ignore[assignment]
    apply = iter([(APPLY, keys[number], firm) for number, firm in pairs])
    steps = (chaos_listings.awaited(number).pk for number in range(count // PUBLISHED))
    publish = iter([(PUBLISH, step) for step in steps])
    jobs: list[Job] = [next(apply if at % PUBLISHED else publish) for at in range(1, count + 1)]
    run_until_caught_up(patience=claim_people.PATIENCE)
    with connection.cursor() as cursor:  # As the database's own housekeeping leaves it in time.
        cursor.execute("VACUUM ANALYZE")
    return {
        "people": [
            {"key": officer.pk, "session": claims["officer"]},
            {"key": follower.pk, "session": claim_people.session(follower)},
        ],
        "jobs": jobs,
    }


def write() -> None:
    """Do the job of each line."""
    for line in sys.stdin:
        kind, *keys = map(int, line.split())
        if kind == PUBLISH:
            chaos_listings.approve(TaskState.objects.get(pk=keys[0]).specific)
        else:
            _apply(*keys)
        print("done", flush=True)


def _apply(demand: int, firm: int) -> None:
    submit_claim(
        Demand.objects.select_related("lifecycle").get(pk=demand),
        firm=Organisation.objects.get(pk=firm),
        by=User.objects.get(email=claim_people.BIDDER),
        pitch="两周内给出样板点的回算结果。",
        contact_name="林工",
        contact_phone="0592-5550000",
    )


def instants(person: int) -> dict[int, float]:
    """Return when each application or publication was recorded of which a person was told."""
    rows = Notification.objects.filter(user=person, kind__in=TOLD).select_related("entry")
    return {row.number: row.entry.at.timestamp() for row in rows}


def main() -> None:
    """Run the step that the first argument names."""
    step, *arguments = sys.argv[1:]
    if step == "write":
        write()
        return
    steps: dict[str, Callable[[int], object]] = {"prepare": prepare, "instants": instants}
    print(json.dumps(steps[step](int(arguments[0]))))


if __name__ == "__main__":
    main()
