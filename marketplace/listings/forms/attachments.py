"""The files of a draft: those it has, and those that were just chosen, none of them lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from django.core import signing
from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refusal
from marketplace.files.models import Blob
from marketplace.files.store import store
from marketplace.listings.plain_text import markup_in, without_control

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict
    from django.utils.functional import _StrPromise

    from marketplace.accounts.models import User
    from marketplace.listings.models import Listing

MOST_FILES: Final = 20
_TITLE_LENGTH: Final = 120
_SALT: Final = "listings.attachment"


@dataclass
class FileRow:
    """A file, its title, and whether it is taken off."""

    blob: Blob
    title: str
    token: str
    removed: bool = False
    errors: list[str | _StrPromise] = field(default_factory=list)


class Attachments:
    """The files of a draft as posted or as kept.

    A file that was uploaded is stored at once and travels on in the form as a signed key, so that
    it need not be chosen again when another field is wrong; only its uploader can post that key.
    """

    PREFIX: Final = "attachments"

    def __init__(
        self,
        listing: Listing,
        *,
        by: User,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
    ) -> None:
        """Read the rows from what was posted, else from the draft."""
        self._by = by
        self.errors: list[str | _StrPromise] = []
        if data is None:
            kept = listing.attachments.all()
            self.rows = [FileRow(one.blob, one.title, self._token(one.blob)) for one in kept]
            return
        self.rows = list(self._posted(data))
        for upload in files.getlist(f"{self.PREFIX}-new") if files else []:
            self._take(upload)

    @property
    def total(self) -> int:
        """Return how many rows the form has."""
        return len(self.rows)

    def is_valid(self) -> bool:
        """Return whether nothing is wrong with files and titles."""
        return not self.errors and not any(row.errors for row in self.rows if not row.removed)

    def kept(self, model: type[Any]) -> list[Any]:
        """Return the attachments of the version that is saved."""
        rows = [row for row in self.rows if not row.removed]
        return [
            model(blob=row.blob, title=row.title, sort_order=order)
            for order, row in enumerate(rows)
        ]

    def _posted(self, data: Mapping[str, Any]) -> Iterator[FileRow]:
        for index in range(MOST_FILES):
            token = str(data.get(f"{self.PREFIX}-{index}-token", ""))
            blob = self._blob(token)
            if blob is None:
                continue
            title = without_control(str(data.get(f"{self.PREFIX}-{index}-title", ""))).strip()
            row = FileRow(blob, title or blob.original_name[:_TITLE_LENGTH], token)
            row.removed = f"{self.PREFIX}-{index}-removed" in data
            row.errors = list(_title_errors(title))
            yield row

    def _take(self, upload: UploadedFile[bytes]) -> None:
        if len(self.rows) >= MOST_FILES:
            self.errors = [_("At most %(most)s files.") % {"most": MOST_FILES}]
            return
        try:
            blob = store(upload, by=self._by)
        except Refusal as refusal:
            self.errors.append(f"{upload.name}: {refusal.message}")
            return
        title = without_control(PurePath(blob.original_name).stem)[:_TITLE_LENGTH]
        self.rows.append(FileRow(blob, title, self._token(blob), errors=list(_title_errors(title))))

    def _token(self, blob: Blob) -> str:
        return signing.dumps([blob.pk, self._by.pk], salt=_SALT)

    def _blob(self, token: str) -> Blob | None:
        try:
            key, person = signing.loads(token, salt=_SALT)
        except signing.BadSignature:
            return None
        return Blob.objects.filter(pk=key).first() if person == self._by.pk else None


def _title_errors(title: str) -> Iterator[str | _StrPromise]:
    if len(title) > _TITLE_LENGTH:
        yield _("At most %(most)s characters.") % {"most": _TITLE_LENGTH}
    if markup_in(title):
        yield _("Plain text only: please take out “%(markup)s”.") % {"markup": markup_in(title)}
