"""Documents tell when time alone makes them untrue; what stands there already is due at once, so that
the worker fills in what there was no word for before."""

from django.db import migrations, models
from django.db.models import F, Q


def let_all_pass(apps, schema_editor):
    documents = apps.get_model("search", "SearchDocument").objects.filter(deleted=False)
    documents.update(passes_at=F("changed_at"))


class Migration(migrations.Migration):
    dependencies = [("search", "0005_gather_words")]

    operations = [
        migrations.AddField("searchdocument", "passes_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(let_all_pass, migrations.RunPython.noop),
        migrations.AddIndex(
            "searchdocument",
            models.Index(fields=["passes_at"], condition=Q(passes_at__isnull=False), name="search_passing"),
        ),
    ]
