"""How a person wants to be told, as a form: rows of topics and their kinds, columns of channels."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import time
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from marketplace.notifications.choosing import Choices
from marketplace.notifications.kinds import Kind, all_kinds, topics
from marketplace.notifications.models import Preference
from marketplace.notifications.ways import CHOICES, DEFAULTS, Channel, Pace, Topic

_RULE: Final = _("the rule: urgent at once, the rest once a day")
_AS_TOPIC: Final = _("as its topic")


class PreferencesForm(forms.Form):
    """A pace for each topic and channel, for single kinds where wanted, and the hours of quiet."""

    quiet_from = forms.TimeField(
        label=_("quiet from"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )
    quiet_to = forms.TimeField(
        label=_("quiet until"), required=False, widget=forms.TimeInput({"type": "time"}, "%H:%M")
    )

    def __init__(self, *args: Any, channels: Collection[Channel], **kwargs: Any) -> None:
        """Add a field for each topic and each of the channels on which the person can be told."""
        super().__init__(*args, **kwargs)
        self.channels = channels
        for topic, channel in cells(channels):
            between = pgettext("between parts of a sentence", ", ")
            rule = [("", _RULE)] if channel == Channel.MAIL else []
            self.fields[_name(topic, channel)] = forms.ChoiceField(
                label=f"{topic.label}{between}{channel.label}",
                choices=[*rule, *_paces(channel)],
                required=not rule,
            )
        for kind, channel in kind_cells(channels):
            self.fields[_kind_name(kind, channel)] = forms.ChoiceField(
                label=f"{kind.called}{between}{channel.label}",
                choices=[("", _AS_TOPIC), *_paces(channel)],
                required=False,
            )

    def clean(self) -> None:
        """Ask for both hours or none, and for two that differ."""
        start, end = self.cleaned_data.get("quiet_from"), self.cleaned_data.get("quiet_to")
        if (start is None) != (end is None):
            lacking = "quiet_from" if start is None else "quiet_to"
            if lacking not in self.errors:
                self.add_error(lacking, _("Give both hours, or none."))
        elif start is not None and start == end:
            self.add_error("quiet_to", _("The quiet must end at another hour than it begins."))

    @property
    def rows(self) -> Iterator[tuple[Topic, list[tuple[Channel, Any]]]]:
        """Yield each topic with its channels; None where each subscription has its own choice."""
        for topic in topics():
            names = {channel: _name(topic, channel) for channel in self.channels}
            yield (
                topic,
                [
                    (channel, self[name] if name in self.fields else None)
                    for channel, name in names.items()
                ],
            )

    @property
    def folded(self) -> Iterator[tuple[Topic, bool, list[tuple[Kind, list[tuple[Channel, Any]]]]]]:
        """Yield each topic with the kinds that can be chosen, and whether any was."""
        known = {kind.name for kind, _channel in kind_cells(self.channels)}
        for topic in topics():
            kinds = [kind for kind in all_kinds() if kind.topic == topic and kind.name in known]
            lines = [(kind, self._columns(kind)) for kind in kinds]
            fields = [field for _kind, columns in lines for _, field in columns if field]
            if fields:
                yield topic, any(field.value() or field.errors for field in fields), lines

    def _columns(self, kind: Kind) -> list[tuple[Channel, Any]]:
        names = {channel: _kind_name(kind, channel) for channel in self.channels}
        return [
            (channel, self[name] if name in self.fields else None)
            for channel, name in names.items()
        ]

    @property
    def paces(self) -> dict[tuple[Topic, Channel], Pace | None]:
        """Return what was chosen in a valid form, None where the rule holds."""
        return {cell: self._pace(_name(*cell)) for cell in cells(self.channels)}

    @property
    def kinds(self) -> dict[tuple[str, Channel], Pace | None]:
        """Return what was chosen for single kinds, None where their topic decides."""
        return {
            (kind.name, channel): self._pace(_kind_name(kind, channel))
            for kind, channel in kind_cells(self.channels)
        }

    def _pace(self, name: str) -> Pace | None:
        chosen = self.cleaned_data[name]
        return Pace(chosen) if chosen else None

    @property
    def quiet(self) -> tuple[time, time] | None:
        """Return the hours of quiet of a valid form."""
        start, end = self.cleaned_data["quiet_from"], self.cleaned_data["quiet_to"]
        return None if start is None else (start, end)


def cells(channels: Collection[Channel]) -> Iterator[tuple[Topic, Channel]]:
    """Yield each topic with each of some channels on which people choose by topic."""
    for topic in topics():
        kinds = [kind for kind in all_kinds() if kind.topic == topic]
        chosen_elsewhere = all(kind.pace is not None for kind in kinds)
        for channel in channels:
            is_told = any(channel in kind.channels for kind in kinds)
            if is_told and not (chosen_elsewhere and channel == Channel.MAIL):
                yield topic, channel


def kind_cells(channels: Collection[Channel]) -> Iterator[tuple[Kind, Channel]]:
    """Yield each kind with each of some channels on which people may choose for it alone."""
    for kind in all_kinds():
        for channel in channels:
            chosen_elsewhere = kind.pace is not None and channel == Channel.MAIL
            if channel in kind.channels and not kind.is_legal and not chosen_elsewhere:
                yield kind, channel


class NumberForm(forms.Form):
    """A mobile number, to which a code goes."""

    number = forms.CharField(
        label=_("Mobile number"),
        max_length=20,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )


class CodeForm(forms.Form):
    """The code that came to a mobile number."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


def initial_of(user: int) -> dict[str, Any]:
    """Return what a person has chosen so far."""
    choices = Choices([user])
    row = Preference.objects.filter(pk=user).first() or Preference()
    chosen: dict[str, str] = {}
    for topic, channel in cells(tuple(Channel)):
        own = choices.own(user, topic, channel=channel)
        rule = "" if channel == Channel.MAIL else DEFAULTS[channel].value
        chosen[_name(topic, channel)] = own.value if own else rule
    for kind, channel in kind_cells(tuple(Channel)):
        own = choices.own(user, kind.topic, channel=channel, kind=kind.name)
        chosen[_kind_name(kind, channel)] = own.value if own else ""
    return {**chosen, "quiet_from": row.quiet_from, "quiet_to": row.quiet_to}


def _paces(channel: Channel) -> list[tuple[str, Any]]:
    return [(pace.value, pace.label) for pace in CHOICES[channel]]


def _kind_name(kind: Kind, channel: Channel) -> str:
    return f"kind-{kind.name}-{channel.value}"


def _name(topic: Topic, channel: Channel) -> str:
    return f"{topic.value}-{channel.value}"
