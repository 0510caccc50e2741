"""Makes the full-text index of the database that the product runs on."""

from django.db import migrations

STEMMERS = ["english", "german", "spanish", "french", "italian", "dutch", "portuguese", "russian", "swedish"]
TOKENS = (
    "asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart,"
    " email, protocol, url, host, url_path, file, sfloat, float, int, uint, version"
)


def make(apps, schema_editor):
    statements = {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]
    for statement in statements():
        schema_editor.execute(statement, params=None)


def sqlite():
    for table, columns, tokenizer in [
        ("search_fts_english", "title, words, people, body", "porter ascii"),
        ("search_fts_plain", "title, words, people, body", "ascii"),
    ]:
        yield f"CREATE VIRTUAL TABLE {table} USING fts5({columns}, tokenize = '{tokenizer}')"
    yield "CREATE VIRTUAL TABLE search_fts_title USING fts5(title, tokenize = 'ascii', prefix = '2 3 4')"


def postgresql():
    """Stemmers without stop words, so that every word can be found; a configuration for each."""
    for name in STEMMERS:
        yield f"CREATE TEXT SEARCH DICTIONARY guildhall_{name} (TEMPLATE = snowball, LANGUAGE = {name})"
    for name in ["plain", *STEMMERS]:
        dictionary = "simple" if name == "plain" else f"guildhall_{name}"
        yield f"CREATE TEXT SEARCH CONFIGURATION guildhall_{name} (PARSER = 'default')"
        yield f"ALTER TEXT SEARCH CONFIGURATION guildhall_{name} ADD MAPPING FOR {TOKENS} WITH {dictionary}"
    yield (
        "CREATE TABLE search_text ("
        " document_id bigint PRIMARY KEY,"
        " reading varchar(20) NOT NULL, length integer NOT NULL,"
        " vector tsvector NOT NULL, titles tsvector NOT NULL)"
    )
    yield "CREATE INDEX search_text_length ON search_text (length)"
    yield "CREATE INDEX search_text_vector ON search_text USING gin (vector)"
    yield "CREATE INDEX search_text_titles ON search_text USING gin (titles)"


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in ["search_fts_english", "search_fts_plain", "search_fts_title"]:
            schema_editor.execute(f"DROP TABLE {table}", params=None)
        return
    schema_editor.execute("DROP TABLE search_text", params=None)
    for name in ["plain", *STEMMERS]:
        schema_editor.execute(f"DROP TEXT SEARCH CONFIGURATION guildhall_{name}", params=None)
    for name in STEMMERS:
        schema_editor.execute(f"DROP TEXT SEARCH DICTIONARY guildhall_{name}", params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(make, drop)]
