from django.db import migrations, models

from marketplace.core.creating import CreateRendered


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateRendered(
            name="Statistics",
            fields=[
                ("id", models.CharField(max_length=16, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
                ("documents", models.PositiveIntegerField()),
                ("as_of", models.DateField()),
                ("taken", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-taken"],
            },
        ),
        CreateRendered(
            name="Encoding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=40)),
                ("model", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=16)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("done", "Done"),
                            ("hidden", "Hidden"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("dimensions", models.PositiveSmallIntegerField(default=0)),
                ("listing", models.BinaryField(default=b"")),
                ("passages", models.BinaryField(default=b"")),
                ("fault", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["model", "state", "key"], name="search_encoding_state")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "model"), name="one_encoding_of_a_listing"
                    )
                ],
            },
        ),
        CreateRendered(
            name="TypedQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "list_key",
                    models.CharField(
                        choices=[
                            ("government_demands", "Government demands"),
                            ("enterprise_demands", "Enterprise demands"),
                            ("capabilities", "Capabilities"),
                        ],
                        max_length=20,
                        verbose_name="list",
                    ),
                ),
                ("text", models.CharField(max_length=40, verbose_name="text")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="typed")),
                ("hits", models.PositiveIntegerField(default=0, verbose_name="hits")),
                ("last_seen", models.DateTimeField(verbose_name="last typed")),
            ],
            options={
                "verbose_name": "typed query",
                "verbose_name_plural": "typed queries",
                "ordering": ["-count", "-last_seen"],
                "indexes": [
                    models.Index(
                        fields=["list_key", "hits", "-count"], name="search_typed_query_use"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("list_key", "text"), name="search_typed_query_once"
                    )
                ],
            },
        ),
        CreateRendered(
            name="SampleQuery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "list_key",
                    models.CharField(
                        choices=[
                            ("government_demands", "Government demands"),
                            ("enterprise_demands", "Enterprise demands"),
                            ("capabilities", "Capabilities"),
                        ],
                        default="government_demands",
                        max_length=20,
                        verbose_name="list",
                    ),
                ),
                ("text", models.CharField(max_length=40, verbose_name="text")),
            ],
            options={
                "verbose_name": "sample query",
                "verbose_name_plural": "sample queries",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("list_key", "text"),
                        name="search_sample_query_once",
                        violation_error_message="This query is a sample already.",
                    )
                ],
            },
        ),
    ]
