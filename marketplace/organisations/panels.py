"""What higher rooms add to an organisation's public page, such as the items that it has listed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.utils.safestring import SafeString

from marketplace.organisations.models import Organisation

Panel = Callable[[HttpRequest, Organisation], SafeString]

_panels: list[Panel] = []


def register(panel: Panel) -> None:
    """Have `panel(request, organisation)` draw a section below the profile; call in `ready()`."""
    if panel not in _panels:
        _panels.append(panel)


def forget(panel: Panel) -> None:
    """Take a panel back: for tests that registered one."""
    _panels.remove(panel)


def drawn_for(request: HttpRequest, organisation: Organisation) -> list[SafeString]:
    """Return the sections for a reader, in the order of their registration."""
    return [panel(request, organisation) for panel in _panels]
