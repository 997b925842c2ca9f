"""The cms app."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class CmsConfig(AppConfig):
    """Editorial pages: home, lists, news, and their navigation."""

    name = "cms"

    def ready(self) -> None:
        """Forget the frame wherever the tree or the settings change."""
        from wagtail.signals import (
            page_published,
            page_slug_changed,
            page_unpublished,
            post_page_move,
        )

        from cms.frame import forget_frames
        from cms.models import SiteSettings

        for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
            signal.connect(forget_frames, dispatch_uid="cms.frame")
        for signal in (post_save, post_delete):
            signal.connect(forget_frames, sender=SiteSettings, dispatch_uid="cms.frame.settings")
