import django.db.models.deletion
import django.utils.timezone
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("listings", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        CreateRendered(
            name="DemandListPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("lead", models.CharField(blank=True, max_length=120, verbose_name="lead")),
                (
                    "introduction",
                    wagtail.fields.RichTextField(blank=True, verbose_name="introduction"),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        help_text="Shown first; visitors may choose another or all.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="listings.batch",
                        verbose_name="batch on show",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            (
                                "government_demands",
                                "government departments and other public bodies",
                            ),
                            ("enterprise_demands", "firms and all others"),
                        ],
                        max_length=20,
                        verbose_name="whose demands",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of demands",
                "verbose_name_plural": "lists of demands",
            },
            bases=("wagtailcore.page",),
        ),
        CreateRendered(
            name="CapabilityListPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("lead", models.CharField(blank=True, max_length=120, verbose_name="lead")),
                (
                    "introduction",
                    wagtail.fields.RichTextField(blank=True, verbose_name="introduction"),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        help_text="Shown first; visitors may choose another or all.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="listings.batch",
                        verbose_name="batch on show",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of capabilities",
                "verbose_name_plural": "lists of capabilities",
            },
            bases=("wagtailcore.page",),
        ),
        CreateRendered(
            name="NewsIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("lead", models.CharField(blank=True, max_length=200, verbose_name="lead")),
            ],
            options={
                "verbose_name": "list of news",
                "verbose_name_plural": "lists of news",
            },
            bases=("wagtailcore.page",),
        ),
        CreateRendered(
            name="NewsPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "date",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="date"),
                ),
                ("lead", models.CharField(blank=True, max_length=200, verbose_name="lead")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 0),
                            ("paragraph", 1),
                            ("steps", 5),
                            ("notice", 9),
                            ("table", 12),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("cms.blocks.HeadingBlock", (), {}),
                            1: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "link", "ol", "ul"],
                                    "label": "paragraph",
                                    "template": "cms/blocks/paragraph.html",
                                },
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "title", "max_length": 40},
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "text", "max_length": 160},
                            ),
                            4: ("wagtail.blocks.StructBlock", [[("title", 2), ("text", 3)]], {}),
                            5: (
                                "wagtail.blocks.ListBlock",
                                (4,),
                                {
                                    "icon": "list-ol",
                                    "label": "steps",
                                    "template": "cms/blocks/steps.html",
                                },
                            ),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "title", "max_length": 80},
                            ),
                            7: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "link"], "label": "text"},
                            ),
                            8: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("info", "information"), ("warn", "caution")],
                                    "label": "tone",
                                },
                            ),
                            9: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 6), ("text", 7), ("tone", 8)]],
                                {},
                            ),
                            10: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "caption", "max_length": 80},
                            ),
                            11: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "One row a line, cells parted by |.",
                                    "label": "rows",
                                },
                            ),
                            12: (
                                "wagtail.blocks.StructBlock",
                                [[("caption", 10), ("rows", 11)]],
                                {},
                            ),
                        },
                        verbose_name="body",
                    ),
                ),
                ("is_example", models.BooleanField(default=False, verbose_name="example content")),
            ],
            options={
                "verbose_name": "piece of news",
                "verbose_name_plural": "news",
            },
            bases=("wagtailcore.page",),
        ),
        CreateRendered(
            name="HomePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "headline",
                    models.CharField(
                        help_text="A vertical bar breaks the line.",
                        max_length=60,
                        verbose_name="headline",
                    ),
                ),
                ("lead", models.CharField(blank=True, max_length=200, verbose_name="lead")),
                (
                    "placeholder",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="example in the search box"
                    ),
                ),
                (
                    "popular",
                    models.CharField(
                        blank=True,
                        help_text="Parted by spaces.",
                        max_length=120,
                        verbose_name="popular searches",
                    ),
                ),
                (
                    "steps",
                    wagtail.fields.StreamField(
                        [("step", 2)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "title", "max_length": 40},
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "text", "max_length": 160},
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("title", 0), ("text", 1)]], {}),
                        },
                        verbose_name="first steps",
                    ),
                ),
            ],
            options={
                "verbose_name": "home page",
                "verbose_name_plural": "home pages",
            },
            bases=("wagtailcore.page",),
        ),
        CreateRendered(
            name="SiteSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="wagtailcore.site",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=80, verbose_name="English name"),
                ),
                (
                    "description",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="description for search engines"
                    ),
                ),
                (
                    "strip_note",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="note at the top of every page"
                    ),
                ),
                ("organiser", models.CharField(blank=True, max_length=80, verbose_name="run by")),
                (
                    "operator",
                    models.CharField(blank=True, max_length=80, verbose_name="technical support"),
                ),
                (
                    "phone",
                    models.CharField(blank=True, max_length=40, verbose_name="service telephone"),
                ),
                (
                    "hours",
                    models.CharField(blank=True, max_length=60, verbose_name="service hours"),
                ),
                (
                    "site_code",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="site code (网站标识码)"
                    ),
                ),
                (
                    "icp",
                    models.CharField(blank=True, max_length=60, verbose_name="ICP registration"),
                ),
                (
                    "police",
                    models.CharField(
                        blank=True, max_length=60, verbose_name="public security registration"
                    ),
                ),
            ],
            options={
                "verbose_name": "portal settings",
                "verbose_name_plural": "portal settings",
            },
        ),
        CreateRendered(
            name="StandardPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("lead", models.CharField(blank=True, max_length=200, verbose_name="lead")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 0),
                            ("paragraph", 1),
                            ("steps", 5),
                            ("notice", 9),
                            ("table", 12),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("cms.blocks.HeadingBlock", (), {}),
                            1: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "link", "ol", "ul"],
                                    "label": "paragraph",
                                    "template": "cms/blocks/paragraph.html",
                                },
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "title", "max_length": 40},
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "text", "max_length": 160},
                            ),
                            4: ("wagtail.blocks.StructBlock", [[("title", 2), ("text", 3)]], {}),
                            5: (
                                "wagtail.blocks.ListBlock",
                                (4,),
                                {
                                    "icon": "list-ol",
                                    "label": "steps",
                                    "template": "cms/blocks/steps.html",
                                },
                            ),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "title", "max_length": 80},
                            ),
                            7: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "link"], "label": "text"},
                            ),
                            8: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("info", "information"), ("warn", "caution")],
                                    "label": "tone",
                                },
                            ),
                            9: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 6), ("text", 7), ("tone", 8)]],
                                {},
                            ),
                            10: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "caption", "max_length": 80},
                            ),
                            11: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "One row a line, cells parted by |.",
                                    "label": "rows",
                                },
                            ),
                            12: (
                                "wagtail.blocks.StructBlock",
                                [[("caption", 10), ("rows", 11)]],
                                {},
                            ),
                        },
                        verbose_name="body",
                    ),
                ),
            ],
            options={
                "verbose_name": "page of text",
                "verbose_name_plural": "pages of text",
            },
            bases=("wagtailcore.page",),
        ),
    ]
