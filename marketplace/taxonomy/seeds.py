"""Loads the supplied synonyms after `migrate`: a pair that was ever there is left alone."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone

from marketplace.accounts.system import SYSTEM_EMAIL
from marketplace.taxonomy import wordings

_FILE = Path(__file__).parent / "fixtures" / "synonyms.tsv"
_BYTES = 8


class Seed(NamedTuple):
    """A supplied edge with its keys."""

    wording: str
    other: str
    wording_key: str
    other_key: str
    kind: str
    both_ways: bool
    weight: Decimal

    @property
    def pair(self) -> frozenset[str]:
        """The wordings in normal form, whichever way."""
        return frozenset({self.wording_key, self.other_key})


def read_seeds() -> Iterator[Seed]:
    """Yield the supplied edges in order."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        for row in csv.DictReader(lines, delimiter="\t"):
            yield Seed(
                row["wording"],
                row["other"],
                wordings.read(row["wording"]).key,
                wordings.read(row["other"]).key,
                row["kind"],
                row["sides"] == "both",
                Decimal(row["weight"]),
            )


def load_synonyms(
    *, using: str = DEFAULT_DB_ALIAS, apps: Apps = installed, **_signal: object
) -> None:
    """Create the missing supplied edges as approved; a receiver of `post_migrate`.

    What staff changed, retired or rejected stays as they left it.
    """
    if using != DEFAULT_DB_ALIAS:
        return
    try:
        synonyms = apps.get_model("taxonomy", "Synonym")
        stamps = apps.get_model("taxonomy", "SynonymStamp")
        system = apps.get_model("accounts", "User").objects.get(email=SYSTEM_EMAIL)
    except LookupError:  # migrated backwards, to before synonyms
        return
    with transaction.atomic():
        rows = _missing(synonyms, system)
        if rows:
            synonyms.objects.bulk_create(rows)
            stamps.objects.update_or_create(pk=1, defaults={"value": secrets.token_hex(_BYTES)})


def _missing(synonyms: Any, system: Any) -> list[Any]:
    pairs = synonyms.objects.values_list("wording_key", "other_key")
    known = {frozenset(pair) for pair in pairs}
    due = [seed for seed in read_seeds() if seed.pair not in known]
    now = timezone.now()  # of no rule, and the clock's module has models
    return [
        synonyms(
            **seed._asdict(),
            state="approved",
            origin="seed",
            author=system,
            created=now,
            decided_by=system,
            decided_at=now,
        )
        for seed in due
    ]
