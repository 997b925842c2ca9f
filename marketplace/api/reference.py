"""The page that describes the interface: drawn on the server from its own OpenAPI document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.frame import frame_of
from marketplace.api.site import site
from marketplace.listings.filters import CapabilityFilter, DemandFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from marketplace.listings.filters import Label

_WHAT: Final[dict[str, Label]] = {
    "/api/demands": _("Search a list of demands."),
    "/api/capabilities": _("Search the list of capabilities."),
    "/api/demands/{number}": _("Read a published demand."),
    "/api/capabilities/{number}": _("Read a published capability."),
    "/api/suggestions": _("Suggest what may be meant while somebody types."),
    "/api/demands/{number}/matches": _("List the capabilities that fit a demand."),
    "/api/capabilities/{number}/matches": _("List the open demands that a capability fits."),
    "/api/matches/{number}/{capability}": _("Explain why a demand and a capability fit."),
}
"""What each address does, in the reader's language; another says it in its own words."""

_NOTES: Final[dict[str, Label]] = {
    "q": _("Words, phrases in quotation marks, exclusions with a minus, codes, pinyin."),
    "page": _("From 1; past the last page it is the last."),
    "list_key": _("Which list."),
    "number": _("The public number."),
    "capability": _("The public number of the capability."),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: where it stands, of what type it is, and what it is for."""

    name: str
    place: str
    type: str
    choices: tuple[str, ...]
    note: Label


@dataclass(frozen=True, slots=True)
class Operation:
    """An address that answers, with its parameters and the fields of the answer."""

    address: str
    summary: Label
    parameters: list[Parameter]
    fields: list[Parameter]


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show what can be asked, and what is answered."""
    document = site.get_openapi_schema()
    context = {
        "frame": frame_of(request),
        "trail": [],
        "operations": list(operations_of(document)),
        "rate": settings.API_REQUESTS_A_MINUTE,
    }
    return render(request, "api/reference.html", context)


def operations_of(document: dict[str, Any]) -> Iterator[Operation]:
    """Yield the operations of an OpenAPI document in its order."""
    schemas = document["components"]["schemas"]
    for address, methods in document["paths"].items():
        for said in methods.values():
            answer = said["responses"][200]["content"]["application/json"]["schema"]
            yield Operation(
                address=address,
                summary=_WHAT.get(address, said["summary"]),
                parameters=[_parameter(one) for one in said.get("parameters", [])],
                fields=list(_fields(answer, schemas)),
            )


def _parameter(said: dict[str, Any]) -> Parameter:
    schema = said["schema"]
    name = said["name"]
    filters = {**CapabilityFilter.base_filters, **DemandFilter.base_filters}
    note = filters[name].label if name in filters and name not in _NOTES else _NOTES[name]
    choices = tuple(one for one in schema.get("enum", ()) if one)
    return Parameter(name, said["in"], _type(schema), choices, note)


def _fields(answer: dict[str, Any], schemas: dict[str, Any]) -> Iterator[Parameter]:
    """Yield the fields of an answer, or of what it is a list of."""
    name = _name(answer.get("items", answer))
    for field, schema in schemas.get(name, {}).get("properties", {}).items():
        yield Parameter(field, "", _type(schema), (), _note(schema))


def _type(schema: dict[str, Any]) -> str:
    """Return in a word what a value is."""
    if "anyOf" in schema:
        return " | ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"[{_type(schema['items'])}]"
    return _name(schema) or str(schema.get("format") or schema.get("type", "object"))


def _name(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _note(schema: dict[str, Any]) -> str:
    return str(schema.get("description", ""))
