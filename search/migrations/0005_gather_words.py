"""Makes room for the words that things hold; on PostgreSQL they are found by their trigrams."""

import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


def index_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "CREATE INDEX search_word_trigrams ON search_searchword USING gin (word gin_trgm_ops)",
            params=None,
        )


def drop_trigrams(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX search_word_trigrams", params=None)


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0004_pin_answers_and_count_queries"),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("lease_until", models.DateTimeField(blank=True, db_index=True, null=True)),
                ("lease_token", models.UUIDField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=500)),
                ("round", models.PositiveIntegerField(default=1)),
                ("place", models.PositiveBigIntegerField(blank=True, null=True)),
                ("begun_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=32)),
                ("backwards", models.CharField(max_length=32)),
                (
                    "audience",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="search.audience",
                    ),
                ),
                ("named", models.BooleanField()),
                ("round", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["backwards", "audience", "named"], name="search_word_endings")],
                "constraints": [
                    models.UniqueConstraint(fields=("word", "audience", "named"), name="search_word_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="read_version",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=models.Index(
                condition=models.Q(version__gt=models.F("read_version")), fields=["id"], name="search_unread"
            ),
        ),
        migrations.RunPython(index_trigrams, drop_trigrams, elidable=False),
    ]
