"""The rules of the house that no tool knows; docs/architecture.md and CONTRIBUTING.md say why."""

import ast
import re
from statistics import mean, median

import pytest
from django.conf import global_settings

from tests.static.source import (
    APPS,
    ROOT,
    files,
    found,
    functions,
    length,
    lines,
    name_of,
    product,
    templates,
    text,
    tree,
    with_suffix,
)

REASON = re.compile(r"(#(?!\s*(noqa|type:|pragma))\s*\w.*|\{#.+#\})")
"""A comment in words; one that only silences a tool is none."""


def none_of(offenders):
    offenders = list(offenders)
    assert not offenders, "\n".join(["", *offenders])


# -- sizes -----------------------------------------------------------------------------------------------


def test_no_file_is_two_files():
    long = [name_of(path) for path in with_suffix(".py", ".js", ".css") if len(lines(path)) > 400]
    none_of(long)


def test_files_are_short():
    assert median(len(lines(path)) for path in product() if lines(path)) <= 75


def test_no_function_is_two_functions():
    long = [
        f"{name_of(path)}:{function.lineno}: {function.name}, {length(function)} lines"
        for path in with_suffix(".py")
        for function in functions(path)
        if length(function) > 50
    ]
    none_of(long)


def test_functions_are_short():
    assert mean(length(function) for path in product() for function in functions(path)) <= 10


def test_templates_are_parts():
    long = [name_of(path) for path in templates() if len(lines(path)) > 120]
    none_of(long)
    assert median(len(lines(path)) for path in templates()) <= 20


def test_settings_fit_on_a_few_screens():
    assert len(lines(ROOT / "site" / "config" / "settings.py")) < 250


# -- names -----------------------------------------------------------------------------------------------


def test_modules_are_named_after_their_subject():
    vague = re.compile(r"^(utils?|helpers?|common|core|misc|stuff|base2|manager2)$")
    none_of([name_of(path) for path in files() if vague.match(path.stem) or vague.match(path.parent.name)])


def test_migrations_are_named():
    migrations = [path for path in with_suffix(".py") if path.parent.name == "migrations"]
    none_of([name_of(path) for path in migrations if "_auto_" in path.name])


@pytest.mark.parametrize("app", [app for app in APPS if app != "config"])
def test_an_app_says_what_it_owns(app):
    assert 0 < len(lines(ROOT / app / "README.md")) <= 25


def test_every_setting_of_ours_is_read():
    """What Django or a package reads is theirs; the rest is ours."""
    theirs = re.compile(
        r"^(WAGTAIL|ACCOUNT_|ALLAUTH_|ROOT_URLCONF|TAGGIT_|CONTENT_SECURITY_POLICY|WHITENOISE_)"
    )
    module = ROOT / "site" / "config" / "settings.py"
    assigned = {
        target.id
        for node in tree(module).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in ([node.target] if isinstance(node, ast.AnnAssign) else node.targets)
        if isinstance(target, ast.Name) and target.id.isupper()
    }
    ours = {name for name in assigned if not hasattr(global_settings, name) and not theirs.match(name)}
    rest = "\n".join(text(path) for path in [*product(), *templates()] if path != module)
    used_within = {name for name in ours if len(re.findall(rf"\b{name}\b", text(module))) > 1}
    none_of(name for name in sorted(ours - used_within) if not re.search(rf"\b{name}\b", rest))


# -- reasons ---------------------------------------------------------------------------------------------


def test_what_is_risky_carries_its_reason():
    """R30: nothing goes round escaping, CSRF or the query builder without saying why."""
    risky = re.compile(
        r"mark_safe\(|\|\s*safe\b|csrf_exempt|\.raw\(|\.extra\(|cache_page|\{% *cache\b"
        r"|(filter|exclude|get)\(\*\*request"
    )
    elsewhere = [path for path in product() if path.stem != "elasticsearch"]  # whose extra() is another
    none_of(found([*elsewhere, *templates()], risky, without=REASON))
    pages = [path for path in templates() if path.suffix == ".html"]
    none_of(found(pages, re.compile("autoescape off"), without=REASON))


def test_views_ask_for_what_the_person_may_see():
    """R30: a view takes rows through a rule of visibility, or says on the line why all may be seen."""
    views = [path for path in product() if path.stem == "views" or "views" in path.parts]
    unscoped = re.compile(
        r"\.objects\.(all|get|filter|first|last|values|order_by|select_related|in_bulk)\("
        r"|get_object_or_404\([A-Z]\w+,|_(base|default)_manager"
    )
    scoped = re.compile(rf"visible_to|editable_by|manageable_by|written_by|{REASON.pattern}")
    none_of(found(views, unscoped, without=scoped))


def test_suppressions_carry_their_reason():
    silenced = re.compile(r"#\s*(noqa|type:\s*ignore|pragma: no cover)|djlint:off")
    explained = re.compile(
        r"(#\s*(noqa: [A-Z0-9, ]+|type: ignore\[[\w, -]+\]|pragma: no cover)\s*)+#\s*\w+"
        r"|djlint:off .*#\}.*\w"
    )
    none_of(found(with_suffix(".py", ".html"), silenced, without=explained))


def test_imports_hidden_in_functions_carry_their_reason():
    """One reason is enough for imports that follow one another."""
    none_of([found for path in [*product(), ROOT / "manage.py"] for found in unexplained_imports(path)])


def unexplained_imports(path):
    explained_until = 0
    for function in functions(path):
        for node in ast.walk(function):
            if not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            said = " ".join(lines(path)[node.lineno - 1 : node.end_lineno])
            if REASON.search(said) or node.lineno == explained_until + 1:
                explained_until = node.end_lineno
            else:
                yield f"{name_of(path)}:{node.lineno}"


# -- what is never there ---------------------------------------------------------------------------------


def test_nothing_is_left_for_later():
    later = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X|HACK)\b")
    none_of(found(with_suffix(".py", ".html", ".js", ".css", ".md", ".toml", ".yaml"), later))


def test_nothing_names_a_machine():
    machine = re.compile(r"(?<![\w.$}])/(work|root)/\w")
    none_of(found(files(), machine))


def test_nothing_names_where_packages_come_from():
    """Whoever installs has a registry of their own configured."""
    hosts = re.compile(r"pypi\.org|pythonhosted|npmjs|repo1?\.maven|deb\.debian|index-ur[l] |find-link[s] ")
    none_of(found([path for path in files() if path.name != "Makefile"], hosts))


def test_pages_hold_no_script_or_style_of_their_own():
    """R29: the content security policy would refuse them."""
    inline = re.compile(
        r"<[^>]+\s(on[a-z]+|style)=[\"']|javascript:|<style\b(?![^>]*nonce)"
        r"|<script\b(?![^>]*(src|nonce|application/json))"
    )
    pages = [path for path in templates() if path.suffix == ".html" and "mail" not in path.parts]
    none_of(found(pages, inline))


def test_words_on_screen_come_from_the_glossary():
    """Teach, enrol, join, ask; and nobody is shouted at."""
    said = re.compile(r"(?:translate|trans|_\(|gettext(?:_lazy)?\()\s*[\"']([^\"']*)[\"']")
    foreign = re.compile(r"\b(objects?|assets?|resources?|enroll(s|ment\w*)?)\b|!", re.IGNORECASE)
    shown = [
        f"{name_of(path)}: {words}"
        for path in [*product(), *templates()]
        for words in said.findall(text(path))
        if foreign.search(words)
    ]
    none_of(shown)


# -- what is written about it ----------------------------------------------------------------------------


def test_documents_lead_somewhere():
    link = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
    none_of(
        f"{name_of(path)}: {target}"
        for path in with_suffix(".md")
        for target in link.findall(text(path))
        if "tests" not in path.parts and not (path.parent / target).exists()
    )


def test_every_setting_is_written_down():
    """A name in the environment that is read somewhere stands in the table of README.md."""
    reading = re.compile(r"""(?:\benv\.\w+|environ\.get|self\.(?:str|int|bool|list))\(\s*["']([A-Z_]+)["']""")
    known = set(re.findall(r"`([A-Z_]+)`", text(ROOT / "README.md"))) | {"TEST_DATABASE"}
    read = {name for path in [*product(), ROOT / "gunicorn.conf.py"] for name in reading.findall(text(path))}
    none_of(sorted(read - known))
