"""Loads the vocabularies after `migrate`: creates what is missing, never touches what is there."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS, transaction

FIXTURES = {
    "District": "districts.yaml",
    "Domain": "domains.yaml",
    "ResourceKind": "resource_kinds.yaml",
    "QualificationKind": "qualification_kinds.yaml",
    "Industry": "industries.yaml",
    "Park": "parks.yaml",
}
"""Model and the file of its terms; a later one refers to earlier ones."""

_FOLDER = Path(__file__).parent / "fixtures"
_LINKS = ("districts", "focus", "satisfies")
_STEP = 10  # leaves staff room to put a term between two others
_TOP_STEP = 1000  # keeps the fields of an industry behind it

Terms = list[dict[str, Any]]


def load_taxonomy(
    *, using: str = DEFAULT_DB_ALIAS, apps: Apps = installed, **_signal: object
) -> None:
    """Create the missing terms of every vocabulary; a receiver of `post_migrate`.

    It asks the models of the state that `migrate` reached, so that it also works half-way.
    """
    if using != DEFAULT_DB_ALIAS:
        return
    try:
        models = {name: apps.get_model("taxonomy", name) for name in FIXTURES}
        activity = apps.get_model("taxonomy", "EconomicActivity")
    except LookupError:  # migrated backwards, to before this app
        return
    with transaction.atomic():
        for name, model in models.items():
            _create_terms(model, read_terms(name))
        _create_activities(activity)


def read_terms(name: str) -> Terms:
    """Return the terms of a model in order; a field of an industry has its slug as `parent`."""
    terms: Terms = []
    for place, top in enumerate(yaml.safe_load((_FOLDER / FIXTURES[name]).read_text("utf-8")), 1):
        fields = top.pop("fields", None)
        order = place * (_STEP if fields is None else _TOP_STEP)
        terms.append({**top, "sort_order": order})
        terms += [
            {**field, "parent": top["slug"], "sort_order": order + place * _STEP}
            for place, field in enumerate(fields or (), 1)
        ]
    return terms


def read_activities() -> list[dict[str, str]]:
    """Return the rows of GB/T 4754 in order: code, parent (empty for a section) and name."""
    with (_FOLDER / "gb_t_4754_2017.tsv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter="\t"))


def _create_terms(model: Any, terms: Terms) -> None:
    keys = dict(model.objects.values_list("slug", "pk"))
    made: list[tuple[Any, dict[str, Any]]] = []
    for term in terms:
        if term["slug"] not in keys:
            plain = {key: value for key, value in term.items() if key not in _LINKS}
            if "parent" in plain:
                plain["parent_id"] = keys[plain.pop("parent")]
            created = model.objects.create(**plain)
            keys[created.slug] = created.pk
            made.append((created, term))
    for created, term in made:  # after all: a term may name one that comes later
        for link in _LINKS:
            _link(created, link, slugs=term.get(link, ()))


def _link(term: Any, name: str, *, slugs: list[str]) -> None:
    if slugs and hasattr(term, name):  # not yet, where `migrate` stopped half-way
        manager = getattr(term, name)
        manager.set(manager.model.objects.filter(slug__in=slugs))


def _create_activities(model: Any) -> None:
    known = set(model.objects.values_list("code", flat=True))
    model.objects.bulk_create(
        [
            model(
                code=row["code"],
                parent_id=row["parent"] or None,
                name=row["name"],
                # 门类 A, 大类 01, 中类 011, 小类 0111: the length of the code tells the level.
                level=len(row["code"]),
            )
            for row in read_activities()
            if row["code"] not in known
        ]
    )
