"""What happens when staff save a term."""

import pytest

from marketplace.journal.models import Entry
from marketplace.taxonomy.actions import save_term
from marketplace.taxonomy.models import Domain
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.both
def test_saving_a_term_tells_the_journal():
    domain = Domain.objects.get(slug="parking")
    domain.retired = True
    person = UserFactory(staff=True)

    def save():
        domain.save()
        return domain

    save_term(save, by=person)
    entry = Entry.objects.get(kind="term_changed")
    assert entry.subject_type == "taxonomy.domain"
    assert entry.subject_key == str(domain.pk)
    assert entry.data == {"slug": "parking", "retired": True}


@pytest.mark.both
def test_a_term_that_cannot_be_saved_tells_nothing():
    def save():
        raise ValueError("the form broke")

    with pytest.raises(ValueError, match="broke"):
        save_term(save, by=UserFactory(staff=True))
    assert not Entry.objects.exists()
