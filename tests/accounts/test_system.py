"""The account in whose name the portal acts."""

import pytest
from django.contrib.auth import authenticate

from marketplace.accounts.models import User
from marketplace.accounts.system import (
    SYSTEM_EMAIL,
    create_system_user,
    is_system,
    system_user,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.both
def test_migrate_has_made_one_system_account_that_may_do_everything():
    account = system_user()
    create_system_user()
    assert User.objects.filter(email=SYSTEM_EMAIL).count() == 1
    assert account.has_perm("organisations.verify_organisation")
    assert is_system(account)


def test_nobody_signs_in_as_the_system_account():
    assert not system_user().has_usable_password()
    assert authenticate(username=SYSTEM_EMAIL, password="") is None


def test_another_person_is_not_the_system():
    assert not is_system(UserFactory(staff=True))
