"""Claims that were made before there were versions have one after the migration."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.db import connection

from marketplace.claims.models import Claim, ClaimVersion
from marketplace.claims.versions import verified, version_of
from marketplace.journal import triggers
from tests.claims.factories import capability_of, claim_for, open_demand
from tests.factories import OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]

migration = importlib.import_module("marketplace.claims.migrations.0002_drafts_and_versions")


def test_claims_without_versions_get_the_one_that_their_sending_would_have_made():
    firm = OrganisationFactory()
    offered = (None, capability_of(firm))
    made = [version_of(claim_for(open_demand(), firm, capability=one)) for one in offered]
    triggers.remove(connection)
    ClaimVersion.objects.all()._raw_delete(using="default")
    migration.keep_first_versions(apps, None)
    for before in made:
        again = version_of(Claim.objects.get(pk=before.claim_id))
        assert (again.content, again.digest) == (before.content, before.digest)
        assert verified(again.claim.receipt, again.digest) == again
