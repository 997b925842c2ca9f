"""Who may see and do what; another organisation's drafts are not there."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from marketplace.core.refusals import Refusal
from marketplace.files.access import url_of
from marketplace.files.store import store
from marketplace.listings import actions, permissions, sheets
from marketplace.listings.models import Demand, DemandAttachment
from marketplace.organisations.models import Role
from tests.factories import AgencyFactory, MembershipFactory, UnitFactory, UserFactory
from tests.listings.factories import (
    CONTACT,
    Firm,
    Office,
    demand_content,
    fresh,
    member,
    staff,
    step_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PAGES = ("item", "edit", "check", "preview", "sheet")
POSTS = ("submit", "recall", "withdraw", "confirm", "copy", "attach_scan")


@pytest.fixture
def office():
    return Office()


def stranger():
    return member(AgencyFactory(), Role.OWNER)


@pytest.mark.parametrize("page", PAGES)
def test_a_draft_of_another_organisation_is_not_there(client, office, page):
    demand = office.draft()
    client.force_login(stranger())
    assert client.get(reverse(f"listings:{page}", args=["demand", demand.pk])).status_code == 404
    assert client.get(reverse(f"listings:{page}", args=["demand", 10**9])).status_code == 404


@pytest.mark.parametrize("page", POSTS)
def test_nothing_is_done_to_an_item_of_another_organisation(client, office, page):
    demand = office.draft()
    client.force_login(stranger())
    url = reverse(f"listings:{page}", args=["demand", demand.pk])
    assert client.post(url, {"reason": "x"}).status_code == 404
    assert Demand.objects.count() == 1


@pytest.mark.parametrize("page", PAGES)
def test_a_visitor_is_asked_to_sign_in(client, office, page):
    url = reverse(f"listings:{page}", args=["demand", office.draft().pk])
    response = client.get(url)
    assert response.status_code == 302
    assert "login" in response.url


@pytest.mark.parametrize("page", POSTS)
def test_a_link_alone_changes_nothing(client, office, page):
    client.force_login(office.editor)
    url = reverse(f"listings:{page}", args=["demand", office.draft().pk])
    assert client.get(url).status_code == 405


@pytest.mark.parametrize(
    ("role", "demands", "capabilities"),
    [
        (Role.OWNER, True, True),
        (Role.EDITOR, True, True),
        (Role.BIDDER, False, True),
        (Role.APPROVER, False, False),
        (Role.VIEWER, False, False),
    ],
)
def test_roles_write_what_is_theirs(role, demands, capabilities):
    firm = Firm().organisation
    user = member(firm, role)
    assert bool(permissions.may_create(user, firm, key="demand")) is demands
    assert bool(permissions.may_create(user, firm, key="capability")) is capabilities


def test_a_writer_of_another_unit_reads_but_does_not_write(office):
    mine, other = (UnitFactory(organisation=office.organisation) for _time in range(2))
    writer = member(office.organisation, Role.EDITOR, other)
    demand = office.draft(operation={**CONTACT, "unit": mine})
    assert permissions.may_see_work(writer, demand)
    decision = permissions.may_edit(writer, demand)
    assert (bool(decision), decision.code) == (False, "unit")


def test_nobody_approves_by_writing_or_owning(office):
    demand = office.submitted()
    owner = member(office.organisation, Role.OWNER)
    task = step_of(demand).task.specific
    assert task.may_decide(office.approver, demand)
    for user in (office.editor, owner, stranger(), AnonymousUser()):
        assert not task.may_decide(user, demand)


def test_an_approver_of_another_unit_does_not_decide(office):
    mine, other = (UnitFactory(organisation=office.organisation) for _time in range(2))
    demand = office.submitted(operation={**CONTACT, "unit": mine})
    task = step_of(demand).task.specific
    assert task.may_decide(member(office.organisation, Role.APPROVER, mine), demand)
    assert not task.may_decide(member(office.organisation, Role.APPROVER, other), demand)


def test_staff_are_known_by_their_permission_and_not_by_a_flag():
    assert permissions.is_portal_staff(staff())
    assert permissions.is_portal_staff(UserFactory(staff=True))
    assert not permissions.is_portal_staff(UserFactory(is_staff=True))
    assert not permissions.is_portal_staff(UserFactory())
    assert not permissions.is_portal_staff(AnonymousUser())


def test_lists_hold_what_a_person_may_read(office):
    draft, live = office.draft(), office.published()
    seen = {
        "visitor": Demand.objects.visible_to(AnonymousUser()),
        "stranger": Demand.objects.visible_to(stranger()),
        "own": Demand.objects.visible_to(office.approver),
        "staff": Demand.objects.visible_to(office.reviewer),
    }
    assert {name: set(rows) for name, rows in seen.items()} == {
        "visitor": {live},
        "stranger": {live},
        "own": {draft, live},
        "staff": {draft, live},
    }


def test_the_review_page_decides_a_step(client, office):
    demand = office.submitted()
    client.force_login(office.approver)
    url = reverse("listings:decide", args=[step_of(demand).pk])
    page = client.get(url).text
    assert demand.title in page
    assert sheets.version_digest(demand.lifecycle.submitted_revision) in page
    assert client.post(url, {"decision": "reject", "comment": ""}).status_code == 422
    assert client.post(url, {"decision": "approve", "comment": "同意"}).status_code == 302
    secrecy = reverse("listings:decide", args=[step_of(fresh(demand)).pk])
    assert client.post(secrecy, {"decision": "approve"}).status_code == 422
    answers = {"reviewed_on": timezone.localdate().isoformat(), "conclusion": "public"}
    assert client.post(secrecy, {"decision": "approve", **answers}).status_code == 302
    assert fresh(demand).lifecycle.secrecy_review.reviewer == office.approver
    assert client.post(url, {"decision": "approve"}).status_code == 302


def test_the_review_page_of_others_is_not_there(client, office):
    url = reverse("listings:decide", args=[step_of(office.submitted()).pk])
    for user in (office.editor, stranger()):
        client.force_login(user)
        assert client.get(url).status_code == 404
        assert client.post(url, {"decision": "approve"}).status_code == 404


def test_a_decider_from_outside_sees_the_item_only_while_it_waits(client):
    firm = Firm()
    client.force_login(firm.writer)
    capability = firm.published()
    client.force_login(firm.secrecy)
    url = reverse("listings:item", args=["capability", capability.pk])
    assert client.get(url).status_code == 404


def test_the_review_page_shows_what_changes_and_what_is_missing(client, office):
    demand = office.resubmitted(office.published(title="旧标题"), title="新标题")
    client.force_login(office.approver)
    url = reverse("listings:decide", args=[step_of(fresh(demand)).pk])
    page = client.get(url).text
    assert "旧标题" in page
    assert "新标题" in page
    fresh(demand).lifecycle.__class__.objects.filter(demand=demand).update(contact_phone="")
    assert 'value="approve"' not in client.get(url).text
    assert 'value="reject"' in client.get(url).text


def test_files_of_a_draft_are_private_and_those_of_a_live_item_public(client, office):
    blob = store(SimpleUploadedFile("清单.pdf", PDF), by=office.editor)
    content = demand_content()
    content.attachments = [DemandAttachment(blob=blob, title="清单")]
    demand = actions.create_draft(
        content, owner=office.organisation, by=office.editor, operation=CONTACT
    )
    row = demand.attachments.get()
    url = url_of(row)
    client.force_login(stranger())
    assert client.get(url).status_code == 404
    client.force_login(office.approver)
    assert client.get(url).status_code == 200
    actions.submit_listing(fresh(demand), by=office.editor)
    office.approve(demand)
    client.logout()
    live = fresh(demand).attachments.get()
    assert client.get(url_of(live)).content == PDF


def test_a_file_of_a_version_in_work_is_for_those_who_see_the_work(client, office):
    blob = store(SimpleUploadedFile("清单.pdf", PDF), by=office.editor)
    other = store(SimpleUploadedFile("别的.pdf", PDF), by=office.editor)
    demand = office.published()
    demand = office.revise(demand, attachments=[DemandAttachment(blob=blob, title="清单")])
    url = reverse(
        "listings:version_file", args=["demand", demand.pk, demand.latest_revision_id, blob.pk]
    )
    client.force_login(office.approver)
    assert client.get(url).content == PDF
    assert client.get(url.replace(f"/{blob.pk}/", f"/{other.pk}/")).status_code == 404
    client.force_login(stranger())
    assert client.get(url).status_code == 404


def test_a_stamped_sheet_is_for_the_owner_and_the_staff(client, office):
    demand = office.published()
    client.force_login(office.editor)
    sheet = client.get(reverse("listings:sheet", args=["demand", demand.pk]))
    assert sheets.version_digest(demand.live_revision) in sheet.text
    assert [step.comment for step in sheet.context["sheet"].steps] == ["同意"] * 3
    upload = SimpleUploadedFile("审批单.pdf", PDF, "application/pdf")
    client.post(reverse("listings:attach_scan", args=["demand", demand.pk]), {"scan": upload})
    [scan] = sheets.scans_of(demand)
    url = url_of(scan)
    for user, status in ((office.approver, 200), (office.reviewer, 200), (stranger(), 404)):
        client.force_login(user)
        assert client.get(url).status_code == status
    client.logout()
    assert client.get(url).status_code == 302


def test_a_viewer_attaches_no_sheet(client, office):
    demand = office.published()
    client.force_login(member(office.organisation, Role.VIEWER))
    upload = SimpleUploadedFile("审批单.pdf", PDF, "application/pdf")
    client.post(reverse("listings:attach_scan", args=["demand", demand.pk]), {"scan": upload})
    assert not sheets.scans_of(demand).exists()


def test_the_digest_is_that_of_the_content_alone(office):
    demand = office.draft()
    first = demand.get_latest_revision()
    again = office.revise(demand).get_latest_revision()
    changed = office.revise(fresh(demand), title="另一标题").get_latest_revision()
    assert sheets.version_digest(first) == sheets.version_digest(first)
    assert sheets.version_digest(changed) != sheets.version_digest(again)


def test_a_superuser_of_the_portal_who_joins_no_house_writes_for_none(office):
    admin = UserFactory(staff=True)
    decision = permissions.may_create(admin, office.organisation, key="demand")
    assert decision.code == "not_member"


def test_a_foreign_unit_is_refused(office):
    MembershipFactory(user=office.editor, organisation=AgencyFactory(), role=Role.EDITOR)
    foreign = UnitFactory()
    with pytest.raises(Refusal) as refused:
        office.draft(operation={**CONTACT, "unit": foreign})
    assert "unit" in refused.value.fields
