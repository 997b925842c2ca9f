"""How a person wants to be told, as a form: a row for each topic, a column for each channel."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from marketplace.notifications.choosing import Choices
from marketplace.notifications.kinds import all_kinds, topics
from marketplace.notifications.models import Preference
from marketplace.notifications.ways import CHOICES, Channel, Pace, Topic


class PreferencesForm(forms.Form):
    """A pace for each topic and channel, and the hours of quiet."""

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
            self.fields[_name(topic, channel)] = forms.ChoiceField(
                label=f"{topic.label}{between}{channel.label}",
                choices=[(pace.value, pace.label) for pace in CHOICES[channel]],
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
    def paces(self) -> dict[tuple[Topic, Channel], Pace]:
        """Return what was chosen in a valid form."""
        chosen = self.cleaned_data
        return {cell: Pace(chosen[_name(*cell)]) for cell in cells(self.channels)}

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
    chosen = {
        _name(topic, channel): choices.chosen(user, topic, channel=channel).value
        for topic, channel in cells(tuple(Channel))
    }
    return {**chosen, "quiet_from": row.quiet_from, "quiet_to": row.quiet_to}


def _name(topic: Topic, channel: Channel) -> str:
    return f"{topic.value}-{channel.value}"
