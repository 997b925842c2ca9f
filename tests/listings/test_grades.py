"""A higher grade of a qualification counts wherever a lower one is asked."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from marketplace.claims.permissions import may_claim
from marketplace.listings.facts import conditions_of, held_rows, holder_facts
from marketplace.listings.filters import CapabilityFilter
from marketplace.listings.gates import qualification_gates
from marketplace.listings.models import Capability
from marketplace.organisations.models import Role
from marketplace.taxonomy.models import QualificationKind
from search.describing import describe_capabilities
from tests.claims.factories import open_demand, person_of
from tests.factories import OrganisationFactory, QualificationFactory, QualificationKindFactory
from tests.listings.factories import Firm

pytestmark = [pytest.mark.django_db, pytest.mark.both]

TODAY = timezone.localdate()
NEXT_YEAR = TODAY + timedelta(days=365)
LADDER = [
    ("surveying-a", "surveying-b"),
    ("cmmi5", "cmmi3"),
    ("itss2", "itss3"),
    ("intelligent-1", "intelligent-2"),
]


def certificate(firm, slug, until=NEXT_YEAR):
    kind = QualificationKindFactory(slug=slug)
    return QualificationFactory(organisation=firm, kind=kind, valid_until=until)


def gate(firm, slug):
    """Return the gate of a demand that asks for one kind."""
    demand = open_demand()
    demand.qualifications.add(QualificationKindFactory(slug=slug))
    (found,) = qualification_gates(conditions_of(demand), holder_facts(firm, on=TODAY), on=TODAY)
    return found


@pytest.mark.parametrize(("higher", "lower"), LADDER)
def test_a_higher_grade_satisfies_a_lower_one_and_is_named(higher, lower):
    firm = OrganisationFactory()
    certificate(firm, higher)
    found = gate(firm, lower)
    assert found.answer == "met"
    assert QualificationKind.objects.get(slug=higher).name in str(found.fact)


@pytest.mark.parametrize(("higher", "lower"), LADDER)
def test_a_lower_grade_satisfies_no_higher_one(higher, lower):
    firm = OrganisationFactory()
    certificate(firm, lower)
    assert gate(firm, higher).answer == "failed"


def test_an_expired_higher_grade_gives_way_to_a_valid_lower_one_and_back():
    one, other = OrganisationFactory(), OrganisationFactory()
    certificate(one, "surveying-a", TODAY - timedelta(days=1))
    assert gate(one, "surveying-b").answer == "failed"
    certificate(one, "surveying-b")
    assert gate(one, "surveying-b").answer == "met"
    certificate(other, "surveying-b", TODAY - timedelta(days=1))
    certificate(other, "surveying-a")
    assert gate(other, "surveying-b").answer == "met"


def test_a_renewal_that_is_not_valid_yet_does_not_hide_the_present_certificate():
    firm = OrganisationFactory()
    certificate(firm, "iso27001", TODAY + timedelta(days=9))
    renewal = certificate(firm, "iso27001")
    renewal.valid_from = TODAY + timedelta(days=9)
    renewal.save()
    assert gate(firm, "iso27001").answer == "met"


def test_a_firm_with_the_higher_grade_may_apply():
    demand, firm = open_demand(), OrganisationFactory()
    demand.qualifications.add(QualificationKindFactory(slug="surveying-b"))
    bidder = person_of(firm, Role.BIDDER)
    assert may_claim(bidder, demand, firm=firm, at=timezone.now()).code == "qualification"
    certificate(firm, "surveying-a")
    firm = type(firm).objects.get(pk=firm.pk)
    assert may_claim(bidder, demand, firm=firm, at=timezone.now())


def test_a_capability_that_names_the_higher_grade_is_found_and_matched_by_the_lower():
    capability = Firm().published()
    capability.qualifications.set([QualificationKindFactory(slug="surveying-a")])
    capability.save()
    (document,) = describe_capabilities([capability])
    assert document.qualifications == ("surveying-a", "surveying-b")
    terms = {"qualification": [("surveying-a", "甲级"), ("surveying-b", "乙级")]}

    def listed(slug):
        data = {"qualification": [slug]}
        rows = Capability.objects.public()
        return list(CapabilityFilter(data, rows, terms=terms, tops={}, now=timezone.now()).qs)

    assert listed("surveying-b") == listed("surveying-a") == [capability]


def test_grades_are_read_in_a_constant_number_of_queries():
    counts = []
    for _firm in range(2):
        firm = OrganisationFactory()
        for slug in ("surveying-a", "cmmi5"):
            certificate(firm, slug)
        with CaptureQueriesContext(connection) as queries:
            [kind.name for row in held_rows() for kind in row.kind.satisfies.all()]
        counts.append(len(queries))
    assert counts[0] == counts[1]
