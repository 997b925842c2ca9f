"""Small whole files of every accepted sort."""

import io
import zipfile

import pikepdf
from openpyxl import Workbook
from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def image(sort: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(out, sort)
    return out.getvalue()


def office(*names: str, types: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", f"<xml>{types}</xml>")
        for name in names:
            archive.writestr(name, "<xml/>")
    return out.getvalue()


LOCKED_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


def locked_pdf() -> bytes:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out, encryption=pikepdf.Encryption(owner="主", user="口令"))
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", "<xml/>")
        archive.writestr("xl/workbook.xml", bytes(64 * 1024 * 1024))
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


WHOLE = {
    "方案.pdf": PDF,
    "方案.docx": office("word/document.xml"),
    "清单.xlsx": workbook(),
    "路演.pptx": office("ppt/presentation.xml"),
    "清单.csv": "名称,数量\n无人机,3\n".encode("gb18030"),
    "说明.txt": "说明".encode(),
    "现场.png": image("PNG"),
    "现场.JPG": image("JPEG"),
    "现场.jpeg": image("JPEG"),
}
