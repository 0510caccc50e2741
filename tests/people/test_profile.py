"""What people say about themselves."""

import pytest
from django.test import Client

from people import actions
from people.models import Person
from people.refusals import Refusal

PAGE = "/me/profile/"


@pytest.fixture(autouse=True)
def two_languages(settings):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]


FORM = {
    "name": "Ada M. Brook",
    "title": "Bridge engineer",
    "site": "Porto",
    "zone": "Europe/Lisbon",
    "language": "de",
    "languages": ["en", "pt"],
    "bio": "Ask me about <b>bolts</b>.",
}


def test_a_profile_is_changed_and_kept(ada, as_person):
    client = as_person(ada)
    answer = client.post(PAGE, FORM, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "Your profile is saved." in answer.content.decode()
    ada.refresh_from_db()
    assert {name: getattr(ada, name) for name in FORM} == FORM


def test_the_pages_follow_the_new_language(ada, as_person):
    client = as_person(ada)
    client.post(PAGE, FORM)
    assert '<html lang="de"' in client.get(PAGE).content.decode()


def test_a_refused_form_keeps_what_was_typed(ada, as_person):
    page = as_person(ada).post(PAGE, {**FORM, "name": "", "zone": "Moon/Crater"}).content.decode()
    assert "This field is required." in page
    assert "Moon/Crater is not one of the available choices" in page
    assert 'value="Bridge engineer"' in page
    assert "Ask me about &lt;b&gt;bolts&lt;/b&gt;." in page
    assert '<input type="checkbox" name="languages" value="pt" id="id_languages_4" checked>' in page
    ada.refresh_from_db()
    assert (ada.name, ada.title) == ("Ada Brook", "")


def test_a_refused_form_does_not_rename_the_person_in_the_header(ada, as_person):
    page = as_person(ada).post(PAGE, {**FORM, "zone": "Moon/Crater"}).content.decode()
    assert "<span>Ada Brook</span>" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("state", "left"),
        ("is_superuser", "on"),
        ("email", "x@example.org"),
        ("handle", "x"),
        ("team", "1"),
        ("id", "1"),
    ],
)
def test_what_is_not_theirs_to_say_changes_nothing(ada, eve, as_person, field, value):
    kept = (
        Person.objects.filter(pk=ada.pk)
        .values("state", "is_superuser", "email", "handle", "team", "pk")
        .get()
    )
    as_person(ada).post(PAGE, {**FORM, field: value})
    assert (
        Person.objects.filter(pk=ada.pk)
        .values("state", "is_superuser", "email", "handle", "team", "pk")
        .get()
        == kept
    )
    eve.refresh_from_db()
    assert eve.name == "Eve Stone"


def test_only_parts_of_the_profile_can_be_written(ada):
    with pytest.raises(TypeError, match="is_superuser"):
        actions.update_profile(ada, name="Ada", is_superuser=True)


def test_a_zone_that_is_no_longer_known_stays_until_it_is_changed(ada, as_person):
    Person.objects.filter(pk=ada.pk).update(zone="Atlantis/Deep")
    page = as_person(ada).get(PAGE).content.decode()
    assert '<option value="Atlantis/Deep" selected>' in page
    ada.refresh_from_db()
    assert str(ada.tzinfo) == "UTC"


def test_places_stand_under_their_part_of_the_world(ada, as_person):
    page = as_person(ada).get(PAGE).content.decode()
    assert '<optgroup label="Europe">' in page
    assert '<option value="America/Argentina/Buenos_Aires">Argentina, Buenos Aires</option>' in page
    assert '<option value="Europe/Berlin" selected>Berlin</option>' in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_visitor_has_no_profile(db, method):
    answer = getattr(Client(), method)(PAGE)
    assert answer.url == f"/accounts/login/?next={PAGE}"


def test_reading_the_profile_changes_nothing(ada, as_person, django_assert_max_num_queries):
    client = as_person(ada)
    before = Person.objects.filter(pk=ada.pk).values().get()
    with django_assert_max_num_queries(4):
        client.get(PAGE)
    assert Person.objects.filter(pk=ada.pk).values().get() == before


# Light and dark


def test_the_theme_is_kept_with_the_person(ada, as_person):
    client = as_person(ada)
    answer = client.post("/me/theme/", {"theme": "dark", "next": PAGE})
    assert answer.url == PAGE
    assert "theme" not in answer.cookies
    ada.refresh_from_db()
    assert ada.theme == "dark"
    assert 'data-theme="dark"' in client.get(PAGE).content.decode()


def test_a_visitors_theme_is_kept_in_a_cookie(db):
    client = Client()
    answer = client.post("/me/theme/", {"theme": "dark", "next": "/accounts/login/"})
    assert answer.cookies["theme"].value == "dark"
    assert answer.cookies["theme"]["httponly"]
    assert 'data-theme="dark"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize("choice", ["", "purple", "dark'><script>", "x" * 5000])
def test_no_other_theme_exists(ada, as_person, choice):
    assert as_person(ada).post("/me/theme/", {"theme": choice}).status_code == 404
    assert Client().post("/me/theme/", {"theme": choice}).cookies.keys() == set()
    with pytest.raises(Refusal, match="Choose light, dark"):
        actions.set_theme(ada, choice)


def test_a_cookie_of_nonsense_breaks_no_page(db):
    client = Client()
    client.cookies["theme"] = "'><script>"
    assert "<script>'" not in client.get("/accounts/login/").content.decode()


def test_changing_the_theme_leads_to_no_other_site(db):
    assert Client().post("/me/theme/", {"theme": "dark", "next": "https://evil.example/"}).url == "/"


def test_the_theme_takes_only_a_post(db):
    assert Client().get("/me/theme/").status_code == 405


@pytest.mark.parametrize("path", [PAGE, "/me/theme/"])
def test_nothing_is_changed_without_a_token(ada, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(path, {**FORM, "theme": "dark"}).status_code == 403
    ada.refresh_from_db()
    assert (ada.name, ada.theme) == ("Ada Brook", "system")


def test_one_language_is_no_choice(ada, as_person, settings):
    settings.LANGUAGES = [("en", "English")]
    client = as_person(ada)
    assert "Language of the pages" not in client.get(PAGE).content.decode()
    client.post(PAGE, FORM)
    ada.refresh_from_db()
    assert (ada.name, ada.language) == ("Ada M. Brook", "en")
