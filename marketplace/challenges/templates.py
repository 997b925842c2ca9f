"""Template documents of a challenge: added and taken out while its rules are being written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marketplace.challenges import permissions
from marketplace.challenges.actions import locked, require
from marketplace.challenges.models import MOST_TEMPLATES, TemplateDocument
from marketplace.core.decisions import ALLOWED, Decision, refused
from marketplace.core.refusals import Refusal, mistakes
from marketplace.files.store import store
from marketplace.listings.written import written
from marketplace.organisations.permissions import anew

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from marketplace.accounts.models import User
    from marketplace.challenges.models import Challenge


@transaction.atomic
def add_template(
    challenge: Challenge, *, by: User, title: str, upload: UploadedFile[bytes]
) -> TemplateDocument:
    """Offer bidders a file as a template; Refusal beside the field that it concerns."""
    challenge = locked(challenge)
    require(permissions.may_change_rules(anew(by), challenge))
    found = list(challenge.template_documents.all())
    if len(found) >= MOST_TEMPLATES:
        too_many = _("At most %(limit)s templates are taken.") % {"limit": MOST_TEMPLATES}
        raise mistakes({"upload": [too_many]})
    words = written(title, "title", of=TemplateDocument)
    if words in {one.title for one in found}:
        raise mistakes({"title": [_("A template has this title already.")]})
    position = max((one.position for one in found), default=0) + 1
    blob = _stored(upload, by=by)
    values: dict[str, Any] = {"title": words, "blob": blob, "position": position}
    return TemplateDocument.objects.create(challenge=challenge, **values)


@transaction.atomic
def remove_template(challenge: Challenge, *, by: User, key: int) -> None:
    """Take a template out; one that is gone already is no matter."""
    challenge = locked(challenge)
    require(permissions.may_change_rules(anew(by), challenge))
    challenge.template_documents.filter(pk=key).delete()


def copy_templates(source: Challenge, *, to: Challenge) -> None:
    """Offer the same files with a challenge that is listed again; the caller holds the lock."""
    TemplateDocument.objects.bulk_create(
        TemplateDocument(challenge=to, title=one.title, blob=one.blob, position=one.position)
        for one in source.template_documents.select_related("blob")
    )


def may_read_template(user: Any, document: Any) -> Decision:
    """Return whether a person reads a template: whoever reads the challenge, or judges it."""
    challenge = document.challenge
    if permissions.may_read(user, challenge) or (
        user.is_authenticated and permissions.may_read_fitness(user, challenge)
    ):
        return ALLOWED
    return refused(_("This challenge is not listed."), "not_listed")


def _stored(upload: UploadedFile[bytes], *, by: User) -> Any:
    try:
        return store(upload, by=by)
    except Refusal as refusal:
        raise mistakes({"upload": [refusal.message]}) from refusal
