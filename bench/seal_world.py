"""Challenges, bidders and bids that the measurement of sealed bids makes in a portal's database."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from marketplace.accounts.models import User
from marketplace.bids.beats import begin_vault
from marketplace.bids.drafting import attach_file, save_draft
from marketplace.bids.submitting import submit_bid
from marketplace.challenges.models import Challenge, Programme
from marketplace.core import clock
from marketplace.listings.models import Demand, DemandLifecycle
from marketplace.organisations.credit_codes import complete
from marketplace.organisations.models import Kind, Membership, Organisation, Role

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
TEXTS = {"approach": "路线", "team": "团队", "schedule": "计划", "public_money": "100"}


def challenge_of(officer: User) -> Challenge:
    """Return a challenge that takes bids, handled by this officer."""
    bodies = Organisation.objects.present().verified().filter(kind=Kind.AGENCY)
    owner = bodies.order_by("pk")[0]
    Membership.objects.get_or_create(user=officer, organisation=owner, role=Role.EDITOR)
    now = clock.now()
    with transaction.atomic():
        demand = Demand.objects.create(
            title="密封测量榜单", mode=Demand.Mode.CHALLENGE, live=True, path=Demand.Path.RESEARCH
        )
        DemandLifecycle.objects.create(
            demand=demand,
            owner=owner,
            number=f"XQ-2099-{secrets.token_hex(4).upper()}",
            state=DemandLifecycle.State.LIVE,
            review=DemandLifecycle.Review.SETTLED,
            published_at=now,
            closes_at=now + timedelta(days=1),
        )
        challenge = Challenge.objects.create(
            demand=demand, programme=Programme.objects.all()[0], state=Challenge.State.PUBLISHED
        )
        begin_vault(challenge)
    return fresh(challenge.pk)


def officer_of(name: str) -> User:
    """Return a new person."""
    return User.objects.create_user(f"{name}-{secrets.token_hex(4)}@demo.example", name=name)


def bidder() -> tuple[Organisation, User]:
    """Return a new verified firm with its bid manager."""
    mark = secrets.token_hex(4)
    firm = Organisation.objects.create(
        kind=Kind.FIRM,
        name=f"密封测量企业{mark}",
        credit_code=complete("91350299", "MX" + "".join(secrets.choice(_SIGNS) for _ in range(6))),
        verified_at=clock.now(),
    )
    person = officer_of("bidder")
    Membership.objects.create(user=person, organisation=firm, role=Role.BIDDER)
    return firm, person


def drafted(challenge: Challenge, firm: Organisation, *, by: User, size: int = 0) -> str:
    """Save a complete draft, with an attachment of so many bytes, and return its mark."""
    written = save_draft(challenge, firm=firm, by=by, texts=TEXTS)
    if size:
        upload = SimpleUploadedFile("方案.pdf", _pdf(size))
        written = attach_file(challenge, firm=firm, by=by, upload=upload)
    return written.mark


def _pdf(size: int) -> bytes:
    """Return a whole PDF with an empty page, of about so many bytes."""
    document, out = pikepdf.new(), BytesIO()
    document.add_blank_page(page_size=(9, 9))
    document.Root.Payload = pikepdf.Stream(document, os.urandom(size - 4096))
    document.save(out, compress_streams=False)
    return out.getvalue()


def bid(challenge: Challenge, *, size: int = 0) -> None:
    """Seal a bid of a new firm."""
    firm, by = bidder()
    mark = drafted(challenge, firm, by=by, size=size)
    submit_bid(challenge, firm=firm, by=by, seen=mark)


def close(challenge: Challenge) -> Challenge:
    """Let the close have come and been followed."""
    past = clock.now() - timedelta(milliseconds=1)
    rows = DemandLifecycle.objects.filter(demand=challenge.demand_id)
    rows.update(closes_at=past, closed_at=past)
    Challenge.objects.filter(pk=challenge.pk).update(state=Challenge.State.CLOSED)
    return fresh(challenge.pk)


def fresh(key: int) -> Challenge:
    """Return a challenge read anew."""
    found: Challenge = Challenge.objects.for_rows().get(pk=key)
    return found
