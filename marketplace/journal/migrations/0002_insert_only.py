"""Keep entries and links insert-only in the database itself."""

from django.db import migrations

from marketplace.journal import triggers


def install(_apps, editor):
    triggers.install(editor.connection)


def remove(_apps, editor):
    triggers.remove(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]
