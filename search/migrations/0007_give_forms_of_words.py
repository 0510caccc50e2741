"""Lets PostgreSQL work out within a statement in which forms the words of a question stand in texts."""

from django.db import migrations

NAMES = [
    "plain",
    "english",
    "german",
    "spanish",
    "french",
    "italian",
    "dutch",
    "portuguese",
    "russian",
    "swedish",
]
_IN_EACH = ", ".join(f"to_tsquery('guildhall_{name}', wanted)::text" for name in NAMES)
FORMS = f"""
CREATE FUNCTION guildhall_forms(wanted text) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (
        SELECT string_agg(DISTINCT form, ' | ')::tsquery
        FROM unnest(ARRAY[{_IN_EACH}]) AS languages(forms), unnest(string_to_array(forms, ' | ')) AS form
    );
END $$
"""
"""Any of these phrases, in the forms that each language gives its words; what languages share stands there once."""
WORDS = """
CREATE FUNCTION guildhall_words(question tsquery) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (
        SELECT string_agg(DISTINCT word, ' | ')::tsquery
        FROM unnest(string_to_array(replace(question::text, ' <-> ', ' | '), ' | ')) AS word
    );
END $$
"""
"""Any of the words of a question, each once."""


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in (FORMS, WORDS):
            schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION guildhall_forms(text)", params=None)
        schema_editor.execute("DROP FUNCTION guildhall_words(tsquery)", params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0006_tell_when_dates_pass")]

    operations = [migrations.RunPython(make, drop)]
