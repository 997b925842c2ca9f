"""Why a listing is told, in a sentence of the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from marketplace.subscriptions.models import Alert

_LEVELS: Final = {
    "strong": gettext_lazy("strong match"),
    "fair": gettext_lazy("fair match"),
    "weak": gettext_lazy("partial match"),
}
_NAMED: Final = 4


def why(alert: Alert) -> str:
    """Return why an alert's listing fits its subscription."""
    return sentence(alert.reason, labels_of(alert))


def labels_of(alert: Alert) -> dict[str, dict[str, str]]:
    """Return what the values in an alert's reason are called."""
    search = alert.subscription.search
    return {} if search is None else dict(search.labels)


def sentence(reason: Mapping[str, Any], labels: Mapping[str, Mapping[str, str]]) -> str:
    """Return a reason that was kept as plain values, with what its values are called."""
    if "level" in reason:
        return _of_match(str(reason["level"]), list(reason["points"]))
    words = [_wording(asked, found) for asked, found in reason.get("words", ())]
    values = [labels.get(facet, {}).get(value, value) for facet, value in reason.get("facets", ())]
    parts = []
    if words:
        parts.append(_("says %(words)s") % {"words": _joined(words)})
    if values:
        parts.append(_("is of %(values)s") % {"values": _joined(values)})
    if not parts:
        return _("new on this list")
    return pgettext("between parts of a sentence", ", ").join(parts)


def _of_match(level: str, points: list[str]) -> str:
    said = str(_LEVELS[level])
    if not points:
        return said
    return _("%(level)s, in common: %(points)s") % {"level": said, "points": _joined(points)}


def _wording(asked: str, found: str) -> str:
    if asked == found:
        return _("“%(word)s”") % {"word": asked}
    return _("“%(word)s” (written “%(found)s”)") % {"word": asked, "found": found}


def _joined(names: Iterable[str]) -> str:
    return pgettext("between names", ", ").join(list(dict.fromkeys(names))[:_NAMED])
