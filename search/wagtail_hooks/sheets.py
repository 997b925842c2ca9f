"""Synonyms as a spreadsheet, in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.edit import FormView
from wagtail.admin import messages

from marketplace.core.decisions import Decision
from marketplace.core.refusals import Refusal
from marketplace.files.workbooks import XLSX
from marketplace.taxonomy.models import Synonym
from marketplace.taxonomy.permissions import may_propose_synonyms
from marketplace.taxonomy.synonym_sheets import (
    HEADER,
    SheetRefusal,
    export_csv,
    export_xlsx,
    import_synonyms,
)
from search.wagtail_hooks.ours import SynonymPage

_SHOWN = 200


class SheetForm(forms.Form):
    """A spreadsheet."""

    sheet = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("An .xlsx or .csv file of at most 5 MB, with the columns below."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class ImportView(SynonymPage, FormView[SheetForm]):
    """Proposes what a sheet says, all of it or nothing."""

    template_name = "search/admin/import.html"
    page_title = gettext_lazy("Import a spreadsheet")
    form_class = SheetForm

    def may_enter(self) -> Decision:
        """Whether the person proposes."""
        return may_propose_synonyms(self.person)

    def form_valid(self, form: SheetForm) -> HttpResponse:
        """Take the sheet in, or show what is wrong by row and column."""
        upload = form.cleaned_data["sheet"]
        try:
            taken = import_synonyms(upload.read(), upload.name, by=self.person)
        except SheetRefusal as refusal:
            form.add_error(None, str(refusal.message))
            shown = refusal.troubles[:_SHOWN]
            return self.render_to_response(self.get_context_data(form=form, troubles=shown))
        except Refusal as refusal:
            form.add_error("sheet", str(refusal.message))
            return self.form_invalid(form)
        told = _("Proposed: %(proposed)d; these stood already: %(known)d.")
        messages.success(self.request, told % {"proposed": taken.proposed, "known": taken.known})
        return redirect(self.index_url_name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the columns."""
        return super().get_context_data(**kwargs) | {
            "columns": HEADER,
            "index_url_name": self.index_url_name,
        }


class ExportView(SynonymPage, View):
    """Gives out what works and what is proposed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the file."""
        rows = Synonym.objects.standing().select_related("author", "decided_by").order_by("pk")
        is_csv = request.GET.get("format") == "csv"
        content = export_csv(rows) if is_csv else export_xlsx(rows)
        name = f"synonyms-{localdate()}.{'csv' if is_csv else 'xlsx'}"
        return HttpResponse(
            content,
            content_type="text/csv; charset=utf-8" if is_csv else XLSX,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
