from django.db import migrations


def index(apps, schema_editor):
    """Wagtail searches whole words in `title || body` and says that an index covers it, but makes none."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX IF NOT EXISTS wagtailsearch_title_with_body"
            " ON wagtailsearch_indexentry USING gin ((title || body))"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS wagtailsearch_title_with_body")


class Migration(migrations.Migration):

    dependencies = [
        ("content", "0002_index_picture_paths"),
        ("wagtailsearch", "0010_add_text_fields"),
    ]

    operations = [migrations.RunPython(index, drop)]
