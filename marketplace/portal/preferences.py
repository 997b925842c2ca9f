"""What a visitor's browser remembers about reading: light or dark, standard or large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

CHOICES = {"theme": ("light", "dark"), "mode": ("standard", "elder")}
_YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Preferences:
    """A theme and a reading mode; the first choice of each is the default."""

    theme: str
    mode: str

    @property
    def other_theme(self) -> str:
        """Return the theme that the switch turns to."""
        return _other("theme", self.theme)

    @property
    def other_mode(self) -> str:
        """Return the reading mode that the switch turns to."""
        return _other("mode", self.mode)


def _other(name: str, value: str) -> str:
    first, second = CHOICES[name]
    return first if value == second else second


def preferences_of(request: HttpRequest) -> Preferences:
    """Return the preferences in the request's cookies; unknown values count as the default."""
    chosen = {
        name: value if (value := request.COOKIES.get(name, "")) in choices else choices[0]
        for name, choices in CHOICES.items()
    }
    return Preferences(**chosen)


@csrf_exempt  # it sets a cookie about the reader's own eyes and nothing else
@require_POST
def set_preference(request: HttpRequest) -> HttpResponse:
    """Remember a posted theme or mode for a year, and go back to the page it came from."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    for name, choices in CHOICES.items():
        value = request.POST.get(name, "")
        if value in choices:
            response.set_cookie(name, value, max_age=_YEAR, samesite="Lax")
    return response
