"""Writes the demo's news into the page tree."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.html import format_html_join

from cms.models import NewsIndexPage, NewsPage

if TYPE_CHECKING:
    from marketplace.demo.content import Row


def load_news(row: Row) -> bool:
    """Publish a piece of news below the index; False where it is there already."""
    index = NewsIndexPage.objects.live().first()
    if index is None or NewsPage.objects.child_of(index).filter(slug=row["key"]).exists():
        return False
    body: list[tuple[str, Any]] = [
        ("paragraph", format_html_join("", "<p>{}</p>", ([text] for text in row["body"])))
    ]
    page = NewsPage(
        title=row["title"],
        slug=row["key"],
        date=timezone.localdate() - timedelta(days=row["date_days_ago"]),
        lead=row["summary"][:200],
        body=body,
        is_example=True,
    )
    index.add_child(instance=page)
    page.save_revision().publish()
    return True
