"""Put the home page, the lists, news, about and help in place of Wagtail's welcome page."""

import json

from django.core.cache import cache
from django.db import migrations

from cms.migrations import _page_tree as content

STEP = 4


def _create(apps, model, title, slug, parent, **fields):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model=model.lower()
    )
    Page = apps.get_model("wagtailcore", "Page")
    siblings = Page.objects.filter(path__startswith=parent.path, depth=parent.depth + 1)
    last = siblings.order_by("path").values_list("path", flat=True).last()
    number = int(last[-STEP:], 36) + 1 if last else 1
    for name, value in fields.items():
        if isinstance(value, list):
            fields[name] = json.dumps(value, ensure_ascii=False)
    page = apps.get_model("cms", model).objects.create(
        title=title,
        draft_title=title,
        slug=slug,
        content_type=kind,
        path=f"{parent.path}{_base36(number):0>{STEP}}",
        depth=parent.depth + 1,
        numchild=0,
        url_path=f"{parent.url_path}{slug}/",
        locale=parent.locale,
        live=True,
        show_in_menus=model != "HomePage",
        **fields,
    )
    Page.objects.filter(pk=parent.pk).update(numchild=siblings.count())
    return page


def _base36(number):
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
    return text


def grow(apps, _schema_editor):
    """Create the tree and point the default site at it."""
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    root = Page.objects.get(depth=1)
    Site.objects.all().delete()
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    home = _create(apps, "HomePage", "首页", "xiamen", root, **content.HOME)
    _create(
        apps,
        "DemandListPage",
        "政府需求清单",
        "demands",
        home,
        side="government_demands",
        **content.DEMANDS,
    )
    _create(
        apps,
        "DemandListPage",
        "企业需求清单",
        "enterprise-demands",
        home,
        side="enterprise_demands",
        **content.ENTERPRISE_DEMANDS,
    )
    _create(
        apps, "CapabilityListPage", "企业能力清单", "capabilities", home, **content.CAPABILITIES
    )
    _create(apps, "NewsIndexPage", "新闻", "news", home, **content.NEWS)
    _create(apps, "StandardPage", "关于", "about", home, **content.ABOUT)
    help_page = _create(apps, "StandardPage", "帮助", "help", home, **content.HELP)
    for title, slug, fields in [
        ("怎样发布需求", "publish", content.HELP_PUBLISH),
        ("怎样申请对接", "apply", content.HELP_APPLY),
        ("匹配怎么看", "match", content.HELP_MATCH),
        ("隐私与数据使用", "privacy", content.PRIVACY),
        ("无障碍声明", "accessibility", content.ACCESS),
    ]:
        _create(apps, "StandardPage", title, slug, help_page, **fields)
    site = Site.objects.create(
        hostname="localhost",
        port=80,
        site_name=content.SITE["name"],
        root_page_id=home.pk,
        is_default_site=True,
    )
    apps.get_model("cms", "SiteSettings").objects.create(site=site, **content.SITE)
    cache.delete("wagtail_site_root_paths")


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(grow, migrations.RunPython.noop, elidable=False)]
