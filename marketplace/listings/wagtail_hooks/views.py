"""Wagtail's views of a listing, each bent to the portal's actions."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import TaskState
from wagtail.snippets.views import snippets

from marketplace.core.refusals import Refusal
from marketplace.listings import actions
from marketplace.listings.actions import present_problems
from marketplace.listings.models import Listing


def why_not(task_state: TaskState | None, user: Any, *, listing: Listing, action: str) -> str:
    """Return why a person cannot decide a step this way now; nothing where they can."""
    if task_state is None or task_state.status != TaskState.STATUS_IN_PROGRESS:
        return _("This step has been decided already.")
    decision = task_state.task.specific.may_decide(user, listing)
    if not decision:
        return str(decision.reason)
    if action == "approve":
        found = present_problems(task_state.revision.as_object(), listing.lifecycle)
        texts = [str(text) for messages_ in found.values() for text in messages_]
        if texts:
            return _("This version cannot be published as it is: %(problems)s") % {
                "problems": " ".join(texts)
            }
    return ""


def decide(task_state: TaskState, user: Any, *, action: str, answers: dict[str, Any]) -> str:
    """Decide a step through the action; return why it was refused, nothing where it was not."""
    comment = str(answers.pop("comment", "") or "")
    try:
        actions.decide_step(
            task_state, by=user, approve=action == "approve", comment=comment, answers=answers
        )
    except Refusal as refusal:
        details = [str(text) for texts in refusal.fields.values() for text in texts]
        return " ".join([str(refusal.message), *details])
    return ""


class EditListing(snippets.EditView):
    """Shows a version and takes decisions; content is never changed here."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Set up without autosave: there is nothing to save."""
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the decision that Wagtail's menu collected; anything else changes nothing."""
        name = request.POST.get("workflow-action-name", "")
        if "action-workflow-action" not in request.POST or name not in {"approve", "reject"}:
            messages.error(request, _("Content is changed by its author, on the portal."))
            return redirect(self.get_edit_url())
        state = self.live_object.current_workflow_task_state
        refused = why_not(state, request.user, listing=self.live_object, action=name)
        refused = refused or self._decided(state, name)
        if refused:
            messages.error(request, refused)
            return redirect(self.get_edit_url())
        messages.success(request, _("The decision is kept."))
        return redirect(self.get_success_url())

    def _decided(self, state: TaskState, name: str) -> str:
        """Check the collected answers with the step's form again, since a browser sent them."""
        form = state.task.specific.get_form_for_action(name)(self._collected())
        if not form.is_valid():
            return " ".join(str(text) for texts in form.errors.values() for text in texts)
        return decide(state, self.request.user, action=name, answers=dict(form.cleaned_data))

    def _collected(self) -> dict[str, Any]:
        try:
            found = json.loads(self.request.POST.get("workflow-action-extra-data") or "{}")
        except json.JSONDecodeError:
            return {}
        if not isinstance(found, dict):
            return {}
        return {str(key): "" if value is None else value for key, value in found.items()}


class DecideListing(snippets.WorkflowActionView):
    """Decides a step from the dashboard; a refusal is a message."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say why the step cannot be decided, else go on."""
        refused = why_not(
            self.task_state, request.user, listing=self.object, action=self.action_name
        )
        if refused:
            return self._refuse(refused)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the decision."""
        form = self.form_class(request.POST)
        if not form.is_valid():
            texts = [str(text) for messages_ in form.errors.values() for text in messages_]
            return self._again(form, " ".join(texts))
        refused = decide(
            self.task_state,
            request.user,
            action=self.action_name,
            answers=dict(form.cleaned_data),
        )
        if refused:
            form.add_error(None, refused)
            return self._again(form, refused)
        messages.success(request, _("The decision is kept."))
        return self._leave()

    def _again(self, form: Any, message: str) -> HttpResponse:
        if self._is_modal:
            page: HttpResponse = self.render_modal_form(self.request, form)
            return page
        messages.error(self.request, message)
        return redirect(self.redirect_url)

    def _refuse(self, message: str) -> HttpResponse:
        messages.error(self.request, message)
        return self._leave()

    def _leave(self) -> HttpResponse:
        if self._is_modal:
            done = {"step": "success", "redirect": self.redirect_url}
            answer: HttpResponse = self.render_modal_json(self.request, done)
            return answer
        return redirect(self.redirect_url)

    @property
    def _is_modal(self) -> bool:
        return bool(self.request.headers.get("x-requested-with") == "XMLHttpRequest")


class CollectDecision(snippets.CollectWorkflowActionDataView):
    """Collects the answers of a step in a window; a step that is gone is a message."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say why the step cannot be decided, else show the window."""
        refused = why_not(
            self.task_state, request.user, listing=self.object, action=self.action_name
        )
        if refused:
            messages.error(request, refused)
            gone: HttpResponse = self.render_modal_json(
                request, {"step": "success", "redirect": self.redirect_url, "cleaned_data": {}}
            )
            return gone
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response
