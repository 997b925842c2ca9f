"""The pages of a bidder, of the opening, and of who reads what was opened."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session

from marketplace.bids.book import entries_of
from marketplace.bids.doors import door_of
from marketplace.bids.drafting import read_written, save_draft
from marketplace.bids.models import Bid
from marketplace.bids.uploads import MemoryUpload
from marketplace.organisations.models import Role
from tests.bids.factories import (
    TEXTS,
    close,
    draft_of,
    drafted,
    open_challenge,
    opened,
    sealed,
    sealed_of,
    texts_for,
)
from tests.claims.factories import pdf, person_of, upload
from tests.factories import OrganisationFactory, UserFactory
from tests.files.samples import bomb, locked_pdf, office

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture
def pages(challenge, firm):
    number = challenge.demand.lifecycle.number
    door = f"/demands/{number}/bid/{door_of(challenge, firm)}/"
    return {
        "demand": f"/demands/{number}/",
        "start": f"/demands/{number}/bid/",
        "draft": door,
        "review": f"{door}review/",
        "receipt": f"{door}receipt/",
        "opening": f"/demands/{number}/opening/",
        "bids": f"/demands/{number}/bids/",
    }


def approach_of(challenge, firm):
    return read_written(draft_of(challenge, firm)).texts["approach"]


def hidden(response, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    assert found is not None
    return found[1]


def test_a_bidder_writes_checks_seals_and_gets_a_receipt(
    client, challenge, firm, bidder, pages, tmp_path, settings
):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "none"
    client.force_login(bidder)
    assert "我要揭榜" in client.get(pages["demand"]).content.decode()
    assert client.get(pages["start"]).headers["Location"] == pages["draft"]
    base = hidden(client.get(pages["draft"]), "base")
    large = pdf(content=b"x" * 3_000_000)
    data = {**texts_for(challenge), "base": base, "go": "next", "upload": large}
    assert client.post(pages["draft"], data).headers["Location"] == pages["review"]
    review = client.get(pages["review"])
    assert TEXTS["approach"] in review.content.decode()
    sent = {"seen": hidden(review, "seen"), "key": hidden(review, "key")}
    assert client.post(pages["review"], sent).headers["Location"] == pages["receipt"]
    assert client.post(pages["review"], sent).headers["Location"] == pages["receipt"]
    receipt = client.get(pages["receipt"]).content.decode()
    bid = sealed_of(challenge, firm)
    assert bid.receipt in receipt
    assert bid.commitment in receipt
    assert TEXTS["approach"] not in receipt
    assert "已封存" in client.get(pages["demand"]).content.decode()


def test_what_was_typed_stays_when_it_cannot_be_saved(client, challenge, firm, bidder, pages):
    client.force_login(bidder)
    base = hidden(client.get(pages["draft"]), "base")
    drafted(challenge, firm, bidder)
    data = {**texts_for(challenge), "approach": "我写的另一版", "base": base, "go": "stay"}
    response = client.post(pages["draft"], data)
    assert response.status_code == 409
    assert "我写的另一版" in response.content.decode()
    data["base"] = hidden(response, "base")
    assert client.post(pages["draft"], data).status_code == 302


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("方案.exe", b"MZ", "不接受"),
        ("宏.docx", office("word/document.xml", "word/vbaProject.bin"), "宏"),
        ("加密.pdf", locked_pdf(), "密码"),
        ("炸弹.xlsx", bomb(), "解压"),
    ],
)
def test_a_wrong_file_is_refused_beside_its_field_and_the_draft_is_kept(
    client, challenge, firm, bidder, pages, name, content, words, sealed_root
):
    drafted(challenge, firm, bidder)
    before = draft_of(challenge, firm).files
    client.force_login(bidder)
    base = hidden(client.get(pages["draft"]), "base")
    texts = {**texts_for(challenge), "approach": "与坏附件一起写的"}
    data = {**texts, "base": base, "go": "next", "upload": upload(name, content)}
    response = client.post(pages["draft"], data)
    assert response.status_code == 409
    told = response.content.decode().split('id="id_upload_error"')[1].split("</p>")[0]
    assert words in told
    assert approach_of(challenge, firm) == "与坏附件一起写的"
    assert draft_of(challenge, firm).files == before
    assert not list(sealed_root.rglob("*.part"))


def test_what_was_typed_while_signed_out_is_there_after_signing_in_and_no_row_holds_it(
    client, challenge, firm, bidder, pages
):
    typed = "还没有保存的方案"
    response = client.post(pages["draft"], {"approach": typed, "base": "", "go": "stay"})
    assert response.status_code == 403
    assert typed in response.content.decode()
    kept = str(Session.objects.get().get_decoded())
    assert typed not in kept
    assert repr(typed.encode())[2:-1] not in kept
    client.force_login(bidder)
    page = client.get(pages["draft"])
    assert typed in page.content.decode()
    data = {"approach": typed, "base": hidden(page, "base"), "go": "stay"}
    assert client.post(pages["draft"], data).status_code == 302
    assert approach_of(challenge, firm) == typed
    assert "sealed_draft" not in client.session


def test_a_draft_saves_itself_and_says_why_not(client, challenge, firm, bidder, pages):
    save = f"{pages['draft']}save/"
    told = client.post(save, {"approach": "一"})
    assert (told.status_code, "sign_in" in told.json()) == (401, True)
    assert entries_of(challenge) == {}
    client.force_login(bidder)
    mark = client.post(save, {"approach": "一", "base": ""}).json()["mark"]
    assert client.post(save, {"approach": "二", "base": mark}).status_code == 200
    late = client.post(save, {"approach": "三", "base": mark})
    assert (late.status_code, bool(late.json()["message"])) == (409, True)
    assert client.post(save, {"approach": "长" * 6001}).status_code == 422
    assert approach_of(challenge, firm) == "二"
    client.force_login(person_of(OrganisationFactory()))
    assert client.post(save, {"approach": "四"}).status_code == 404


def test_what_arrives_after_the_close_is_refused_and_nothing_typed_is_lost(
    client, challenge, firm, bidder, pages
):
    client.force_login(bidder)
    base = hidden(client.get(pages["draft"]), "base")
    close(challenge)
    data = {"approach": "最后一秒的方案", "base": base, "go": "next", "upload": pdf()}
    late = client.post(pages["draft"], data)
    assert late.status_code == 409
    assert "最后一秒的方案" in late.content.decode()
    told = client.post(f"{pages['draft']}save/", data)
    assert (told.status_code, bool(told.json()["message"])) == (403, True)
    assert entries_of(challenge) == {}


def test_what_is_missing_is_linked_and_cannot_be_sealed(client, challenge, bidder, pages):
    client.force_login(bidder)
    client.post(pages["draft"], {"approach": "只有一句", "base": "", "go": "next"})
    page = client.get(pages["review"]).content.decode()
    assert f"{pages['draft']}#id_team" in page


def test_a_bidder_reads_takes_up_and_withdraws_its_own(client, challenge, firm, bidder, pages):
    sealed(challenge, firm, bidder, passphrase="鹭江潮水不落 2026")
    client.force_login(bidder)
    wrong = client.post(pages["receipt"], {"passphrase": "鹭江潮水不落 2025", "go": "read"})
    assert wrong.status_code == 422
    right = {"passphrase": "鹭江潮水不落 2026", "go": "read"}
    assert TEXTS["approach"] in client.post(pages["receipt"], right).content.decode()
    taken_up = client.post(pages["receipt"], {**right, "go": "change"})
    assert taken_up.headers["Location"] == pages["draft"]
    page = client.get(pages["draft"]).content.decode()
    assert TEXTS["approach"] in page
    assert "方案.pdf" in page
    client.post(pages["receipt"].replace("receipt", "withdraw"))
    assert entries_of(challenge)[firm.pk].state == "withdrawn"


@pytest.mark.parametrize("page", ["draft", "review", "receipt"])
def test_nobody_else_enters_a_bodys_pages(client, challenge, firm, bidder, officer, pages, page):
    sealed(challenge, firm, bidder)
    for person in (officer, person_of(OrganisationFactory()), UserFactory(staff=True)):
        client.force_login(person)
        assert client.get(pages[page]).status_code == 404


def test_the_opening_is_seen_by_officer_and_supervisor_and_afterwards_by_all(
    client, challenge, firm, bidder, officer, supervisor, pages
):
    bid = sealed(challenge, firm, bidder)
    assert client.get(pages["opening"]).status_code == 404
    client.force_login(supervisor)
    assert client.get(pages["opening"]).status_code == 200
    assert client.post(f"{pages['opening']}open/", {}).status_code == 422
    client.force_login(officer)
    assert "纪检" not in client.get(pages["bids"]).content.decode()
    assert str(supervisor) in client.get(pages["opening"]).content.decode()
    close(challenge)
    done = client.post(f"{pages['opening']}open/", {"present": "王五"})
    assert done.headers["Location"] == pages["opening"]
    assert firm.name in client.get(pages["bids"]).content.decode()
    client.logout()
    record = client.get(pages["opening"]).content.decode()
    assert bid.receipt in record
    assert "王五" in record
    assert firm.name not in record


def test_where_the_rules_say_so_those_concerned_alone_read_the_opening_record(client, firm, bidder):
    challenge = open_challenge(rules={"hides_opening": True})
    sealed(challenge, firm, bidder)
    opened(challenge)
    number = challenge.demand.lifecycle.number
    page, record = f"/demands/{number}/", f"/demands/{number}/opening/"
    owner = challenge.demand.lifecycle.owner
    for reader in (bidder, person_of(owner, Role.EDITOR), person_of(owner, Role.SUPERVISOR)):
        client.force_login(reader)
        assert client.get(record).status_code == 200
    for stranger in (person_of(OrganisationFactory()), UserFactory()):
        client.force_login(stranger)
        assert client.get(record).status_code == 404
        assert record not in client.get(page).content.decode()
    client.logout()
    assert client.get(record).status_code == 404
    assert "开启记录由揭榜单位、经办人员和纪检监督人员查阅" in client.get(page).content.decode()


def test_an_opened_bid_and_its_files_are_read_by_bidder_officer_and_supervisor_alone(
    client, challenge, firm, bidder, officer, supervisor
):
    sealed(challenge, firm, bidder)
    opened(challenge, officer)
    page = f"/bids/{Bid.objects.get().receipt}/"
    for person in (bidder, officer, supervisor):
        client.force_login(person)
        assert TEXTS["approach"] in client.get(page).content.decode()
        file = client.get(f"{page}files/0/")
        assert file.content.startswith(b"%PDF")
        assert client.get(f"{page}files/1/").status_code == 404
    for other in (person_of(OrganisationFactory()), person_of(firm, Role.VIEWER)):
        client.force_login(other)
        assert client.get(page).status_code == client.get(f"{page}files/0/").status_code == 404


def test_the_check_tells_of_opened_bids_only(client, challenge, officer):
    bid = sealed(challenge)
    query = {"receipt": bid.receipt, "digest": bid.commitment}

    def answer(**given):
        text = client.get("/bids/check/", {**query, **given}).content.decode()
        return "与封存时一致" in text

    assert not answer()
    opened(challenge, officer)
    assert answer()
    assert not answer(digest="sha256:00")
    assert not answer(receipt="XXXX-XXXX-XXXX")


def test_my_bids_lists_what_my_organisations_have_begun(client, challenge, firm, bidder, officer):
    client.force_login(bidder)
    assert challenge.demand.title not in client.get("/workbench/bids/").content.decode()
    sealed(challenge, firm, bidder)
    assert challenge.demand.title in client.get("/workbench/bids/").content.decode()
    client.force_login(officer)
    assert challenge.demand.title not in client.get("/workbench/bids/").content.decode()


def test_an_upload_that_is_too_large_is_counted_and_not_kept(settings):
    settings.MAX_ATTACHMENT_BYTES = 10
    handler = MemoryUpload()
    handler.new_file("upload", "a.pdf", "application/pdf", None)
    for _piece in range(3):
        handler.receive_data_chunk(b"12345678", 0)
    file = handler.file_complete(24)
    assert file.size == 24
    assert len(file.read()) == 8


def test_the_review_step_points_at_what_tells_the_experts_who_bids(
    client, challenge, firm, bidder, pages
):
    client.force_login(bidder)
    save_draft(challenge, firm=firm, by=bidder, texts=texts_for(challenge))
    assert 'id="traces"' not in client.get(pages["review"]).content.decode()
    told = texts_for(challenge, team=f"{firm.name}的团队，电话 0592-2123456。")
    mark = draft_of(challenge, firm).mark
    save_draft(challenge, firm=firm, by=bidder, texts=told, base=mark)
    page = client.get(pages["review"]).content.decode()
    traces = page.partition('id="traces"')[2].partition("</div></div>")[0]
    assert firm.name in traces
    assert "0592-2123456" in traces
    sent = {"seen": hidden(client.get(pages["review"]), "seen")}
    assert client.post(pages["review"], sent).status_code == 302
