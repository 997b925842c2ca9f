"""The forms of what an author writes: a demand, a capability."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import ClusterForm

from marketplace.listings.comparing import FIELDS
from marketplace.listings.forms.fields import (
    CLOSING,
    OPENING,
    DayField,
    IndustriesField,
    InstantField,
    NumberField,
    PlainTextField,
    TermsField,
    WanField,
)
from marketplace.listings.models import Capability, Demand
from marketplace.listings.models.demand import MOST_PARTNERS, MOST_SLOTS, USUAL_PARTNERS
from marketplace.taxonomy.models import District, Domain, Industry, Park, QualificationKind


def lines(rows: int) -> forms.Textarea:
    """Return a text area of so many lines."""
    return forms.Textarea(attrs={"rows": rows})


class ListingForm(ClusterForm):  # type: ignore[misc]  # it ships no types
    """What both lists share; a title is all that a draft needs."""

    ALWAYS: ClassVar[frozenset[str]] = frozenset({"title"})
    """Fields without which nothing is saved, and those that always have a value."""

    domains = TermsField(queryset=Domain.objects.none(), label=_("scenario domains"))
    industries = IndustriesField(queryset=Industry.objects.none(), label=_("industries"))
    qualifications = TermsField(
        queryset=QualificationKind.objects.none(), label=_("qualifications")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.required = name in self.ALWAYS
            # The browser would refuse a draft before the portal can say why; lengths it shows.
            field.widget.is_required = False
            if isinstance(field, TermsField):
                field.offer(list(getattr(self.instance, name).all()))


class DemandForm(ListingForm):
    """A demand as its author writes it."""

    ALWAYS = frozenset({"title", "mode", "budget_kind", "cooperation"})

    districts = TermsField(queryset=District.objects.none(), label=_("districts of use"))
    parks = TermsField(queryset=Park.objects.none(), label=_("parks of use"))
    budget_low = WanField(label=_("budget from"))
    budget_high = WanField(label=_("budget up to"))
    slots = NumberField(
        label=_("parties at most"),
        min_value=1,
        max_value=MOST_SLOTS,
        help_text=_("How many are accepted where several are possible; empty for any number."),
    )
    partners = NumberField(
        label=_("partners at most"),
        min_value=0,
        max_value=MOST_PARTNERS,
        help_text=_("How many a consortium has beside its lead, where consortia may apply."),
    )
    opens_at = InstantField(
        label=_("opens"),
        without_time=OPENING,
        help_text=_("Empty: when it is published. A day without a time opens at 0:00."),
    )
    questions_close_at = InstantField(
        label=_("questions close"),
        without_time=CLOSING,
        help_text=_("A day without a time closes at 17:00, Beijing time."),
    )
    closes_at = InstantField(
        label=_("closes"),
        without_time=CLOSING,
        help_text=_("A day without a time closes at 17:00, Beijing time."),
    )
    opening_on = DayField(label=_("planned opening of the bids"))
    review_ends_on = DayField(label=_("planned end of the review"))
    notice_on = DayField(label=_("planned notice of the result"))
    signing_on = DayField(label=_("planned signing of the agreement"))
    delivery_on = DayField(label=_("wanted delivery date"))

    class Meta:
        model = Demand
        fields: ClassVar = FIELDS["demand"]
        field_classes: ClassVar = dict.fromkeys(
            ("title", "summary", "place", "background", "goals", "content"), PlainTextField
        )
        help_texts: ClassVar = {
            "timeline": _(
                "Whoever has applied keeps what was public when it applied, also if you widen it."
                " Parties and amounts are shown once you make an agreement public."
            )
        }
        widgets: ClassVar = {
            "summary": lines(3),
            "background": lines(6),
            "goals": lines(4),
            "content": lines(6),
            "mode": forms.RadioSelect,
            "budget_kind": forms.RadioSelect,
        }

    def clean_partners(self) -> int:
        """Return the number of partners, the usual one where none is given."""
        given: int | None = self.cleaned_data["partners"]
        return USUAL_PARTNERS if given is None else given

    def clean_timeline(self) -> str:
        """Return what is public of co-operations, as before where a form does not say it."""
        return self.cleaned_data["timeline"] or str(self.instance.timeline)


class CapabilityForm(ListingForm):
    """A capability as its author writes it."""

    ALWAYS = frozenset({"title", "price_kind", "first_of_kind"})

    delivers_to = TermsField(
        queryset=District.objects.none(), label=_("districts it can deliver in")
    )
    price_low = WanField(label=_("price from"))
    price_high = WanField(label=_("price up to"))

    class Meta:
        model = Capability
        fields: ClassVar = FIELDS["capability"]
        field_classes: ClassVar = {
            **dict.fromkeys(("title", "summary", "description", "first_catalogue"), PlainTextField),
            "team_size": NumberField,
            "first_year": NumberField,
        }
        widgets: ClassVar = {
            "summary": lines(3),
            "description": lines(8),
            "price_kind": forms.RadioSelect,
        }
