"""Copies for people who must not know who wrote a file: nothing of it stays, the content does."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin

from marketplace.core.refusals import Refusal
from marketplace.files.detection import MEDIA_TYPES
from marketplace.files.neutral import neutral_copy, neutral_name
from tests.files.samples import WHOLE

SECRET = "鹭岛感知-zhangsan"
CODED = [SECRET.encode(), SECRET.encode("utf-16-be"), SECRET.encode("utf-16-le"), b"zhangsan"]


def cleaned(content, sort):
    assert any(code in content or code in unpacked(content) for code in CODED)
    copy = neutral_copy(content, MEDIA_TYPES[sort])
    assert not [code for code in CODED if code in copy or code in unpacked(copy)]
    return copy


def unpacked(content):
    """Return the parts of an archive, or the objects of a PDF, one after another."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as document:
            return b"\n".join(one.unparse(resolved=True) for one in document.objects)
    return b""


def photo(sort, **options):
    out = io.BytesIO()
    Image.new("RGB", (8, 4), "teal").save(out, sort, **options)
    return out.getvalue()


def exif(**tags):
    found = Image.Exif()
    found[0x013B] = SECRET.encode().decode("latin-1")
    for tag, value in tags.items():
        found[int(tag[1:])] = value
    return found


def test_a_jpeg_loses_what_its_camera_wrote_and_keeps_its_pixels():
    given = photo("JPEG", exif=exif(), comment=SECRET.encode())
    copy = cleaned(given, "jpg")
    assert Image.open(io.BytesIO(copy)).tobytes() == Image.open(io.BytesIO(given)).tobytes()
    assert not Image.open(io.BytesIO(copy)).getexif()


def test_a_turned_jpeg_stands_upright_without_its_mark():
    copy = cleaned(photo("JPEG", exif=exif(t274=6)), "jpg")
    assert Image.open(io.BytesIO(copy)).size == (4, 8)


def test_what_follows_the_picture_in_a_jpeg_is_left_out():
    copy = cleaned(photo("JPEG") + photo("JPEG", comment=SECRET.encode()), "jpg")
    assert Image.open(io.BytesIO(copy)).size == (8, 4)


def test_a_png_loses_its_remarks():
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", "zhangsan")
    said.add_itxt("Company", SECRET)
    copy = cleaned(photo("PNG", pnginfo=said, exif=exif()), "png")
    assert Image.open(io.BytesIO(copy)).size == (8, 4)


def test_a_pdf_loses_authors_programs_scripts_attached_files_and_pictures_remarks():
    document = pikepdf.new()
    document.add_blank_page(page_size=(90, 90))
    page = document.pages[0]
    with document.open_metadata() as said:
        said["dc:creator"] = [SECRET]
    document.docinfo["/Author"] = SECRET
    note = {
        "Type": "/Annot",
        "Subtype": "/Text",
        "Rect": [0, 0, 9, 9],
        "T": SECRET,
        "Contents": "好",
    }
    page.obj.Annots = document.make_indirect(pikepdf.Array([as_pdf(note)]))
    document.Root.OpenAction = as_pdf({"S": "/JavaScript", "JS": SECRET})
    document.attachments["a.txt"] = SECRET.encode()
    picture = photo("JPEG", comment=SECRET.encode())
    page.obj.Payload = pikepdf.Stream(document, picture, Filter=pikepdf.Name.DCTDecode)
    out = io.BytesIO()
    document.save(out)
    copy = cleaned(out.getvalue(), "pdf")
    with pikepdf.open(io.BytesIO(copy)) as read:
        assert len(read.pages) == 1
        assert str(read.pages[0].obj.Annots[0].Contents) == "好"
        assert not read.attachments
        assert "/OpenAction" not in read.Root


def as_pdf(values):
    return pikepdf.Dictionary(
        {
            f"/{name}": pikepdf.Name(value) if str(value).startswith("/") else value
            for name, value in values.items()
        }
    )


def test_a_workbook_loses_its_people_and_still_opens():
    book = Workbook()
    book.active["A1"] = "指标"
    book.active["A1"].comment = Comment("请核对", SECRET)
    book.properties.creator = book.properties.lastModifiedBy = SECRET
    out = io.BytesIO()
    book.save(out)
    copy = load_workbook(io.BytesIO(cleaned(out.getvalue(), "xlsx")))
    assert copy.active["A1"].value == "指标"
    assert copy.active["A1"].comment.text == "请核对"


def document(**more):
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": '<Relationships><Relationship Target="docProps/thumbnail.jpeg"/>',
        "word/document.xml": f'<w:ins w:id="1" w:author="{SECRET}"><w:t>正文</w:t></w:ins>',
        "word/people.xml": f'<w15:people><w15:person w15:author="{SECRET}"/></w15:people>',
        "docProps/core.xml": f"<dc:creator>{SECRET}</dc:creator>",
        "docProps/app.xml": f"<Company>{SECRET}</Company>",
        "docProps/custom.xml": f"<property>{SECRET}</property>",
        "docProps/thumbnail.jpeg": photo("JPEG", comment=SECRET.encode()),
        "word/media/image1.jpeg": photo("JPEG", comment=SECRET.encode()),
        **more,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = SECRET.encode()
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_a_document_loses_writers_of_changes_companies_thumbnails_and_dates():
    copy = cleaned(document(), "docx")
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        assert "正文" in archive.read("word/document.xml").decode()
        assert "docProps/thumbnail.jpeg" not in archive.namelist()
        assert b"thumbnail" not in archive.read("_rels/.rels")
        assert {one.date_time[0] for one in archive.infolist()} == {1980}


@pytest.mark.parametrize(
    ("content", "sort"),
    [
        (b"%PDF-1.7\nplan\n%%EOF", "pdf"),
        (document(**{"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}), "docx"),
        (document(**{"word/media/image2.png": b"no picture"}), "docx"),
        (b"PK no archive", "docx"),
        (b"\xff\xd8\xff", "jpg"),
    ],
)
def test_what_cannot_be_cleaned_for_certain_is_refused(content, sort):
    with pytest.raises(Refusal) as refused:
        neutral_copy(content, MEDIA_TYPES[sort])
    assert refused.value.code == "file_not_neutral"


@pytest.mark.parametrize("name", [name for name in WHOLE if not name.endswith("pdf")])
def test_a_whole_file_of_an_accepted_type_can_be_cleaned(name):
    sort = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    assert neutral_copy(WHOLE[name], MEDIA_TYPES[sort])


def test_a_name_tells_neither_writer_nor_subject():
    assert neutral_name(MEDIA_TYPES["docx"], label="B", place=2) == "方案B-附件2.docx"
