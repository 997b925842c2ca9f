"""Speaks to the database as code does that knows nothing of the models' own rules."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model, QuerySet


def rows_like(row: Model) -> QuerySet[Any]:
    """Return a row as a query without its manager, which would refuse by itself."""
    return QuerySet(type(row)).filter(pk=row.pk)


def run(statement: str) -> None:
    """Run a statement in a savepoint of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def refuses(statement: str) -> None:
    """Assert that the database itself refuses a statement."""
    with pytest.raises(DatabaseError, match="insert-only"):
        run(statement)


def stands(row: Model, **changes: Any) -> None:
    """Assert that the database neither deletes a row nor changes its fields to these values."""
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        rows_like(row)._raw_delete(using="default")
    for name, value in changes.items():
        with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
            rows_like(row).update(**{name: value})
