"""What an editor writes of an edge between two wordings, and when it can be one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refusal
from marketplace.taxonomy import wordings
from marketplace.taxonomy.models import Domain, Industry, Synonym, SynonymState
from marketplace.taxonomy.wordings import Meaning, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from marketplace.core.refusals import Message

_HANDLED = ("author", "decided_by", "retired_by", "created")
_LONGEST_KEY = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class SynonymDraft:
    """What an editor says of an edge."""

    wording: str
    other: str
    kind: str = Synonym.Kind.SAME
    both_ways: bool = True
    weight: Decimal = Decimal("0.90")
    note: str = ""


def draft_of(synonym: Synonym) -> SynonymDraft:
    """Return what an edge says, as it could be proposed."""
    return SynonymDraft(
        wording=synonym.wording,
        other=synonym.other,
        kind=synonym.kind,
        both_ways=synonym.both_ways,
        weight=synonym.weight,
        note=synonym.note,
    )


def fill(synonym: Synonym, draft: SynonymDraft) -> None:
    """Write a draft onto an edge; Refusal by field where it cannot be one."""
    for name, value in asdict(draft).items():
        setattr(synonym, name, _one_line(value) if isinstance(value, str) else value)
    _check_fields(synonym)
    _check_wordings(synonym)
    _check_rivals(synonym)


def rivals(synonym: Synonym, state: str) -> list[Synonym]:
    """Return the other edges in a state that lead a way which this one leads too."""
    pair = Synonym.objects.between(synonym.wording_key, synonym.other_key).filter(state=state)
    others = pair.exclude(pk=synonym.pk).select_related("author")
    return [other for other in others if other.directions() & synonym.directions()]


def _one_line(value: str) -> str:
    """Return a text without line breaks and controls, which no row and no sheet needs."""
    shown = "".join(char if char.isprintable() else " " for char in value)
    return " ".join(shown.split())


def _check_fields(synonym: Synonym) -> None:
    try:
        synonym.clean_fields(exclude=_HANDLED)
    except ValidationError as error:
        raise _refusal(error.message_dict) from error


def _check_wordings(synonym: Synonym) -> None:
    readings = {name: wordings.read(getattr(synonym, name)) for name in ("wording", "other")}
    may_be_generic = _may_be_generic(synonym, readings.values())
    faults: dict[str, list[Message]] = {}
    for name, reading in readings.items():
        setattr(synonym, f"{name}_key", reading.key)
        fault = _fault(reading, may_be_generic=may_be_generic)
        if fault:
            faults[name] = [fault % {"wording": getattr(synonym, name)}]
    if not faults and synonym.wording_key == synonym.other_key:
        faults["other"] = [_("Both wordings are the same to the search already.")]
    if faults:
        raise _refusal(faults)


def _fault(reading: Reading, *, may_be_generic: bool) -> Message:
    """Return what is wrong with a wording, nothing where it can have synonyms."""
    if not reading.key:
        return _("There is no word in it.")
    if len(reading.key) > _LONGEST_KEY:
        return _("It holds characters that stand for too much.")
    if reading.meaning is Meaning.NONE:
        return _("“%(wording)s” is a form word: it carries no meaning.")
    if reading.meaning is Meaning.GENERIC and not may_be_generic:
        return _("“%(wording)s” is a generic word: it proves nothing, so it has no synonyms.")
    return ""


def _may_be_generic(synonym: Synonym, readings: Iterable[Reading]) -> bool:
    """Return whether generic words are fine: 軟體 is what 软件 is called, and tells as little.

    So they are beside the name of a field or domain, as 物联网 is one.
    """
    if synonym.kind == Synonym.Kind.STRAIT:
        return True
    keys = [reading.key for reading in readings]
    return any(model.objects.filter(name__in=keys).exists() for model in (Industry, Domain))


def _check_rivals(synonym: Synonym) -> None:
    for rival in rivals(synonym, SynonymState.PROPOSED):
        raise _refusal(
            {
                "": [
                    _("“%(synonym)s” is proposed already, by %(author)s.")
                    % {"synonym": rival, "author": rival.author}
                ]
            }
        )
    said = _content(synonym)
    if any(_content(rival) == said for rival in rivals(synonym, SynonymState.APPROVED)):
        raise _refusal({"": [_("This very synonym works already.")]})


def _content(synonym: Synonym) -> tuple[object, ...]:
    return (synonym.directions(), synonym.kind, Decimal(synonym.weight))


def _refusal(fields: Mapping[str, Sequence[Message]]) -> Refusal:
    return Refusal(_("Please check the marked fields."), code="invalid", status=422, fields=fields)
