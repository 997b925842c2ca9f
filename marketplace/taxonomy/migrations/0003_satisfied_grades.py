"""Higher grades of a qualification count as the lower ones; portals that run get the plan's."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_GRADES = {
    "cmmi5": "cmmi3",
    "itss2": "itss3",
    "surveying-a": "surveying-b",
    "intelligent-1": "intelligent-2",
}


def link_known_grades(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Link the kinds that are there; a new portal loads them with their links after `migrate`."""
    kinds = {
        kind.slug: kind for kind in apps.get_model("taxonomy", "QualificationKind").objects.all()
    }
    for higher, lower in _GRADES.items():
        if higher in kinds and lower in kinds:
            kinds[higher].satisfies.add(kinds[lower])


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0002_synonyms")]

    operations = [
        migrations.AddField(
            model_name="qualificationkind",
            name="satisfies",
            field=models.ManyToManyField(
                blank=True,
                help_text="Every lower grade: who holds this meets a demand for one of them.",
                related_name="satisfied_by",
                to="taxonomy.qualificationkind",
                verbose_name="also counts as",
            ),
        ),
        migrations.RunPython(link_known_grades, migrations.RunPython.noop),
    ]
