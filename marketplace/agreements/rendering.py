"""Making the files of a version: each once, a PDF by a task, a Word file at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from marketplace.agreements import pdf
from marketplace.agreements.document import document_of
from marketplace.agreements.models import AgreementVersion, FileKind, Rendering
from marketplace.agreements.word import docx_of
from marketplace.challenges.actions import locked
from marketplace.files.store import store

if TYPE_CHECKING:
    from marketplace.agreements.document import Document


@task(backend="queue")
def make_pdf(version: int) -> None:
    """Make the PDF of a version unless it is there; a failure is tried again."""
    row = AgreementVersion.objects.get(pk=version)
    rendered(row, FileKind.PDF)


def start_pdf(version: AgreementVersion) -> bool:
    """Let a PDF be made in the background; return whether this machine can, or it is there."""
    if not pdf.is_possible():
        return False
    if found(version, FileKind.PDF) is None and not is_being_made(version):
        make_pdf.enqueue(version.pk)
    return True


def is_being_made(version: AgreementVersion) -> bool:
    """Return whether a task makes the PDF of a version now, or waits to."""
    rows = DBTaskResult.objects.filter(task_path=make_pdf.module_path, finished_at=None)
    return any(row.args_kwargs["args"] == [version.pk] for row in rows)


def found(version: AgreementVersion, kind: FileKind) -> Rendering | None:
    """Return the file of a version that was made before."""
    row: Rendering | None = (
        Rendering.objects.filter(version=version, kind=kind).select_related("blob").first()
    )
    return row


def rendered(version: AgreementVersion, kind: FileKind) -> Rendering:
    """Return the file of a version, made the first time; of two makers one's stays."""
    made = found(version, kind)
    if made is not None:
        return made
    with override(settings.LANGUAGE_CODE):
        content = _make(version, document_of(version), kind=kind)
        name = _("Task agreement %(agreement)s, version %(version)s") % {
            "agreement": version.sheet["agreement"],
            "version": version.number,
        }
    return _kept(version, kind, file=SimpleUploadedFile(f"{name}.{kind}", content))


def _make(version: AgreementVersion, document: Document, *, kind: FileKind) -> bytes:
    if kind == FileKind.PDF:
        return pdf.pdf_of(document)
    return docx_of(document, written_at=version.written_at)


@transaction.atomic
def _kept(version: AgreementVersion, kind: FileKind, *, file: SimpleUploadedFile) -> Rendering:
    locked(version.agreement.challenge)
    made = found(version, kind)
    if made is not None:
        return made
    row: Rendering = Rendering.objects.create(version=version, kind=kind, blob=store(file, by=None))
    return row
