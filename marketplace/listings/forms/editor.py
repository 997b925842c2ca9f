"""The whole form of an item: content, rows, files and operation, as one thing that views hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import models

from marketplace.listings.forms.attachments import Attachments
from marketplace.listings.forms.content import CapabilityForm, DemandForm, ListingForm
from marketplace.listings.forms.operation import DemandOperationForm, OperationForm
from marketplace.listings.forms.rows import (
    CaseForm,
    IndicatorForm,
    OpenedResourceForm,
    PartyForm,
    RowForm,
    Rows,
    as_initial,
    rows_class,
)
from marketplace.listings.labels import label_of
from marketplace.listings.models import (
    CapabilityAttachment,
    DemandAttachment,
    Listing,
)

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict
    from django.utils.functional import _StrPromise

    from marketplace.accounts.models import User
    from marketplace.organisations.models import Organisation

    Message = str | _StrPromise


@dataclass(frozen=True, slots=True)
class Parts:
    """Which forms an item of a list is written with."""

    content: type[ListingForm]
    operation: type[OperationForm]
    rows: Mapping[str, type[RowForm]]
    attachment: type[models.Model]


PARTS: Final[Mapping[str, Parts]] = {
    "demand": Parts(
        DemandForm,
        DemandOperationForm,
        {"parties": PartyForm, "indicators": IndicatorForm, "opened_resources": OpenedResourceForm},
        DemandAttachment,
    ),
    "capability": Parts(CapabilityForm, OperationForm, {"cases": CaseForm}, CapabilityAttachment),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the error summary: where to go, which field, what is wrong."""

    anchor: str
    label: Message
    message: Message


class Editor:
    """Everything that a person fills in for one item."""

    def __init__(
        self,
        listing: Listing,
        *,
        owner: Organisation,
        by: User,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
    ) -> None:
        """Build the forms from what was posted, else from the draft."""
        self.listing = listing
        self.owner = owner
        self._parts = PARTS[listing.KEY]
        more = str((data or {}).get("more", ""))
        self.form = self._parts.content(data, instance=listing)
        self.operation = self._parts.operation(data, owner=owner, initial=self._running(by))
        self.rows: dict[str, Rows] = {
            name: rows_class(form)(
                data,
                prefix=name,
                more=int(more == name),
                initial=self._given(name, form) if data is None else None,
            )
            for name, form in self._parts.rows.items()
        }
        self.attachments = Attachments(listing, by=by, data=data, files=files)
        self.problems: dict[str, list[Message]] = {}

    def is_valid(self) -> bool:
        """Return whether a draft can be saved with what was posted."""
        parts: list[Any] = [self.form, self.operation, *self.rows.values(), self.attachments]
        # Every part is asked, so that all messages show at once.
        return not [part for part in parts if not part.is_valid()]

    def filled(self) -> Listing:
        """Return the item with what was posted; call after `is_valid`."""
        listing: Listing = self.form.save(commit=False)
        for name, rows in self.rows.items():
            setattr(listing, name, rows.kept())
        listing.attachments = self.attachments.kept(self._parts.attachment)
        return listing

    def operating(self) -> dict[str, Any]:
        """Return the fields of operation that were posted."""
        return dict(self.operation.cleaned_data)

    def show_problems(self, fields: Mapping[str, Sequence[Message]]) -> None:
        """Put the messages of a refusal beside their fields; a field that is not here is named."""
        for name, messages in fields.items():
            holder = next((one for one in (self.form, self.operation) if name in one.fields), None)
            if holder is not None and holder.is_bound:
                for message in messages:
                    holder.add_error(name, message)
            else:
                self.problems.setdefault(name, []).extend(messages)

    def faults(self) -> list[Fault]:
        """Return every fault for the summary, each with the place it links to."""
        return [*self._field_faults(), *self._row_faults(), *self._other_faults()]

    def _running(self, by: User) -> dict[str, Any]:
        if self.listing.pk is None:
            mine = by.memberships.filter(organisation=self.owner, unit__isnull=False).first()
            return {"unit": mine.unit_id if mine else None}
        row = self.listing.lifecycle
        names = ("unit_id", "contact_name", "contact_phone", "contact_visibility")
        return {name.removesuffix("_id"): getattr(row, name, None) for name in names}

    def _given(self, name: str, form: type[RowForm]) -> list[dict[str, Any]]:
        names = list(form.base_fields)
        return [as_initial(child, names) for child in getattr(self.listing, name).all()]

    def _field_faults(self) -> Iterator[Fault]:
        for form in (self.form, self.operation):
            for name, messages in form.errors.items():
                field = form[name] if name in form.fields else None
                anchor = field.id_for_label or field.auto_id if field else "listing-form"
                label = field.label if field else ""
                yield from (Fault(anchor, label, str(message)) for message in messages)

    def _row_faults(self) -> Iterator[Fault]:
        for name, rows in self.rows.items():
            if not rows.is_bound:
                continue
            for form in rows.forms:
                for field, messages in form.errors.items():
                    anchor = form[field].id_for_label if field in form.fields else name
                    label = form[field].label if field in form.fields else label_of(name)
                    yield from (Fault(anchor, label, str(message)) for message in messages)
            yield from (Fault(name, label_of(name), str(one)) for one in rows.non_form_errors())

    def _other_faults(self) -> Iterator[Fault]:
        label = label_of("attachments")
        yield from (Fault("attachments", label, message) for message in self.attachments.errors)
        for row in self.attachments.rows:
            yield from (Fault("attachments", row.title[:40], message) for message in row.errors)
        for name, messages in self.problems.items():
            anchor = name or "listing-form"
            yield from (Fault(anchor, label_of(name), message) for message in messages)
