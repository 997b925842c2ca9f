"""Says in the frame of every page that the portal is a demo, and who would run it."""

from __future__ import annotations

from wagtail.models import Site

from cms.models import SiteSettings

_FRAME = {
    "strip_note": "演示环境，标“示例”的均为虚构",
    "organiser": "市级主管单位（示例）",
    "operator": "平台运营单位（示例）",
    "phone": "0592-555 0000（示例）",
    "hours": "工作日 9:00–17:30",
    "site_code": "3502000000（示例）",
    "icp": "闽ICP备00000000号（示例）",
    "police": "闽公网安备 35020000000000号（示例）",
}


def name_portal() -> None:
    """Fill what staff have left empty in the portal's settings."""
    site = Site.objects.get(is_default_site=True)
    settings = SiteSettings.for_site(site)
    for name, text in _FRAME.items():
        setattr(settings, name, getattr(settings, name) or text)
    settings.save()
