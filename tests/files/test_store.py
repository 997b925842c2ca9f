import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.core.refusals import Refusal
from marketplace.files.models import Blob
from marketplace.files.store import clean_name, store
from marketplace.journal.models import InsertOnlyError
from tests.files.samples import LOCKED_OFFICE, PDF, WHOLE, bomb, image, locked_pdf, office


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file_of_an_accepted_type_is_stored(person, name):
    blob = store(upload(name, WHOLE[name]), by=person)
    assert blob.path.read_bytes() == WHOLE[name]
    assert blob.sha256 == hashlib.sha256(WHOLE[name]).hexdigest()
    assert blob.size == len(WHOLE[name])
    assert blob.original_name == name
    assert blob.uploaded_by == person


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("空.pdf", b"", "file_empty"),
        ("程序.exe", b"MZ", "file_type"),
        ("无后缀", PDF, "file_type"),
        ("网页.svg", b"<svg/>", "file_type"),
        ("其实是网页.pdf", b"<html><script>alert(1)</script>", "file_broken"),
        ("断.pdf", PDF[:20], "file_broken"),
        ("断.png", image("PNG")[:40], "file_broken"),
        ("其实是jpg.png", image("JPEG"), "file_broken"),
        ("断.docx", office("word/document.xml")[:60], "file_broken"),
        ("其实是压缩包.docx", office("readme.txt"), "file_broken"),
        ("旧版.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "file_broken"),
        ("宏.docx", office("word/document.xml", "word/vbaProject.bin"), "file_macros"),
        ("宏.docm", office("word/document.xml"), "file_macros"),
        ("宏.xlsm", b"PK", "file_macros"),
        ("改名的宏.docx", office("word/document.xml", types="macroEnabled"), "file_macros"),
        ("加密.pdf", locked_pdf(), "file_encrypted"),
        ("加密.docx", LOCKED_OFFICE, "file_encrypted"),
        ("炸弹.xlsx", bomb(), "file_bomb"),
        ("二进制.csv", b"a,b\0c", "file_broken"),
        ("乱码.txt", b"\xff\xff\xff", "file_broken"),
    ],
)
def test_other_files_are_refused_and_leave_nothing(person, blob_root, name, content, code):
    with pytest.raises(Refusal) as refused:
        store(upload(name, content), by=person)
    assert refused.value.code == code
    assert str(refused.value.message)
    assert not Blob.objects.exists()
    assert not list(blob_root.rglob("*"))


def test_a_file_beyond_the_limit_is_refused_with_both_sizes(person, settings):
    settings.MAX_ATTACHMENT_BYTES = 2048
    with pytest.raises(Refusal, match=r"2.*KB") as refused:
        store(upload("大.txt", b"x" * 4096), by=person)
    assert refused.value.status == 413


def test_the_same_bytes_lie_once_on_the_disk(person, blob_root):
    first = store(upload("甲.pdf", PDF), by=person)
    second = store(upload("乙.pdf", PDF), by=person)
    assert first.pk != second.pk
    assert first.path == second.path
    assert len([path for path in blob_root.rglob("*") if path.is_file()]) == 1


def test_a_blob_is_never_changed(person):
    blob = store(upload("甲.pdf", PDF), by=person)
    blob.original_name = "乙.pdf"
    with pytest.raises(InsertOnlyError):
        blob.save()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\用户\\方案.pdf", "方案.pdf"),
        ("a\u202egpj.txt", "agpj.txt"),
        ("a\nb\0.txt", "ab.txt"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        (" .pdf", "pdf"),
        ("", "file"),
    ],
)
def test_a_name_keeps_only_what_is_harmless(given, kept):
    assert clean_name(given) == kept
