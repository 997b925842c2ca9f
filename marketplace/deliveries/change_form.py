"""The form in which either side asks for a change of what was signed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from marketplace.agreements.forms import MoneyField
from marketplace.agreements.models import NOTE_LENGTH, VALUE_LENGTH
from marketplace.claims.forms import TextField
from marketplace.core.money import to_wan
from marketplace.core.required import REQUIRED
from marketplace.deliveries.differences import Wanted
from marketplace.deliveries.forms import day_field
from marketplace.deliveries.models import CheckpointState, Delivery, PaymentState

_TITLE_LENGTH = 80


class ChangeForm(forms.Form):
    """Days and titles of milestones to come, promised values, planned payments, a reason."""

    def __init__(self, *args: Any, delivery: Delivery, **options: Any) -> None:
        """Fill in what stands now."""
        super().__init__(*args, **options)
        self._checkpoints = [
            one for one in delivery.checkpoints.in_order() if one.state != CheckpointState.PASSED
        ]
        self._promises = list(delivery.agreement.promises.order_by("position"))
        self.fields["ends_on"] = day_field(_("end of the agreement"))
        self.initial["ends_on"] = delivery.agreement.ends_on
        for one in self._checkpoints:
            self._ask_milestone(one.milestone)
        for promise in self._promises:
            self._ask(f"value_{promise.pk}", promise.asked, promise.value, length=VALUE_LENGTH)
        self._payments = list(
            delivery.payments.filter(state=PaymentState.PLANNED).select_related(
                "installment__milestone"
            )
        )
        for payment in self._payments:
            self._ask_payment(payment.installment, delivery=delivery)
        self.fields["reason"] = TextField(
            label=_("reason"), max_length=NOTE_LENGTH, widget=forms.Textarea({"rows": 4})
        )

    def milestones(self) -> Iterator[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Yield each milestone with the fields of its title and its day."""
        for one in self._checkpoints:
            key = one.milestone_id
            yield one.milestone, self[f"title_{key}"], self[f"day_{key}"]

    def payments(self) -> Iterator[tuple[Any, forms.BoundField, forms.BoundField]]:
        """Yield each planned payment with the fields of its amount and its milestone."""
        for one in self._payments:
            key = one.installment_id
            yield one, self[f"amount_{key}"], self[f"bound_{key}"]

    def promises(self) -> Iterator[forms.BoundField]:
        """Yield the fields of the promised values."""
        for promise in self._promises:
            yield self[f"value_{promise.pk}"]

    @property
    def wanted(self) -> Wanted:
        """Return what was typed, as the action takes it."""
        typed, keys = self.cleaned_data, [one.milestone_id for one in self._checkpoints]
        planned = [one.installment_id for one in self._payments]
        return Wanted(
            days={key: typed[f"day_{key}"] for key in keys},
            titles={key: typed[f"title_{key}"] for key in keys},
            values={one.pk: typed[f"value_{one.pk}"] for one in self._promises},
            amounts={key: typed[f"amount_{key}"] for key in planned},
            bound={key: int(typed[f"bound_{key}"]) for key in planned},
            ends_on=typed["ends_on"],
        )

    def _ask_milestone(self, milestone: Any) -> None:
        place = milestone.position
        label = format_lazy("{milestone} {place}", milestone=_("milestone"), place=place)
        self._ask(f"title_{milestone.pk}", label, milestone.title, length=_TITLE_LENGTH)
        due = format_lazy(
            "{milestone} {place} · {due}", milestone=_("milestone"), place=place, due=_("due on")
        )
        self.fields[f"day_{milestone.pk}"] = day_field(due)
        self.initial[f"day_{milestone.pk}"] = milestone.due_on

    def _ask_payment(self, installment: Any, *, delivery: Delivery) -> None:
        key, title = installment.pk, installment.title
        self.fields[f"amount_{key}"] = MoneyField(
            label=format_lazy("{title} · {amount}", title=title, amount=_("amount, 万元"))
        )
        self.initial[f"amount_{key}"] = to_wan(installment.amount)
        places = delivery.agreement.milestones.order_by("position").values_list("position", "title")
        self.fields[f"bound_{key}"] = forms.ChoiceField(
            label=format_lazy("{title} · {due}", title=title, due=_("payable after")),
            choices=[(0, _("on signing")), *((place, f"{place} {name}") for place, name in places)],
            error_messages=REQUIRED,
        )
        milestone = installment.milestone
        self.initial[f"bound_{key}"] = milestone.position if milestone else 0

    def _ask(self, name: str, label: Any, value: str, *, length: int) -> None:
        self.fields[name] = forms.CharField(label=label, max_length=length)
        self.initial[name] = value
