"""The triggers go before a migration remakes a table, and are back after it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from marketplace.challenges import triggers
from marketplace.challenges.models import Challenge, Criterion, TemplateDocument
from marketplace.challenges.templates import add_template
from tests.challenges.factories import ChallengeOffice
from tests.claims.factories import pdf
from tests.kept import rows_like

pytestmark = pytest.mark.django_db

PARTS = {
    Criterion: {"name": "另一项", "weight": 10, "position": 9},
    TemplateDocument: {"title": "另一份", "position": 9},
}


def refused(write):
    """Assert that the database itself refuses to write."""
    with pytest.raises(DatabaseError, match="rules of a challenge are fixed"), transaction.atomic():
        write()


def remade():
    """Rename the table there and back, as the last step of a remake does."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE challenges_challenge RENAME TO challenges_kept")
        cursor.execute("ALTER TABLE challenges_kept RENAME TO challenges_challenge")


@pytest.mark.both
@pytest.mark.parametrize("model", PARTS)
def test_criteria_and_templates_of_fixed_rules_stand_whoever_speaks_to_the_database(model):
    office = ChallengeOffice()
    challenge, other = office.as_listed(), office.drafted()
    add_template(other, by=office.editor, title="方案模板", upload=pdf())
    part = model.objects.filter(challenge=other).first()
    rows_like(part).update(position=7)
    values = {**PARTS[model], **({"blob": part.blob} if model is TemplateDocument else {})}
    refused(lambda: model.objects.create(challenge=challenge, **values))
    refused(lambda: rows_like(part).update(challenge=challenge))
    Challenge.objects.filter(pk=other.pk).update(state=Challenge.State.ARGUING)
    refused(lambda: rows_like(part).update(position=8))
    refused(lambda: rows_like(part).update(challenge=challenge))
    refused(lambda: rows_like(part)._raw_delete(using="default"))
    assert rows_like(part).get().position == 7


def test_without_them_a_table_is_remade_and_with_them_rules_are_fixed():
    challenge = ChallengeOffice().arguing()
    triggers.let_tables_be_remade()
    remade()
    triggers.keep_rules_fixed()
    triggers.keep_rules_fixed()
    with pytest.raises(DatabaseError), transaction.atomic():
        Challenge.objects.filter(pk=challenge.pk).update(minimum_bids=9)
