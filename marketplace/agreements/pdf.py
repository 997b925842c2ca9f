"""A document as a PDF: WeasyPrint in a process of its own, with a bound on its time.

A process of its own costs a second and keeps Pango and its memory out of the portal's. It may
fetch nothing: what it is given stands in the page itself.
"""

from __future__ import annotations

import ctypes.util
import functools
import logging
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from marketplace.agreements.document import Document

logger = logging.getLogger(__name__)

_SECONDS: Final = 120
_LIBRARIES: Final = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
_COMMAND: Final = (
    *(sys.executable, "-m", "weasyprint", "--quiet", "--encoding", "utf-8"),
    *("--allowed-protocols", "data", "--pdf-tags", "-", "-"),
)


class PdfError(Exception):
    """The document could not be made; the log says why."""


@functools.cache
def is_possible() -> bool:
    """Return whether this machine has the libraries that draw a PDF."""
    return all(ctypes.util.find_library(name) for name in _LIBRARIES)


def pdf_of(document: Document) -> bytes:
    """Return the bytes of a PDF with everything that the document says; PdfError if it fails."""
    page = render_to_string("agreements/paper.html", {"document": document})
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter, with fixed arguments
            _COMMAND, input=page.encode(), capture_output=True, check=True, timeout=_SECONDS
        )
    except subprocess.SubprocessError as error:
        logger.warning("no PDF was made: %s", getattr(error, "stderr", b"") or error)
        raise PdfError from error
    return done.stdout
