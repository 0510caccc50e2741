"""The demo shows the mail it would have sent; elsewhere that page does not exist."""

import os

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

PAGE = "/mail/"


@pytest.fixture
def folder(settings, tmp_path):
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    return tmp_path / "mail"


def send(subject, to="cleo@example.org", body="See you.", html=""):
    message = EmailMultiAlternatives(subject, body, "hall@example.org", [to], connection=get_connection())
    if html:
        message.attach_alternative(html, "text/html")
    message.send()


def age(folder):
    """Put what is there into an older file: Django names files by second and chance."""
    for path in folder.iterdir():
        old = path.rename(folder / "20300101-120000-1.log")
        os.utime(old, (1_000_000_000, 1_000_000_000))


def test_sent_mail_is_listed_newest_first(folder, ada, as_person):
    send("First")
    age(folder)
    send("Zweite Übung", to="Bén <ben@example.org>")
    answer = as_person(ada).get(PAGE)
    assert [(letter.subject, letter.to) for letter in answer.context["letters"]] == [
        ("Zweite Übung", "Bén <ben@example.org>"),
        ("First", "cleo@example.org"),
    ]
    assert [letter.at is not None for letter in answer.context["letters"]] == [True, True]


def test_messages_that_share_a_file_are_shown_apart(folder, ada, as_person):
    with get_connection() as connection:
        for subject in ("First", "Second"):
            EmailMultiAlternatives(subject, subject, to=["a@example.org"], connection=connection).send()
    client = as_person(ada)
    letters = client.get(PAGE).context["letters"]
    assert [letter.subject for letter in letters] == ["Second", "First"]
    page = client.get(f"{PAGE}{letters[1].name}/").content.decode()
    assert "<h1>First</h1>" in page


def test_a_message_is_read_with_live_links_and_nothing_else(folder, ada, as_person):
    send(
        "Hello",
        body="Ünder <b>https://hall.example.org/a?b=1&c=2</b>\n\nBye",
        html="<script>alert(1)</script>",
    )
    client = as_person(ada)
    name = client.get(PAGE).context["letters"][0].name
    page = client.get(f"{PAGE}{name}/").content.decode()
    assert "Ünder &lt;b&gt;" in page
    assert 'href="https://hall.example.org/a?b=1&amp;c=2' in page
    assert "alert(1)" not in page


def test_an_empty_folder_says_so(folder, ada, as_person):
    assert "Nothing has been sent yet." in as_person(ada).get(PAGE).content.decode()


def test_what_is_broken_still_has_a_page(folder, ada, as_person):
    folder.mkdir()
    (folder / "20300101-120000-1.log").write_bytes(b"\xff\x00Subject: =?utf-8?b?!!!\nDate: never\n\n\xfe")
    (folder / "20300101-120000-2.log").write_bytes(b"Content-Type: text/plain; charset=nonsense\n\nhello")
    (folder / "20300101-120000-3.log").write_bytes(b"")
    (folder / "notes.txt").write_text("mine")
    client = as_person(ada)
    assert len(client.get(PAGE).context["letters"]) == 2
    for name in ("20300101-120000-1-0", "20300101-120000-2-0"):
        assert client.get(f"{PAGE}{name}/").status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "..%2Fsecret",
        "%2e%2e%2fsecret",
        "secret",
        "20300101-120000-9",
        "20300101-120000-9-0",
        "20300101-120000-1-1",
        "20300101-120000-1",
        "20300101-120000-1.log",
        "/etc/passwd",
        "20300101-120000-1%00",
    ],
)
def test_no_other_file_can_be_read(folder, ada, as_person, name):
    folder.mkdir()
    (folder / "20300101-120000-1.log").write_text("Subject: fine\n\n")
    (folder.parent / "secret.log").write_text("Subject: secret\n\nsecret words")
    (folder / "secret.log").write_text("Subject: secret\n\nsecret words")
    answer = as_person(ada).get(f"{PAGE}{name}/")
    assert answer.status_code in {400, 404}
    assert "secret words" not in answer.content.decode()


def test_many_letters_come_in_pages(folder, ada, as_person):
    folder.mkdir()
    for number in range(310):
        (folder / f"20300101-120000-{number}.log").write_text(f"Subject: {number}\n\n")
    pages = [as_person(ada).get(PAGE, {"page": page}).context["letters"] for page in (1, 10, 11)]
    assert [len(letters) for letters in pages] == [30, 30, 30]
    assert pages[1] == pages[2]


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}20300101-120000-1/"])
def test_a_visitor_is_sent_to_sign_in(folder, db, path):
    assert Client().get(path).url == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}20300101-120000-1/"])
def test_outside_the_demo_there_is_no_such_page(folder, settings, ada, as_person, path):
    settings.DEMO = False
    folder.mkdir()
    (folder / "20300101-120000-1.log").write_text("Subject: fine\n\n")
    assert as_person(ada).get(path).status_code == 404
    assert Client().get(path).status_code == 404


def test_reading_mail_takes_only_a_get(folder, ada, as_person):
    assert as_person(ada).post(PAGE).status_code == 405
