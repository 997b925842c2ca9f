"""The workbench's figures: each concerns its reader, and is what the list behind it holds."""

from __future__ import annotations

import pytest
from django.urls import reverse

from marketplace.organisations.models import Role
from tests.challenges.factories import ChallengeOffice
from tests.claims.factories import claim_for, open_demand, person_of
from tests.experts.factories import applied, keeper, person
from tests.factories import OrganisationFactory, UserFactory
from tests.listings.factories import Office

pytestmark = pytest.mark.django_db


def shown(client, user):
    client.force_login(user)
    return [
        (one.label, one.value, one.note) for one in client.get("/workbench/").context["figures"]
    ]


def test_who_has_no_part_in_anything_reads_what_waits_and_what_is_unread_alone(client):
    assert shown(client, UserFactory()) == []
    assert 'class="figs figs-2"' in client.get("/workbench/").text


def test_a_department_reads_its_open_demands_and_what_is_in_approval(client):
    office = Office()
    office.submitted()
    open_demand(office.organisation)
    expected = [("开放对接", 1, "我的需求"), ("审批中", 1, "需求与能力")]
    assert shown(client, office.editor) == shown(client, office.approver) == expected


def test_a_firm_reads_its_applications_and_capabilities_and_nothing_of_demands(client):
    firm = OrganisationFactory()
    bidder = person_of(firm, Role.BIDDER)
    claim_for(open_demand(), firm, bidder)
    assert shown(client, bidder) == [("待答复", 1, "我的对接申请"), ("已上架", 0, "我的能力")]


def test_an_expert_staff_and_a_supervisor_read_each_what_is_theirs(client):
    office = ChallengeOffice()
    office.as_listed()
    assert shown(client, person(applied())) == [("进行中的评审", 0, "我参加的")]
    assert shown(client, keeper()) == [
        ("进行中的榜单", 1, "全平台"),
        ("待审核", 1, "专家入库申请"),
    ]
    supervisor = person_of(office.organisation, Role.SUPERVISOR)
    assert shown(client, supervisor) == [("进行中的榜单", 1, "由我监督")]
    assert f'href="{reverse("portal:supervision")}"' in client.get("/workbench/").text
