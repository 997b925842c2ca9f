"""Which messages of the source lack a translation that a reader could be shown."""

import shutil
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = "zh_Hans"
ROOMS = ("marketplace", "search", "cms", "templates")
PERCENT_NAMES = "%("


def extracted(folder: Path, root: Path = ROOT) -> Catalog:
    """Return the messages that gettext finds in the source, gathered in an empty folder."""
    for room in ROOMS:
        if (root / room).is_dir():
            shutil.copytree(root / room, folder / room, ignore=shutil.ignore_patterns("locale"))
    (folder / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "--locale", LANGUAGE]
    command += ["--extension", "html,txt,py", "--no-location", "--no-wrap"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env={"PATH": _path()})
    return _read(folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po")


def translated(root: Path = ROOT) -> list[Catalog]:
    """Return the catalogs of the project, those of the rooms and the common one."""
    rooms = [root / "locale", *(root / room for room in ROOMS)]
    pattern = f"{LANGUAGE}/LC_MESSAGES/django.po"
    return [_read(path) for room in rooms for path in sorted(room.rglob(pattern))]


def gaps(source: Catalog, catalogs: list[Catalog]) -> Iterator[str]:
    """Yield each message whose translation is missing, empty, fuzzy, or has other placeholders."""
    for message in source:
        if message.id:
            found = [catalog.get(message.id, message.context) for catalog in catalogs]
            fault = _fault(message, [entry for entry in found if entry is not None])
            if fault:
                yield f"{_first(message.id)!r} {fault}"


def _fault(message: Message, entries: list[Message]) -> str:
    if not entries:
        return "is missing"
    for entry in entries:
        texts = entry.string if isinstance(entry.string, tuple | list) else [entry.string]
        if entry.fuzzy:
            return "is fuzzy"
        if not all(texts):
            return "is empty"
        wanted = _placeholders(message.id if isinstance(message.id, str) else message.id[-1])
        if any(_placeholders(text or "") != wanted for text in texts):
            return "has other placeholders"
    return ""


def _placeholders(text: str) -> set[str]:
    if PERCENT_NAMES in text:
        return {part.partition(")")[0] for part in text.split(PERCENT_NAMES)[1:]}
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:  # braces that are none of format's
        return set()


def _first(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def _path() -> str:
    """The folder of xgettext, and the system's."""
    return f"{Path(shutil.which('xgettext') or '/usr/bin/xgettext').parent}:/usr/bin:/bin"
