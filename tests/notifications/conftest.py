from collections.abc import Callable

import pytest

from notifications import kinds


@pytest.fixture
def kind(monkeypatch, tmp_path, settings) -> Callable:
    """Registers a kind for one test, with its words: `kind("tea.ready", "Tea at {{ at }}.")`."""
    monkeypatch.setattr(kinds, "_kinds", {})
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    folder = tmp_path / "notifications" / "mail"
    folder.mkdir(parents=True)

    def register(
        key="tea.ready", words="Tea is ready at {{ at }}.", subject="Tea for %(at)s", html=None, **fields
    ):
        (folder / f"{key}.txt").write_text(words)
        if html is not None:
            (folder / f"{key}.html").write_text(html)
        return kinds.register_kind(kinds.Kind(key, subject, **fields))

    return register
