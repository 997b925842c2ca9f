"""What a thief of the database and of the data folder learns: none of forty secrets, no number."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from marketplace.bids import beats
from marketplace.bids.drafting import attach_file, save_draft
from marketplace.bids.models import Envelope, Vault
from marketplace.bids.submitting import submit_bid, withdraw_bid
from marketplace.challenges.models import Challenge
from marketplace.core.models import IdempotencyKey
from marketplace.journal.models import Entry
from tests.bids.factories import drafted, listed_challenge, open_challenge, sealed, texts_for
from tests.claims.factories import pdf, person_of
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

SECRETS = [f"密{chr(0x4E00 + 37 * n)}封{n:02d}号Qx{n * 7919:06d}方案" for n in range(40)]


def encodings(text: str) -> Iterator[bytes]:
    """Yield a text as a leak could hold it; base64 in each of its three alignments."""
    for name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030"):
        raw = text.encode(name)
        yield raw
        yield raw.hex().encode()
        yield raw.hex().upper().encode()
        for ahead in range(3):
            coded = base64.b64encode(bytes(ahead) + raw)
            yield coded[4 if ahead else 0 : -4]
    yield quote(text).encode()
    yield json.dumps(text)[1:-1].encode()


def dump() -> Iterator[bytes]:
    """Yield every value of every table, and every file below the data folder."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            for row in cursor.fetchall():
                for value in row:
                    binary = isinstance(value, bytes | memoryview)
                    yield bytes(value) if binary else str(value).encode()
    for root in (Path(settings.SEALED_ROOT), Path(settings.DATA_DIR)):
        for path in root.rglob("*"):
            yield path.name.encode()
            if path.is_file():
                yield path.read_bytes()


def seven_bids(challenge: Challenge) -> None:
    """Plant the secrets in texts, names and attachments of drafts and bids."""
    ahead = iter(SECRETS)
    for number in range(7):
        firm = OrganisationFactory()
        by = person_of(firm)
        texts = texts_for(challenge, approach=next(ahead), team=next(ahead), schedule=next(ahead))
        mark = save_draft(challenge, firm=firm, by=by, texts=texts).mark
        file = pdf(f"{next(ahead)}.pdf", next(ahead).encode())
        mark = attach_file(challenge, firm=firm, by=by, upload=file).mark
        if number:
            passphrase = next(ahead, "no secret is left")[:40]
            submit_bid(challenge, firm=firm, by=by, seen=mark, passphrase=passphrase)


@pytest.mark.slow
@pytest.mark.parametrize("suite", ["aes", "sm"])
def test_a_dump_holds_none_of_forty_secrets(suite, settings):
    settings.SEAL_SUITE = suite
    challenge = open_challenge()
    seven_bids(challenge)
    beats.beat(challenge)
    whole = b"\n".join(dump())
    assert len(whole) > 100_000
    found = [text for text in SECRETS for code in encodings(text) if code in whole]
    assert not found


def test_the_search_for_secrets_finds_one_that_leaks(challenge):
    Challenge.objects.update(exit_note=SECRETS[0])
    whole = b"\n".join(dump())
    assert any(code in whole for code in encodings(SECRETS[0]))


def shape() -> dict[str, int]:
    """Return how many rows each table has, and how many files of each size there are."""
    tables = {
        model._meta.db_table: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed
    }
    sizes: dict[str, int] = {}
    for path in Path(settings.SEALED_ROOT).rglob("*"):
        if path.is_file():
            name = f"file of {path.stat().st_size}, {path.stat().st_mtime}"
            sizes[name] = sizes.get(name, 0) + 1
    boxes = {f"box of {len(bytes(row.box))}": 1 for row in Envelope.objects.all()}
    return {**tables, **sizes, **boxes, "ledger": len(bytes(Vault.objects.get().box))}


def test_rows_and_files_are_as_many_with_seven_bids_as_with_none(challenge, settings):
    settings.SEAL_DECOY_MEGABYTES = 7
    beats.beat(challenge)
    people = [person_of(OrganisationFactory()) for _number in range(7)]
    beats.beat(challenge)
    before = shape()
    for person in people:
        firm = person.memberships.get().organisation
        sealed(challenge, firm, person)
    withdraw_bid(challenge, firm=firm, by=person)
    drafted(challenge, firm, person)
    assert shape() == before
    assert not IdempotencyKey.objects.exists()


def test_files_tell_no_size_however_large_an_attachment_is(challenge, firm, bidder, settings):
    settings.SEAL_DECOY_MEGABYTES = 7
    beats.beat(challenge)
    before = shape()
    save_draft(challenge, firm=firm, by=bidder, texts=texts_for(challenge))
    assert shape() == before
    file = pdf(content=bytes(3 * 1024 * 1024))
    attach_file(challenge, firm=firm, by=bidder, upload=file)
    assert shape() == before


def test_a_beat_records_one_entry_of_one_form_whether_something_happened_or_not(challenge):
    def told() -> tuple[set[str], set[int], int]:
        rows = Entry.objects.filter(kind="envelope_kept")
        forms = {f"{row.subject_type} {sorted(row.data)}" for row in rows}
        keys = [(row.actor_key, row.subject_key, row.data["digest"]) for row in rows]
        assert len({text for key in keys for text in key}) == 3 * len(keys)
        return forms, {len(text) for key in keys for text in key}, len(rows)

    beats.beat(challenge)
    assert told() == ({"bids.envelope ['digest']"}, {64}, 1)
    sealed(challenge)
    sealed(challenge)
    for number in (2, 3, 4):
        beats.beat(challenge)
        assert told() == ({"bids.envelope ['digest']"}, {64}, number)


def test_the_clock_renews_each_vault_when_its_beat_is_due(challenge, settings):
    beats.beat_due()
    assert not Entry.objects.filter(kind="envelope_kept").exists()
    settings.SEAL_BEAT_SECONDS = 0
    beats.beat_due()
    assert Entry.objects.filter(kind="envelope_kept").count() == 1


def test_a_vault_is_made_once_when_the_challenge_is_listed():
    listed_challenge()
    key = Vault.objects.get().pk
    with transaction.atomic():
        beats.make_vault(Entry.objects.get(kind="challenge_published"))
    assert Vault.objects.get().pk == key
