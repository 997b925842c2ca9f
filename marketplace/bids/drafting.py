"""Writing a sealed draft, and its attachments: encrypted before anything is stored.

Saving records nothing; a draft is told from a decoy by nobody.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.bids import permissions, store
from marketplace.bids.book import Book, entries_of
from marketplace.bids.entries import Draft, Entry
from marketplace.challenges.actions import locked
from marketplace.core import clock
from marketplace.core.canonical import canonical_json
from marketplace.core.refusals import Refusal
from marketplace.files.detection import media_type
from marketplace.files.neutral import neutral_copy
from marketplace.files.store import checked_size, clean_name
from marketplace.organisations.permissions import anew
from marketplace.sealing.suites import BrokenSealError, new_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.core.files.uploadedfile import UploadedFile

    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge
    from marketplace.organisations.models import Organisation

MOST_FILES: Final = 10
_TIMES: Final = 3


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as its writers read it: texts by name, and what is known of each attachment."""

    texts: dict[str, str] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    mark: str = ""


def read_draft(challenge: Challenge, *, firm: Organisation) -> Written | None:
    """Return a body's draft, None where there is none; the caller has asked who reads."""
    for _again in range(_TIMES):
        entry = entries_of(challenge).get(firm.pk)
        if entry is None or entry.draft is None:
            return None
        try:
            return read_written(entry.draft)
        except BrokenSealError:
            continue  # a colleague has saved it this moment, and its file is another now
    raise Refusal(_("The draft cannot be read. Ask the portal."), code="broken", status=409)


@transaction.atomic
def save_draft(
    challenge: Challenge, *, firm: Organisation, by: User, texts: Mapping[str, str], base: str = ""
) -> Written:
    """Store the texts of a body's draft, which is begun where there is none.

    `base` is the mark of the draft that was seen; Refusal where somebody saved another meanwhile.
    """
    with _draft_of(challenge, firm=firm, by=by) as (book, entry, written):
        if written.mark != base:
            message = _("A colleague has saved this draft meanwhile. Compare, then save again.")
            raise Refusal(message, code="edit_conflict", status=409)
        return _keep(book, entry, written=Written(dict(texts), written.files), by=by)


@transaction.atomic
def attach_file(
    challenge: Challenge, *, firm: Organisation, by: User, upload: UploadedFile[bytes]
) -> Written:
    """Add an attachment to a body's draft; Refusal where it is too large, broken or unwanted."""
    content, facts = _checked(upload)
    with _draft_of(challenge, firm=firm, by=by) as (book, entry, written):
        if len(written.files) >= MOST_FILES:
            message = _("A bid has at most %(most)s attachments.") % {"most": MOST_FILES}
            raise Refusal(message, code="too_many_files", status=422)
        return _keep(
            book,
            entry,
            written=replace(written, files=[*written.files, facts]),
            by=by,
            added=content,
        )


@transaction.atomic
def remove_file(challenge: Challenge, *, firm: Organisation, by: User, place: int) -> Written:
    """Take an attachment out of a body's draft, by its place from nought."""
    with _draft_of(challenge, firm=firm, by=by) as (book, entry, written):
        if not 0 <= place < len(written.files):
            raise Refusal(_("This attachment is gone already."), code="gone", status=409)
        files = [one for number, one in enumerate(written.files) if number != place]
        return _keep(book, entry, written=replace(written, files=files), by=by, removed=place)


@contextmanager
def _draft_of(
    challenge: Challenge, *, firm: Organisation, by: User
) -> Iterator[tuple[Book, Entry, Written]]:
    """Yield book, entry and draft under the lock, once the person was asked for."""
    fresh = locked(challenge)
    permissions.may_draft(anew(by), fresh, firm=firm, at=clock.now()).demand()
    book = Book.read(fresh)
    entry = book.entries.get(firm.pk) or Entry(firm.pk)
    yield book, entry, read_written(entry.draft) if entry.draft else Written()


def _keep(
    book: Book,
    entry: Entry,
    *,
    written: Written,
    by: User,
    added: bytes | None = None,
    removed: int | None = None,
) -> Written:
    """Store a draft under its key with the files that it has now, and return it."""
    old = entry.draft
    key = bytes.fromhex(old.key) if old else new_key()
    files = list(old.files) if old else []
    if removed is not None:
        del files[removed]
    if added is not None:
        files.append(store.put(added, key=key))
    text = canonical_json({"texts": written.texts, "files": written.files})
    draft = Draft(
        key=key.hex(),
        text=store.put(text.encode(), key=key),
        files=tuple(files),
        saved_at=clock.now().isoformat(),
        saved_by=by.pk,
    )
    book.keep(Entry(entry.firm, draft, entry.bid))
    return replace(written, mark=draft.mark)


def read_written(draft: Draft) -> Written:
    """Return a draft as its writers read it."""
    plain = store.plain(draft.text, key=bytes.fromhex(draft.key))
    return Written(plain["texts"], plain["files"], draft.mark)


def _checked(upload: UploadedFile[bytes]) -> tuple[bytes, dict[str, Any]]:
    checked_size(upload)
    name = clean_name(upload.name or "")
    file = cast("BinaryIO", upload.file)
    detected = media_type(file, PurePosixPath(name).suffix.lower().removeprefix("."))
    file.seek(0)
    content = file.read()
    neutral_copy(content, detected)  # refuses what experts could not be shown
    facts = {
        "name": name,
        "bytes": len(content),
        "media_type": detected,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return content, facts
