import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.accounts.models import User
from marketplace.core.decisions import ALLOWED, refused
from marketplace.core.veiled import veil
from marketplace.files import access
from marketplace.files.store import store
from marketplace.listings.models import Demand, DemandAttachment
from tests.files.samples import PDF


def uploader_only(user, attachment):
    return ALLOWED if user == attachment.blob.uploaded_by else refused("不是上传者")


@pytest.fixture
def attachment(person, monkeypatch):
    label = DemandAttachment._meta.label_lower
    monkeypatch.setitem(access._rules, label, (DemandAttachment, uploader_only))
    demand = Demand.objects.create(title="稿", live=False)
    blob = store(SimpleUploadedFile("实施 方案.pdf", PDF), by=person)
    return DemandAttachment.objects.create(demand=demand, blob=blob, title="方案")


def test_whom_the_rule_allows_downloads_the_bytes(client, person, attachment):
    client.force_login(person)
    response = client.get(access.url_of(attachment))
    assert response.status_code == 200
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%AE%9E")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_what_may_not_be_read_looks_like_what_is_not_there(client, attachment):
    client.force_login(User.objects.create_user("other@example.test"))
    there = client.get(access.url_of(attachment))
    missing = client.get(
        f"/files/listings.demandattachment/{veil(DemandAttachment, attachment.pk + 1)}/"
    )
    assert there.status_code == missing.status_code == 404
    # The frame around it holds the address and the clock.
    assert said(there) == said(missing)


def said(response) -> str:
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


def test_an_anonymous_visitor_is_asked_to_sign_in_either_way(client, attachment):
    for key in (attachment.pk, attachment.pk + 1):
        response = client.get(f"/files/listings.demandattachment/{veil(DemandAttachment, key)}/")
        assert response.status_code == 302
        assert response["Location"].startswith("/accounts/login/?next=/files/")


@pytest.mark.parametrize(
    "address",
    [
        f"/files/accounts.user/{'A' * 22}/",
        f"/files/nothing/{'A' * 22}/",
        f"/files/listings.demandattachment/{'A' * 22}/",
        f"/files/listings.demandattachment/{'-' * 22}/",
        "/files/listings.demandattachment/1/",
        "/files/listings.demandattachment/9999999999999999999/",
        "/files/listings.demandattachment/-1/",
    ],
)
def test_nothing_else_is_reached_through_the_address(client, person, attachment, address):
    client.force_login(person)
    assert client.get(address).status_code == 404


def test_no_attachment_is_reached_by_its_key_or_another_tables_name(client, person, attachment):
    client.force_login(person)
    names = (attachment.pk, veil(Demand, attachment.pk), veil(DemandAttachment, 2**63 - 1))
    for name in names:
        address = f"/files/listings.demandattachment/{name}/"
        assert client.get(address).status_code == 404


def test_a_model_has_one_rule(attachment):
    with pytest.raises(ValueError, match="has a rule"):
        access.register(DemandAttachment, uploader_only)
