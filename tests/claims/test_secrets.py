"""Two worlds that differ in what one firm drafts: nobody but the firm can tell them apart."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.claims.drafting import add_file
from marketplace.claims.models import ClaimPartner, DraftFile, VersionFile
from marketplace.claims.partnering import answer_invitation, invite_partner
from marketplace.claims.submitting import attach_receipt
from marketplace.claims.versions import version_of
from marketplace.core.veiled import veil
from marketplace.files.access import readable
from marketplace.notifications.models import Notification
from marketplace.organisations.models import Role
from tests.claims.factories import (
    claim_for,
    draft_for,
    open_demand,
    pdf,
    person_of,
    sent,
)
from tests.factories import AgencyFactory, OrganisationFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db

SECRET = "绝密的做法"


@pytest.fixture
def demand():
    owner = AgencyFactory()
    return open_demand(owner=owner, unit=UnitFactory(organisation=owner), cooperation="consortium")


@pytest.fixture
def strangers(demand):
    """People of every sort who must learn nothing, a visitor first."""
    owner, unit = demand.lifecycle.owner, demand.lifecycle.unit
    other_unit = UnitFactory(organisation=owner)
    return {
        "visitor": None,
        "staff": UserFactory(staff=True),
        "superuser": UserFactory(is_superuser=True, is_staff=True),
        "other firm": person_of(OrganisationFactory(), Role.OWNER),
        "other unit": person_of(owner, Role.EDITOR, other_unit),
        "handling unit": person_of(owner, Role.EDITOR, unit),
    }


def signed_in(person):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def seen_by(person, demand, firm):
    """Return what a person reads of every page that a draft could show on, without the clock."""
    number = demand.lifecycle.number
    draft = f"/demands/{number}/claim/{firm.pk}/"
    addresses = [
        f"/demands/{number}/",
        f"/demands/{number}/claim/",
        f"/demands/{number}/claims/",
        draft,
        f"{draft}approach/",
        f"{draft}approach/save/",
        f"{draft}review/",
        "/workbench/claims/",
        f"/organisations/{firm.pk}/",
        f"/files/claims.draftfile/{veil(DraftFile, 1)}/",
        f"/claims/partnerships/{veil(ClaimPartner, 1)}/",
    ]
    client = signed_in(person)
    answers = [client.get(address) for address in addresses]
    return [(one.status_code, one.headers.get("Location"), plain(one)) for one in answers]


def plain(response):
    """Leave out what changes by request: tokens, keys and the server's clock."""
    text = re.sub(r'(name="(csrfmiddlewaretoken|key)" value=)"[^"]*"', r"\1", text_of(response))
    kept = (line for line in text.splitlines() if "server-now" not in line)
    return [line for line in kept if "data-deadline" not in line]


def text_of(response):
    return response.content.decode(errors="replace")  # a file may be no text


def test_a_draft_its_files_and_partners_are_seen_by_the_firm_alone(demand, strangers):
    firm = OrganisationFactory()
    bidder = person_of(firm)
    before = {name: seen_by(person, demand, firm) for name, person in strangers.items()}
    draft = draft_for(demand, firm, bidder, approach=SECRET)
    add_file(draft, pdf(f"{SECRET}.pdf"), by=bidder)
    invite_partner(draft, OrganisationFactory(), part=SECRET, by=bidder)
    after = {name: seen_by(person, demand, firm) for name, person in strangers.items()}
    for name in strangers:
        assert after[name] == before[name], name
    assert any(SECRET in "".join(lines) for _, _, lines in seen_by(bidder, demand, firm))


def test_files_are_read_by_the_firm_and_once_sent_by_the_handling_unit(demand, strangers):
    firm = OrganisationFactory()
    bidder = person_of(firm)
    draft = draft_for(demand, firm, bidder)
    file = add_file(draft, pdf(), by=bidder)
    claim = sent(draft, bidder)
    scan = attach_receipt(claim, pdf("盖章.pdf"), by=bidder)
    version_file = VersionFile.objects.get()
    assert DraftFile.objects.get() == file
    readers = {**strangers, "bidder": bidder, "viewer": person_of(firm, Role.VIEWER)}
    may = {
        name: [
            readable(person or signed_in(None).get("/about/").wsgi_request.user, label, key=key)
            is not None
            for label, key in (
                ("claims.draftfile", file.pk),
                ("claims.versionfile", version_file.pk),
                ("claims.stampedreceipt", scan.pk),
            )
        ]
        for name, person in readers.items()
    }
    assert may.pop("bidder") == [True, True, True]
    assert may.pop("viewer") == [False, True, True]
    assert may.pop("handling unit") == [False, True, True]
    assert set(map(tuple, may.values())) == {(False, False, False)}


def test_every_version_is_read_by_firm_and_handling_unit_and_nobody_else(demand, strangers):
    claim = claim_for(demand, pitch=SECRET)
    url = reverse("claims:version", args=[claim.receipt, 1])
    codes = {name: signed_in(person).get(url).status_code for name, person in strangers.items()}
    assert codes.pop("handling unit") == 200
    assert codes.pop("visitor") == 302
    assert set(codes.values()) == {404}
    page = signed_in(claim.submitted_by).get(url)
    assert SECRET in text_of(page)
    for number in (2, 0, 10**17):
        missing = reverse("claims:version", args=[claim.receipt, number])
        assert signed_in(claim.submitted_by).get(missing).status_code == 404


def test_a_partner_learns_its_part_and_no_more(demand):
    firm, asked = OrganisationFactory(), OrganisationFactory()
    bidder, partner_person = person_of(firm), person_of(asked)
    draft = draft_for(demand, firm, bidder, approach=SECRET)
    partner = invite_partner(draft, asked, part="负责安装", by=bidder)
    answer_invitation(partner, by=partner_person, joins=True)
    claim = sent(draft, bidder)
    client = signed_in(partner_person)
    for address in (
        reverse("claims:receipt", args=[claim.receipt]),
        reverse("claims:version", args=[claim.receipt, 1]),
    ):
        assert client.get(address).status_code == 404
    for one in seen_by(partner_person, demand, firm):
        assert SECRET not in "".join(one[2])


def test_the_public_check_says_the_same_of_an_unknown_number_and_a_wrong_digest(demand, client):
    claim = claim_for(demand, pitch=SECRET)
    digest = version_of(claim).digest
    url = reverse("claims:check")
    right = client.get(url, {"receipt": claim.receipt, "digest": digest})
    assert "相符" in text_of(right)
    for secret in (SECRET, str(claim.firm), demand.title, demand.lifecycle.number):
        assert secret not in text_of(right)
    wrong = {
        (one.status_code, tuple(plain(one)))
        for one in (
            client.get(url, {"receipt": "2222-2222-2222", "digest": "0" * 64}),
            client.get(url, {"receipt": claim.receipt, "digest": "0" * 64}),
        )
    }
    told = {
        (code, "".join(lines).replace(claim.receipt, "").replace("2222-2222-2222", ""))
        for code, lines in wrong
    }
    assert len(told) == 1
    assert right.status_code == 200


def test_the_check_asks_as_much_of_a_known_number_and_sets_no_cookie(demand, client):
    claim = claim_for(demand)
    url = reverse("claims:check")
    client.get(url)
    counts = []
    for receipt in (claim.receipt, "2222-2222-2222"):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(url, {"receipt": receipt, "digest": "0" * 64})
        counts.append(len(asked))
        assert not answer.cookies
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "query", [{"receipt": "\0", "digest": "x"}, {"receipt": "x" * 5000}, {"digest": "<script>"}]
)
def test_hostile_numbers_and_digests_get_the_same_no(query, client):
    page = client.get(reverse("claims:check"), query)
    assert page.status_code == 200
    assert "不相符" in text_of(page)
    assert "<script>" not in text_of(page).split("<main")[1]


def test_no_notification_tells_of_a_draft(demand):
    draft_for(demand, approach=SECRET)
    assert not Notification.objects.exists()
