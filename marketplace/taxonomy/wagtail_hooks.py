"""The vocabularies in the admin: list, search, order, edit, retire; never delete."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.forms.models import modelform_factory
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from marketplace.core.models import HolidayYear
from marketplace.taxonomy.actions import save_term
from marketplace.taxonomy.forms import HolidayForm
from marketplace.taxonomy.holidays import enter_holidays
from marketplace.taxonomy.keeping import KeptPermissionPolicy
from marketplace.taxonomy.models import (
    District,
    Domain,
    Industry,
    Park,
    QualificationKind,
    ResourceKind,
    Term,
)

for vocabulary in (
    Industry,
    Domain,
    District,
    Park,
    ResourceKind,
    QualificationKind,
    HolidayYear,
):
    register_permission_policy(vocabulary, KeptPermissionPolicy(vocabulary), exact_class=True)


class CreateTermView(generic.CreateView):
    """Makes a term."""

    def save_instance(self) -> Term:
        """Save through the action; a new term comes last."""
        last = self.model.objects.aggregate(last=models.Max("sort_order"))["last"] or 0
        self.form.instance.sort_order = last + 1
        return save_term(super().save_instance, by=self.request.user)


class EditTermView(generic.EditView):
    """Changes a term."""

    def save_instance(self) -> Term:
        """Save through the action."""
        return save_term(super().save_instance, by=self.request.user)


class TermViewSet(ModelViewSet):
    """One vocabulary."""

    icon = "tag"
    add_view_class = CreateTermView
    edit_view_class = EditTermView
    copy_view_enabled = False
    sort_order_field = "sort_order"
    ordering = ["sort_order", "id"]
    list_display = ["name", "slug", "retired"]
    list_filter = ["retired"]
    list_per_page = 50
    search_fields = ["name", "name_en", "slug", "description"]
    search_backend_name = None
    form_fields = ["slug", "name", "name_en", "description", "retired"]

    def get_form_class(self, *, for_update: bool = False) -> type[forms.ModelForm[Any]]:
        """Return the form; a slug is typed once and stays."""
        fields = [name for name in self.form_fields if not for_update or name != "slug"]
        return modelform_factory(
            self.model, fields=fields, formfield_callback=self.formfield_for_dbfield
        )

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], **kwargs: Any) -> forms.Field:
        """Return a field; links are boxes to tick, a long text has lines."""
        if isinstance(db_field, models.ManyToManyField):
            kwargs["widget"] = forms.CheckboxSelectMultiple
        if db_field.name == "description":
            kwargs["widget"] = forms.Textarea(attrs={"rows": 3})
        if db_field.name == "parent":
            kwargs["queryset"] = Industry.objects.filter(parent=None)
        field: forms.Field = super().formfield_for_dbfield(db_field, **kwargs)
        return field


class IndustryViewSet(TermViewSet):
    """Industries of "5+X" and their fields."""

    model = Industry
    list_display = ["name", "parent", "slug", "retired"]
    list_filter = ["parent", "retired"]
    form_fields = ["slug", "parent", "name", "name_en", "description", "retired"]


class DomainViewSet(TermViewSet):
    """Scenario domains."""

    model = Domain
    form_fields = ["slug", "name", "name_en", "description", "icon", "retired"]


class DistrictViewSet(TermViewSet):
    """Districts."""

    model = District
    list_display = ["name", "code", "slug", "retired"]
    form_fields = ["slug", "code", "name", "name_en", "description", "retired"]


class ParkViewSet(TermViewSet):
    """Parks."""

    model = Park
    form_fields = ["slug", "name", "name_en", "description", "districts", "focus", "retired"]


class ResourceKindViewSet(TermViewSet):
    """Kinds of opened resources."""

    model = ResourceKind
    form_fields = ["slug", "name", "name_en", "description", "icon", "retired"]


class QualificationKindViewSet(TermViewSet):
    """Kinds of qualifications."""

    model = QualificationKind
    form_fields = ["slug", "name", "name_en", "description", "satisfies", "retired"]


class CreateHolidayView(generic.CreateView):
    """Enters a year's calendar."""

    def save_instance(self) -> HolidayYear:
        """Save through the action."""
        return enter_holidays(self.form.save(commit=False), by=self.request.user)


class EditHolidayView(generic.EditView):
    """Mends a year's calendar."""

    def save_instance(self) -> HolidayYear:
        """Save through the action."""
        return enter_holidays(self.form.save(commit=False), by=self.request.user)


class HolidayViewSet(ModelViewSet):
    """Calendars of holidays, a year each."""

    model = HolidayYear
    icon = "date"
    add_view_class = CreateHolidayView
    edit_view_class = EditHolidayView
    copy_view_enabled = False
    ordering = ["-year"]
    list_display = ["year", "source"]
    search_backend_name = None

    def get_form_class(self, *, for_update: bool = False) -> type[forms.ModelForm[HolidayYear]]:
        """Return the form; a year is typed once and stays."""
        exclude = ["year"] if for_update else []
        return modelform_factory(HolidayYear, form=HolidayForm, exclude=exclude)


class TaxonomyGroup(ViewSetGroup):
    """All vocabularies under one menu item."""

    menu_label = _("Taxonomy")
    menu_icon = "list-ul"
    menu_order = 500
    items = (
        IndustryViewSet("taxonomy_industries"),
        DomainViewSet("taxonomy_domains"),
        DistrictViewSet("taxonomy_districts"),
        ParkViewSet("taxonomy_parks"),
        ResourceKindViewSet("taxonomy_resource_kinds"),
        QualificationKindViewSet("taxonomy_qualification_kinds"),
        HolidayViewSet("taxonomy_holidays"),
    )


@hooks.register("register_admin_viewset")
def register_taxonomy() -> TaxonomyGroup:
    """Put the vocabularies into the admin."""
    return TaxonomyGroup()
