"""What each sort of reader comes to, and from which tables it is made."""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern

from marketplace.accounts.models import User
from marketplace.api.site import site
from marketplace.challenges.models import Challenge
from marketplace.organisations.models import Kind, Organisation, Role
from tests.claims.factories import person_of
from tests.crawling import crawl
from tests.experts.factories import expert
from tests.experts.factories import person as who
from tests.factories import OrganisationFactory, UserFactory
from tests.listings.factories import staff

WHOLE = os.environ.get("TWO_WORLDS") == "whole"
"""Whether all pages are asked in both worlds, and not those alone that read what differs."""

_NOT_CRAWLED = (
    "test404/", "failwhale/", "sprite/", "jsi18n/",  # the same file for everybody
    "logout/", "login/", "password_reset/",  # end the session, or are before it
    "results/", "chosen-multiple/", "create/", "find/",  # parts of a list or form that is crawled
    "export/",  # with the queries of the list that it writes
)  # fmt: skip
_OF_ONE = {
    "wagtailsnippets_listings_demand": ("edit", "history", "usage", "delete", "workflow_history"),
    "wagtailsnippets_challenges_programme": ("edit", "history", "usage"),
}
_OF_BODIES = ("edit", "history", "usage", "inspect")


@dataclass
class Reader:
    """A browser, where it begins, whether it follows links, and what each page was made from."""

    client: Client
    starts: list[str]
    follows: bool = False
    pages: dict[str, str] = field(default_factory=dict)
    reads: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _address: str = ""

    def look(self) -> dict[str, str]:
        """Come to everything, noting from which tables each page is made."""
        with connection.execute_wrapper(self._note):
            self.pages = crawl(self.client, self.starts, follows=self.follows, on=self._ask)
        return self.pages

    def look_again(self, changed: Collection[str]) -> dict[str, str]:
        """Come to everything again; what read nothing that has changed since is as it was."""
        known = {
            address: text
            for address, text in self.pages.items()
            if not WHOLE and not self._has_read(address, changed)
        }
        starts = [*self.starts, *self.pages]
        return {**known, **crawl(self.client, starts, known=known, follows=self.follows)}

    def _has_read(self, address: str, tables: Collection[str]) -> bool:
        return any(f'"{table}"' in sql for sql in self.reads[address] for table in tables)

    def _ask(self, address: str) -> None:
        self._address = address

    def _note(self, execute: Any, sql: Any, *rest: Any) -> Any:
        self.reads[self._address].append(str(sql))
        return execute(sql, *rest)


def readers_of(challenge: Challenge, bodies: Collection[Organisation]) -> dict[str, Reader]:
    """Return readers of every sort who must learn nothing; `bodies` are those that will bid.

    Unless the `WHOLE` is asked for, of a challenge with a ceremony an opener alone follows links,
    and all others come to the pages that a ceremony could change.
    """
    owner = challenge.demand.lifecycle.owner
    number = str(challenge.demand.lifecycle.number)
    opener = challenge.openers.first()
    of_ceremony = about_openers(challenge) if opener else []
    far, near = [*everywhere(number), *of_ceremony], [*closely(number), *of_ceremony]
    superuser = UserFactory(staff=True)
    of_owner = {
        f"{role} of the owner": person_of(owner, role)
        for role in Role.values
        if role not in {Role.SUPERVISOR, Role.EDITOR}  # they follow links below
    }
    groups = Group.objects.values_list("name", flat=True)
    others = (Kind.PARK, Kind.ASSOCIATION, Kind.SERVICE, Kind.AGENCY)
    people = {
        **of_owner,
        **{f"staff, {name}": staff(name) for name in groups},
        **{f"{kind}": person_of(OrganisationFactory(kind=kind), Role.OWNER) for kind in others},
        "expert of the pool": who(expert()),
        "another firm's bid manager": person_of(OrganisationFactory(), Role.BIDDER),
        "colleague who only reads": person_of(next(iter(bodies)), Role.VIEWER),
    }
    firm = person_of(OrganisationFactory(), Role.OWNER)
    admin = [*admin_pages(), *admin_pages_of(challenge, bodies, [superuser])]
    readers = {
        "visitor": Reader(Client(), far, follows=True),
        "superuser": Reader(browser_of(superuser), [*far, *admin], follows=True),
        "another firm": Reader(browser_of(firm), far, follows=True),
        "supervisor": Reader(browser_of(person_of(owner, Role.SUPERVISOR)), far, follows=True),
        "officer": Reader(browser_of(person_of(owner, Role.EDITOR)), far, follows=True),
    }
    readers |= {name: Reader(browser_of(one), near) for name, one in people.items()}
    if opener and not WHOLE:
        readers = {name: Reader(one.client, of_ceremony) for name, one in readers.items()}
    if opener:
        readers["opener"] = Reader(browser_of(opener.user), near, follows=True)
    return readers


def about_openers(challenge: Challenge) -> list[str]:
    """Return the pages that are made with the openers of a challenge."""
    number = challenge.demand.lifecycle.number
    return [
        f"/workbench/openers/{challenge.demand_id}/",
        f"/demands/{number}/",
        f"/demands/{number}/opening/",
        "/workbench/challenges/",
        f"/workbench/supervision/{number}/",
    ]


def browser_of(person: User) -> Client:
    """Return a browser in which a person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def closely(number: str) -> list[str]:
    """Return the pages on which a bid could show for somebody's role."""
    demand = f"/demands/{number}/"
    return [
        demand,
        f"{demand}bid/",
        f"{demand}bids/",
        f"{demand}opening/",
        f"{demand}matches/",
        "/workbench/",
        "/workbench/bids/",
        "/workbench/challenges/",
        "/workbench/supervision/",
        f"/workbench/supervision/{number}/",
        f"/workbench/panels/{number}/",
        "/workbench/expert/",
        "/admin/",
        "/notifications/",  # shows what the administration had to say
        "/notifications/since/0/",
        f"/live/versions/?topic=demand:{number}",
    ]


def everywhere(number: str) -> list[str]:
    """Return where somebody begins who follows every link."""
    return [
        "/",
        *closely(number),
        "/bids/check/",
        "/api/docs/",
        "/api/openapi.json",
        *api_routes(number),
        "/demands/feed.xml",
        "/demands/deadlines.ics",
        "/ticker/",
        "/ticker.json",
        f"/search/suggest/?q={number}",
        f"/search/suggestions.json?q={number}",
        "/sitemap.xml",
        "/workbench/matches/quality/",
    ]


def api_routes(number: str) -> list[str]:
    """Return every route of the interface that answers a GET, as its own description names it."""
    paths = site.get_openapi_schema()["paths"]
    found = [re.sub(r"\{\w+\}", number, one) for one in paths if "get" in paths[one]]
    assert f"/api/demands/{number}" in found
    return [*found, f"/api/suggestions?q={number}"]


def admin_pages() -> list[str]:
    """Return every page of the administration that needs no row, and its sheets of reports."""
    found = [
        address
        for address in _addresses(get_resolver().url_patterns, "/")
        if address.startswith("/admin/") and not any(one in address for one in _NOT_CRAWLED)
    ]
    assert len(found) > 80
    sheets = [f"{one}?export=csv" for one in found if one.startswith("/admin/reports/")]
    return [*found, *sheets]


def _addresses(patterns: Any, before: str) -> Iterator[str]:
    for one in patterns:
        if one.pattern.regex.groups or "^" in str(one.pattern):
            continue
        address = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield address
        else:
            yield from _addresses(one.url_patterns, address)


def admin_pages_of(
    challenge: Challenge, bodies: Collection[Organisation], people: Collection[User]
) -> list[str]:
    """Return the administration's pages of a challenge, of the bodies that bid, and of people."""
    keys = {
        "wagtailsnippets_listings_demand": challenge.demand_id,
        "wagtailsnippets_challenges_programme": challenge.programme_id,
    }
    of_one = [
        reverse(f"{space}:{name}", args=[keys[space]])
        for space, names in _OF_ONE.items()
        for name in names
    ]
    owner = challenge.demand.lifecycle.owner
    of_bodies = [
        reverse(f"organisations_admin:{name}", args=[one.pk])
        for one in (owner, next(iter(bodies)))
        for name in _OF_BODIES
    ]
    of_people = [reverse("wagtailusers_users:edit", args=[one.pk]) for one in people]
    return [*of_one, *of_bodies, *of_people]


def digests() -> dict[str, str]:
    """Return a digest of everything that each table holds."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            rows = sorted(
                repr([bytes(one) if isinstance(one, memoryview) else one for one in row])
                for row in cursor.fetchall()
            )
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


@contextmanager
def changes() -> Iterator[set[str]]:
    """Yield a set that holds, after the block, the names of the tables that it changed."""
    before = digests()
    found: set[str] = set()
    yield found
    after = digests()
    found |= {table for table, digest in after.items() if before.get(table) != digest}
