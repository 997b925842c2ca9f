"""What a bidder types into a sealed draft, and people at the opening."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.accounts.models import User
from marketplace.bids.proposals import Question, questions_of
from marketplace.claims.forms import TextField
from marketplace.sealing.shares import SHARES

if TYPE_CHECKING:
    from marketplace.challenges.models import Challenge


class BidForm(forms.Form):
    """A draft: nothing is required, everything may still be wrong."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        challenge: Challenge,
        texts: Mapping[str, str] | None = None,
    ) -> None:
        """Ask what the challenge asks, and show the texts that are stored."""
        super().__init__(data, files, initial=dict(texts or {}))
        for one in questions_of(challenge):
            self.fields[one.name] = _field(one)
        self.fields["upload"] = forms.FileField(label=_("Add a file"), required=False)

    def texts(self) -> dict[str, str]:
        """Return the texts that were typed, as far as they can be stored."""
        self.is_valid()
        return {name: text for name, text in self.cleaned_data.items() if name != "upload"}


class SealForm(forms.Form):
    """The last step before a bid is sealed: a passphrase of the bidder's own, if it wants one."""

    passphrase = forms.CharField(
        label=_("passphrase of your own"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_(
            "With it you read your bid before the opening. Without it you can replace or withdraw "
            "the bid, and nobody reads it. The portal does not keep the passphrase."
        ),
    )
    again = forms.CharField(
        label=_("the passphrase once more"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Return the passphrase that was typed twice alike."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("passphrase") != cleaned.get("again"):
            self.add_error("again", _("The two passphrases differ."))
        return cleaned


class PassphraseForm(forms.Form):
    """One passphrase."""

    passphrase = forms.CharField(
        label=_("passphrase"),
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )


class OpenForm(forms.Form):
    """Who is there when the bids are opened."""

    present = forms.CharField(label=_("who is present"), required=False, max_length=300)


class OpenersForm(forms.Form):
    """Three people by their addresses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for three addresses."""
        super().__init__(*args, **kwargs)
        for number in range(1, SHARES + 1):
            label = _("e-mail address of opener %(number)s") % {"number": number}
            self.fields[f"opener{number}"] = forms.EmailField(label=label)

    def people(self) -> list[User]:
        """Return the people of the addresses; a message stands beside each that is nobody's."""
        found = {name: _person(address) for name, address in self.cleaned_data.items()}
        for name, person in found.items():
            if person is None:
                self.add_error(name, _("Nobody has signed up with this address."))
        return [person for person in found.values() if person is not None]


class ReplaceForm(forms.Form):
    """Who takes the place of an opener who left, and the passphrases of all three at one desk."""

    lost = forms.TypedChoiceField(
        label=_("opener who has left"),
        coerce=int,
        choices=[("", _("not chosen")), *((number, number) for number in range(1, SHARES + 1))],
    )
    email = forms.EmailField(label=_("e-mail address of the new opener"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for three passphrases."""
        super().__init__(*args, **kwargs)
        for number in range(1, SHARES + 1):
            self.fields[f"passphrase{number}"] = forms.CharField(
                label=_("passphrase of opener %(number)s") % {"number": number},
                max_length=200,
                widget=forms.PasswordInput({"autocomplete": "off"}),
            )

    def passphrases(self) -> dict[int, str]:
        """Return the passphrases by number."""
        return {number: self.cleaned_data[f"passphrase{number}"] for number in range(1, SHARES + 1)}

    def person(self) -> User | None:
        """Return the new opener; a message stands beside an address that is nobody's."""
        person = _person(self.cleaned_data["email"])
        if person is None:
            self.add_error("email", _("Nobody has signed up with this address."))
        return person


def _person(address: str) -> User | None:
    return User.objects.filter(email=address.lower(), is_active=True).first()


def _field(one: Question) -> forms.Field:
    widget = forms.Textarea({"rows": one.rows}) if one.rows else forms.TextInput()
    return TextField(
        label=one.label,
        required=False,
        max_length=one.limit,
        strip=False,
        widget=widget,
        help_text=one.help,
    )
