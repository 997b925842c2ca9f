import pytest

from marketplace.accounts.models import User


@pytest.fixture(autouse=True)
def blob_root(settings, tmp_path):
    settings.BLOB_ROOT = tmp_path / "blobs"
    return settings.BLOB_ROOT


@pytest.fixture
def person(db):
    return User.objects.create_user("lin@example.test")
