"""Things that may be seen by the same people, or agree in every facet, point to one row that says so."""

import hashlib

import django.db.models.deletion
from django.db import migrations, models


def share(apps, schema_editor):
    """What each document said in rows of its own goes to shared rows; texts go behind the new columns."""
    state = apps.get_model("search", "SearchDocument")
    audiences = Shared(apps, "Audience", "AudienceToken", "audience")
    facets = Shared(apps, "FacetSet", "FacetValue", "facets")
    for document in state.objects.order_by("pk").iterator(chunk_size=500):
        document.whole = document.body
        if not document.deleted:
            tokens = set(document.old_audience.values_list("level", "token"))
            heard = {level for level, _token in tokens}
            tokens |= {(level, "") for level in range(document.levels) if level not in heard}
            document.audience_id = audiences.row(tokens, levels=document.levels)
            values = set(document.old_facets.values_list("name", "value"))
            said = "\n".join("=".join(pair) for pair in sorted(values))
            document.facets_id = facets.row(values, said=said)
        document.save(update_fields=["whole", "audience", "facets"])


class Shared:
    def __init__(self, apps, owner, member, link):
        self.owner, self.member = apps.get_model("search", owner), apps.get_model("search", member)
        self.link = link
        self.names = [name for name in ("level", "token", "name", "value") if hasattr(self.member, name)]
        self.known = {}

    def row(self, pairs, **more):
        digest = hashlib.blake2b(repr(sorted(pairs)).encode(), digest_size=16).hexdigest()
        if digest not in self.known:
            owner = self.owner.objects.create(digest=digest, **more)
            self.member.objects.bulk_create(
                self.member(**{self.link: owner}, **dict(zip(self.names, pair, strict=True)))
                for pair in sorted(pairs)
            )
            self.known[digest] = owner.pk
        return self.known[digest]


def link(to, name):
    return models.ForeignKey(
        blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
        related_name=name, to=to,
    )  # fmt: skip


def old(name):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.CASCADE, related_name=name, to="search.searchdocument"
    )


class Migration(migrations.Migration):
    dependencies = [("search", "0002_make_full_text")]

    operations = [
        migrations.CreateModel(
            name="Audience",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(db_index=True, max_length=32)),
                ("levels", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="FacetSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(db_index=True, max_length=32)),
                ("said", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="AudienceToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.PositiveSmallIntegerField()),
                ("token", models.CharField(max_length=64)),
                ("audience", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="tokens", to="search.audience")),
            ],
            options={
                "indexes": [models.Index(fields=["token", "audience", "level"], name="search_token_holders")],
                "constraints": [models.UniqueConstraint(fields=("audience", "level", "token"), name="search_token_once")],
            },
        ),
        migrations.CreateModel(
            name="FacetValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=20)),
                ("value", models.CharField(max_length=255)),
                ("facets", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="values", to="search.facetset")),
            ],
            options={
                "indexes": [models.Index(fields=["name", "value", "facets"], name="search_value_holders")],
                "constraints": [models.UniqueConstraint(fields=("facets", "name", "value"), name="search_value_once")],
            },
        ),
        migrations.AlterField("SearchAudience", "document", old("old_audience")),
        migrations.AlterField("SearchFacet", "document", old("old_facets")),
        migrations.AddField("SearchDocument", "audience", link("search.audience", "documents")),
        migrations.AddField("SearchDocument", "facets", link("search.facetset", "documents")),
        migrations.AddField("SearchDocument", "anchors", models.JSONField(blank=True, default=list)),
        migrations.AddField("SearchDocument", "whole", models.TextField(blank=True)),
        migrations.RunPython(share, migrations.RunPython.noop),
        migrations.DeleteModel("SearchAudience"),
        migrations.DeleteModel("SearchFacet"),
        migrations.RemoveField("SearchDocument", "levels"),
        migrations.RemoveField("SearchDocument", "body"),
        migrations.RenameField("SearchDocument", "whole", "body"),
        migrations.AddIndex("SearchDocument", models.Index(fields=["facets", "audience"], name="search_facets_audience")),
        migrations.AddIndex("SearchDocument", models.Index(fields=["audience"], name="search_heard_by")),
    ]
