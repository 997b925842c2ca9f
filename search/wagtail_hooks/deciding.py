"""Looking at what a synonym would change, and deciding on one or on several."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from marketplace.core.decisions import Decision
from marketplace.core.refusals import Refusal
from marketplace.taxonomy import permissions
from marketplace.taxonomy.actions import approve_synonym, reject_synonym, retire_synonym
from marketplace.taxonomy.models import Synonym, SynonymState
from marketplace.taxonomy.transitions import SYNONYM
from search.engines.protocol import EngineUnavailable
from search.previewing import Preview, preview
from search.wagtail_hooks.ours import SynonymPage

_ACTIONS: dict[str, Callable[..., Synonym]] = {
    "approve": approve_synonym,
    "reject": reject_synonym,
    "retire": retire_synonym,
}
_AT_ONCE = 100


class LookView(SynonymPage, TemplateView):
    """Shows an edge, what it would change, and the buttons that decide on it."""

    template_name = "search/admin/synonym.html"
    page_title = gettext_lazy("What would change")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the edge."""
        rows = Synonym.objects.select_related("author", "decided_by", "retired_by")
        self.object = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Return both wordings."""
        return str(self.object)

    def post(self, request: HttpRequest, **_path: object) -> HttpResponse:
        """Decide, and show the edge as it is then."""
        act = _ACTIONS.get(request.POST.get("verb", ""))
        if act is not None:
            try:
                decided = act(self.object, by=self.person)
            except Refusal as refusal:
                messages.error(request, str(refusal.message))
            else:
                messages.success(request, f"{decided}：{decided.get_state_display()}")
        return redirect(self.look_url_name, self.object.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what would change and what may be done."""
        return super().get_context_data(**kwargs) | {
            "synonym": self.object,
            "preview": self._preview(),
            "verbs": list(self._verbs()),
            "may_revise": self.object.state == SynonymState.PROPOSED
            and permissions.may_revise_synonyms(self.person),
        }

    def _preview(self) -> Preview | None:
        if self.object.state not in {SynonymState.PROPOSED, SynonymState.APPROVED}:
            return None
        try:
            return preview(self.object)
        except EngineUnavailable:
            messages.warning(self.request, _("The search does not answer now: no hits to compare."))
            return None

    def _verbs(self) -> Iterator[tuple[str, Any, Decision]]:
        """Yield the verbs of the state with label and whether the person may."""
        asked = {
            "approve": permissions.may_approve_synonym(self.person, self.object),
            "reject": permissions.may_reject_synonym(self.person, self.object),
            "retire": permissions.may_decide_synonyms(self.person),
        }
        for verb in SYNONYM.verbs(self.object.state):
            if verb in asked:
                yield verb, SYNONYM[verb].label, asked[verb]


class SeveralView(SynonymPage, TemplateView):
    """Lists proposals of others, to approve or reject the ticked ones."""

    template_name = "search/admin/several.html"
    page_title = gettext_lazy("Decide on several")

    def may_enter(self) -> Decision:
        """Whether the person decides at all."""
        return permissions.may_decide_synonyms(self.person)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Decide on each ticked one, and say which were refused."""
        verb = request.POST.get("verb", "")
        chosen = [key for key in request.POST.getlist("synonym") if key.isdecimal()][:_AT_ONCE]
        done = 0
        for synonym in (
            Synonym.objects.filter(pk__in=chosen) if verb in {"approve", "reject"} else ()
        ):
            try:
                _ACTIONS[verb](synonym, by=self.person)
            except Refusal as refusal:
                messages.error(request, f"{synonym}: {refusal.message}")
            else:
                done += 1
        if done:
            told = ngettext("%(number)s synonym decided.", "%(number)s synonyms decided.", done)
            messages.success(request, told % {"number": done})
        return redirect(self.several_url_name)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the proposals, oldest first."""
        rows = Synonym.objects.filter(state=SynonymState.PROPOSED).exclude(author=self.person)
        return super().get_context_data(**kwargs) | {
            "proposals": rows.select_related("author").order_by("pk")[:_AT_ONCE],
            "look_url_name": self.look_url_name,
        }
