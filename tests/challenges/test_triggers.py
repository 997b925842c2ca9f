"""The triggers go before a migration remakes a table, and are back after it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from marketplace.challenges import triggers
from marketplace.challenges.models import Challenge
from tests.challenges.factories import ChallengeOffice

pytestmark = pytest.mark.django_db


def remade():
    """Rename the table there and back, as the last step of a remake does."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE challenges_challenge RENAME TO challenges_kept")
        cursor.execute("ALTER TABLE challenges_kept RENAME TO challenges_challenge")


def test_without_them_a_table_is_remade_and_with_them_rules_are_fixed():
    challenge = ChallengeOffice().arguing()
    triggers.let_tables_be_remade()
    remade()
    triggers.keep_rules_fixed()
    triggers.keep_rules_fixed()
    with pytest.raises(DatabaseError), transaction.atomic():
        Challenge.objects.filter(pk=challenge.pk).update(minimum_bids=9)
