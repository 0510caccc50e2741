"""Reading a folder with care, and the report of what was left out."""

import io

import pytest

from content.imports import (
    MAX_TEXT_BYTES,
    FrontMatterError,
    ImportRefused,
    Report,
    content_hash,
    load_yaml,
    path_within,
    progress,
    read_text,
    split_front_matter,
)


class TestReport:
    def test_rows_stand_by_file_and_line_then_the_summary(self):
        report = Report()
        report.add("b.md", 10, "was cut.")
        report.add("b.md", 9, "was lost.")
        report.add("a.md", 0, "is gone.")
        report.add("a.md", 0, "is gone.")
        report.count("pages")
        report.count("pages", 2)
        out = io.StringIO()
        report.print_to(out)
        assert out.getvalue() == "a.md is gone.\nb.md:9 was lost.\nb.md:10 was cut.\npages: 3, remarks: 3\n"

    def test_nothing_to_say(self):
        assert Report().summary() == "remarks: 0"


class TestReading:
    def test_text_with_plain_line_ends_and_without_a_mark(self, tmp_path):
        (tmp_path / "a.md").write_bytes("\ufeffOne\r\ntwö\rthree".encode())
        assert read_text(tmp_path, "a.md") == "One\ntwö\nthree"

    @pytest.mark.parametrize(
        ("raw", "sentence"),
        [
            (b"one\ntwo \xff", "is not UTF-8 (line 2)."),
            (b"a\x00b", "holds zero bytes and is no text."),
            (b"x" * (MAX_TEXT_BYTES + 1), "is longer than 5 MB and was not read."),
        ],
    )
    def test_what_is_no_text_of_ours(self, raw, sentence, tmp_path):
        (tmp_path / "a.md").write_bytes(raw)
        with pytest.raises(ImportRefused) as refusal:
            read_text(tmp_path, "a.md")
        assert str(refusal.value) == sentence

    @pytest.mark.parametrize("name", ["../secret.md", "/etc/hosts", "link.md", "linked/secret.md"])
    def test_nothing_outside_is_read(self, name, tmp_path):
        """R25: neither dots nor links lead out of the folder."""
        inside = tmp_path / "inside"
        inside.mkdir()
        (tmp_path / "secret.md").write_text("secret")
        (inside / "link.md").symlink_to(tmp_path / "secret.md")
        (inside / "linked").symlink_to(tmp_path)
        with pytest.raises(ImportRefused) as refusal:
            read_text(inside, name)
        assert str(refusal.value) == "lies outside the folder and was not read."

    @pytest.mark.parametrize("name", ["none.md", "folder", "x" * 5000, "a\x00b", "circle"])
    def test_what_is_not_there(self, name, tmp_path):
        (tmp_path / "folder").mkdir()
        (tmp_path / "circle").symlink_to(tmp_path / "circle")
        with pytest.raises(ImportRefused) as refusal:
            read_text(tmp_path, name)
        assert str(refusal.value) == "is not there."

    def test_a_link_within_is_followed(self, tmp_path):
        (tmp_path / "a.md").write_text("here")
        (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
        assert path_within(tmp_path, "b.md") == (tmp_path / "a.md").resolve()


class TestFrontMatter:
    def test_taken_apart(self):
        matter, body, before = split_front_matter("---\ntitle: A\nminutes: 5\n---\nText\n")
        assert (matter, body, before) == ({"title": "A", "minutes": 5}, "Text\n", 4)

    @pytest.mark.parametrize("text", ["Text\n---\n", "", "----\ntitle: A\n----\n"])
    def test_none(self, text):
        assert split_front_matter(text) == ({}, text, 0)

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("---\ntitle: A\n", 1),
            ("---\ntitle: A\nb: [1, 2\n---\n", 3),
            ("---\na: b: c\n---\n", 2),
            ("---\n- a\n- b\n---\n", 2),
            ("---\na: !!python/object/apply:os.system [ls]\n---\n", 2),
        ],
    )
    def test_broken(self, text, line):
        """The line counts from the top of the file, so that one finds it."""
        with pytest.raises(FrontMatterError) as refusal:
            split_front_matter(text)
        assert refusal.value.line == line

    def test_empty_settings_are_none(self):
        assert load_yaml("# only a comment\n") == {}


def test_parts_of_a_hash_cannot_run_into_one_another():
    assert content_hash("ab", "c") != content_hash("a", "bc")
    assert content_hash("a", 1) == content_hash("a", "1")
    assert len(content_hash()) == 64


def test_progress_is_silent_where_nobody_watches():
    stream = io.StringIO()
    assert list(progress([1, 2], 2, "Reading", stream)) == [1, 2]
    assert stream.getvalue() == ""
