"""Small whole files of every accepted sort."""

import io
import zipfile

from openpyxl import Workbook
from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def image(sort: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "teal").save(out, sort)
    return out.getvalue()


def office(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", *names):
            archive.writestr(name, "<xml/>")
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
