"""Blocks of running text that editors compose pages from."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

PLAIN_RICH_TEXT = ["bold", "link", "ol", "ul"]
LINE = ["bold", "link"]


class HeadingBlock(blocks.CharBlock):
    """A heading within a page."""

    class Meta:
        label = _("heading")
        icon = "title"
        template = "cms/blocks/heading.html"


class NoticeBlock(blocks.StructBlock):
    """A boxed notice with a title."""

    title = blocks.CharBlock(label=_("title"), max_length=80)
    text = blocks.RichTextBlock(label=_("text"), features=LINE)
    tone = blocks.ChoiceBlock(
        label=_("tone"),
        choices=[("info", _("information")), ("warn", _("caution"))],
        default="info",
    )

    class Meta:
        label = _("notice")
        icon = "warning"
        template = "cms/blocks/notice.html"


class StepBlock(blocks.StructBlock):
    """One step of a way through the portal."""

    title = blocks.CharBlock(label=_("title"), max_length=40)
    text = blocks.CharBlock(label=_("text"), max_length=160)

    class Meta:
        label = _("step")
        icon = "arrow-right"


class TableBlock(blocks.StructBlock):
    """A table written as text: a row a line, cells parted by vertical bars, the head first."""

    caption = blocks.CharBlock(label=_("caption"), max_length=80)
    rows = blocks.TextBlock(label=_("rows"), help_text=_("One row a line, cells parted by |."))

    class Meta:
        label = _("table")
        icon = "table"
        template = "cms/blocks/table.html"

    def clean(self, value: Any) -> Any:
        """Refuse rows of unequal length."""
        cleaned = super().clean(value)
        if len({len(row) for row in cells(cleaned["rows"])}) > 1:
            message = _("Every row needs as many cells as the head.")
            raise blocks.StructBlockValidationError(block_errors={"rows": ValidationError(message)})
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        """Add head and body."""
        context = super().get_context(value, parent_context=parent_context)
        head, *body = cells(value["rows"]) or [[]]
        return {**context, "head": head, "body": body}


def cells(text: str) -> list[list[str]]:
    """Return the rows of a table's text, without empty lines."""
    return [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in text.splitlines()
        if line.strip()
    ]


class BodyBlock(blocks.StreamBlock):
    """Everything that the body of a page may hold."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        label=_("paragraph"), features=PLAIN_RICH_TEXT, template="cms/blocks/paragraph.html"
    )
    steps = blocks.ListBlock(
        StepBlock(), label=_("steps"), icon="list-ol", template="cms/blocks/steps.html"
    )
    notice = NoticeBlock()
    table = TableBlock()
