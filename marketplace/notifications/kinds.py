"""The kinds of notifications, which higher apps register in their `ready()`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.journal.models import Entry
from marketplace.notifications.letters import Letter
from marketplace.notifications.seats import Seat
from marketplace.notifications.ways import REASONS, Channel, Pace, Topic, Urgency

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Params = Mapping[str, Any]
Words = Callable[[Params], str]
Read = TypeVar("Read")
_OPEN = _("Open")


def read_once(read: Callable[[Entry], Read]) -> Callable[[Entry], Read]:
    """Let a kind's functions share what they read of one entry: the same object is read once."""
    name = f"{read.__module__}.{read.__qualname__}"

    @wraps(read)
    def reading(entry: Entry) -> Read:
        kept = entry.__dict__
        if name not in kept:
            kept[name] = read(entry)
        found: Read = kept[name]
        return found

    return reading


def nobody(_entry: Entry) -> Sequence[int]:
    """Return no organisation and no group."""
    return ()


def nothing_more(_params: Params) -> Sequence[tuple[str, str]]:
    """Return no further links."""
    return ()


def no_line(_params: Params) -> str:
    """Return that each notification is a line of its own."""
    return ""


def by_anybody(_user: int, _params: Params) -> bool:
    """Return that whoever was told may go on reading it."""
    return True


def always(_params: Params) -> bool:
    """Return that it still holds."""
    return True


def facts(entry: Entry) -> Params:
    """Return the entry's own data."""
    return dict(entry.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What an entry of `entry_kind` tells whom, and how it is said.

    `recipients` names the people, once each; `params` the small facts that the words need, read
    once and kept with the row. `title`, `text`, `url` and `more` are called in the reader's
    language, at every reading. `label` names the kind, `reason` says why people are told.
    """

    name: str
    entry_kind: str
    recipients: Callable[[Entry], Iterable[User]]
    title: Words
    text: Words
    url: Words
    action: str | _StrPromise = _OPEN
    icon: str = "bell"
    params: Callable[[Entry], Params] = facts
    more: Callable[[Params], Sequence[tuple[str, str]]] = nothing_more
    """Labels and addresses of what else can be done from the message itself."""
    organisations: Callable[[Entry], Sequence[int | Seat]] = nobody
    """As whose members people are told, in which roles and unit: who leaves reads it no longer."""
    permission: str = ""
    """That for which staff are told who are none of these members: who loses it reads no longer."""
    groups: Callable[[Entry], Sequence[int]] = nobody
    """The groups of staff that are told, for who is none of these members."""
    may_read: Callable[[int, Params], bool] = by_anybody
    """Asked of a person's key when the words are drawn, where place and permission are not all."""
    topic: Topic = Topic.PORTAL
    urgency: Urgency = Urgency.NORMAL
    label: str | _StrPromise = ""
    reason: str | _StrPromise = ""
    channels: frozenset[Channel] = frozenset(Channel)
    """The channels on which it may be told."""
    line: Callable[[Params], str] = no_line
    """What those have in common that stand in one line of the inbox; empty where each is alone."""
    still: Callable[[Params], bool] = always
    """Asked before it leaves the portal: whether it is still worth that, and still public."""
    pace: Callable[[Params], Pace] | None = None
    """How soon it leaves the portal where not the person's choice by topic decides."""
    letter: Callable[[Params], Letter | None] | None = None
    """What leaves the portal where title and text would not do; nothing leaves for None."""
    short: str | _StrPromise = ""
    """What a text message says where the label would not do: a sentence that holds no facts."""
    example: Params = field(default_factory=dict)
    """Fictional facts, for the staff's preview."""

    @property
    def is_legal(self) -> bool:
        """Return whether it cannot be muted."""
        return self.urgency == Urgency.LEGAL

    @property
    def called(self) -> str:
        """Return what the kind is called, in the active language."""
        return str(self.label or self.topic.label)

    @property
    def said_shortly(self) -> str:
        """Return the sentence of a text message, in the active language: never a fact of it."""
        return str(self.short or self.called)

    @property
    def why(self) -> str:
        """Return why a person is told, in the active language."""
        return str(self.reason or REASONS[self.topic])


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; ValueError for a name that is taken."""
    for kind in kinds:
        if kind.name in _kinds:
            raise ValueError(f"notification kind {kind.name!r} is registered twice")
        _kinds[kind.name] = kind


def unregister(name: str) -> None:
    """Let a kind be made no more: for tests that registered one."""
    _kinds.pop(name, None)


def entry_kinds() -> frozenset[str]:
    """Return the kinds of entries that tell somebody something."""
    return frozenset(kind.entry_kind for kind in _kinds.values())


def names_by_permission() -> dict[str, list[str]]:
    """Return the kinds that staff are told by, by the permission for which they are."""
    found: dict[str, list[str]] = {}
    for kind in _kinds.values():
        if kind.permission:
            found.setdefault(kind.permission, []).append(kind.name)
    return found


def all_kinds() -> list[Kind]:
    """Return every kind in the order of their registration."""
    return list(_kinds.values())


def topics() -> list[Topic]:
    """Return the topics of which something can be told, in their order."""
    known = {kind.topic for kind in _kinds.values()}
    return [topic for topic in Topic if topic in known]


def kinds_of(entry_kind: str) -> list[Kind]:
    """Return the kinds that an entry gives rise to, in the order of their registration."""
    return [kind for kind in _kinds.values() if kind.entry_kind == entry_kind]


def kind_of(name: str) -> Kind:
    """Return the kind of a row; one without words where its app is gone."""
    return _kinds.get(name) or _forgotten(name)


def _forgotten(name: str) -> Kind:
    return Kind(
        name=name,
        entry_kind="",
        recipients=lambda _entry: (),
        title=lambda _params: gettext("A message of a kind that is no longer used"),
        text=lambda _params: "",
        url=lambda _params: "",
    )
