"""Coming in by e-mail and password, and being kept out."""

import re

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client
from django.urls import reverse

from people import actions
from people.models import Person
from tests import factories

PASSWORD = "plum-tree-by-the-gate"
LOGIN = "/accounts/login/"


@pytest.fixture
def dora(db):
    """Dora was added by an operator and has chosen a password."""
    return factories.person("Dora Quist", email="dora@example.org", password=PASSWORD)


def sign_in(client, email="dora@example.org", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def who(client):
    return get_user(client)


def test_somebody_added_by_an_operator_signs_in_at_once(dora):
    client = Client()
    answer = sign_in(client)
    assert (answer.status_code, answer.url) == (302, "/")
    assert who(client) == dora
    assert mail.outbox == []


def test_the_address_is_read_without_regard_to_case(dora):
    client = Client()
    sign_in(client, email="DORA@Example.org")
    assert who(client) == dora


def test_signing_in_gives_a_new_session(dora):
    client = Client()
    client.get(LOGIN)
    session = client.session
    session["kept"] = "yes"
    session.save()
    before = session.session_key
    sign_in(client)
    assert client.session.session_key != before


@pytest.mark.parametrize("email", ["dora@example.org", "nobody@example.org"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(dora, email):
    client = Client()
    answer = sign_in(client, email=email, password="wrong")
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [
        "The email address and/or password you specified are not correct."
    ]
    assert email in answer.content.decode()
    assert who(client).is_anonymous


def test_after_too_many_failures_even_the_right_password_waits(dora):
    client = Client()
    for _ in range(5):
        sign_in(client, password="wrong")
    answer = sign_in(client)
    assert "Too many failed login attempts" in answer.content.decode()
    assert who(client).is_anonymous


def test_a_flood_from_one_place_gets_a_page_of_ours(dora):
    client = Client()
    answers = [sign_in(client, email=f"n{n}@example.org", password="wrong") for n in range(31)]
    assert answers[-1].status_code == 429
    assert "A little too fast" in answers[-1].content.decode()


@pytest.mark.parametrize(
    ("wish", "lands"),
    [
        ("/people/", "/people/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("https:evil.example", "/"),
        ("/\\evil.example", "/"),
    ],
)
def test_signing_in_leads_to_no_other_site(dora, wish, lands):
    assert sign_in(Client(), next=wish).url == lands
    assert Client().get(LOGIN, {"next": wish}).status_code == 200


@pytest.mark.parametrize("end", [actions.suspend, actions.mark_left])
def test_who_has_no_access_cannot_sign_in(dora, end):
    end(dora)
    client = Client()
    answer = sign_in(client)
    assert who(client).is_anonymous
    assert answer.status_code in {200, 302}
    assert answer.headers.get("Location", "/accounts/inactive/") == "/accounts/inactive/"


@pytest.mark.parametrize("end", [actions.suspend, actions.mark_left])
@pytest.mark.parametrize(
    "backend",
    ["django.contrib.auth.backends.ModelBackend", "allauth.account.auth_backends.AuthenticationBackend"],
)
def test_access_ends_with_the_next_request(dora, end, backend):
    client = Client()
    client.force_login(dora, backend=backend)
    assert client.get("/me/profile/").status_code == 200
    end(dora)
    answer = client.get("/me/profile/")
    assert (answer.status_code, answer.url) == (302, f"{LOGIN}?next=/me/profile/")
    assert who(client).is_anonymous


def test_a_leaver_who_comes_back_finds_no_old_session(dora):
    client = Client()
    sign_in(client)
    actions.mark_left(dora)
    actions.reinstate(dora)
    assert who(client).is_anonymous


def test_signing_out_takes_a_click_not_a_link(dora):
    client = Client()
    sign_in(client)
    assert "You can come back at any time." in client.get("/accounts/logout/").content.decode()
    assert who(client) == dora
    assert client.post("/accounts/logout/").url == "/"
    assert who(client).is_anonymous


# A new password


def link_of(message):
    return re.search(r"https?://testserver(/accounts/password/reset/key/\S+)", message.body)[1]


def choose(client, link, password):
    form = client.get(link, follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True)


def ask(email):
    return Client().post("/accounts/password/reset/", {"email": email}, follow=True)


def test_a_forgotten_password_is_replaced_by_mail(dora):
    page = ask("Dora@example.org")
    assert "Look into your mail" in page.content.decode()
    [message] = mail.outbox
    assert (message.to, message.subject) == (["dora@example.org"], "Choose a new password")
    page = choose(Client(), link_of(message), "another-tree-entirely")
    assert "Your password is saved" in page.content.decode()
    client = Client()
    sign_in(client, password="another-tree-entirely")
    assert who(client) == dora


def test_the_link_works_once(dora):
    ask("dora@example.org")
    link = link_of(mail.outbox[0])
    choose(Client(), link, "another-tree-entirely")
    page = Client().get(link, follow=True)
    assert "This link no longer works" in page.content.decode()


def test_a_new_password_ends_the_old_sessions(dora):
    client = Client()
    sign_in(client)
    ask("dora@example.org")
    choose(Client(), link_of(mail.outbox[0]), "another-tree-entirely")
    assert who(client).is_anonymous


def test_a_known_and_an_unknown_address_get_the_same_page(dora):
    known, unknown = ask("dora@example.org"), ask("nobody@example.org")
    assert known.redirect_chain == unknown.redirect_chain == [("/accounts/password/reset/done/", 302)]
    assert strip(known) == strip(unknown)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["dora@example.org"], "Choose a new password"),
        (["nobody@example.org"], "No account with this address"),
    ]


def strip(page):
    """The page without what differs each time: nonce and token."""
    return re.sub(r'(nonce|value)="[^"]*"', "", page.content.decode())


def test_a_leaver_is_told_like_a_stranger(dora):
    actions.mark_left(dora)
    ask("dora@example.org")
    assert [message.subject for message in mail.outbox] == ["No account with this address"]


def test_a_link_of_before_leaving_no_longer_works(dora):
    ask("dora@example.org")
    actions.mark_left(dora)
    page = Client().get(link_of(mail.outbox[0]), follow=True)
    assert "This link no longer works" in page.content.decode()


def test_somebody_new_chooses_their_first_password_by_mail(operator):
    actions.create_person("finn@elsewhere.example", "Finn Alder", by=operator)
    ask("finn@elsewhere.example")
    choose(Client(), link_of(mail.outbox[0]), PASSWORD)
    client = Client()
    sign_in(client, email="finn@elsewhere.example")
    assert who(client).name == "Finn Alder"


def test_a_weak_password_is_refused_with_its_reason(dora):
    ask("dora@example.org")
    page = choose(Client(), link_of(mail.outbox[0]), "short")
    assert "This password is too short" in page.content.decode()


def test_a_signed_in_person_changes_the_password_and_stays(dora):
    client = Client()
    sign_in(client)
    new = "another-tree-entirely"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    dora.refresh_from_db()
    assert dora.check_password(new)
    assert who(client) == dora


# Signing up


def sign_up(client, email, **more):
    form = {"email": email, "password1": PASSWORD, "password2": PASSWORD, "name": "Gil Moss"}
    return client.post("/accounts/signup/", {**form, **more})


def test_sign_up_is_closed_unless_domains_are_named(db):
    client = Client()
    assert "Sign-up is closed" in client.get("/accounts/signup/").content.decode()
    assert "Sign-up is closed" in sign_up(client, "gil@example.org").content.decode()
    assert not Person.objects.exists()
    assert "/accounts/signup/" not in client.get(LOGIN).content.decode()


@pytest.fixture
def open_door(settings, db):
    settings.SIGNUP_DOMAINS = ["example.org"]


def test_a_colleague_signs_up_and_proves_the_address(open_door):
    client = Client()
    assert "/accounts/signup/" in client.get(LOGIN).content.decode()
    answer = sign_up(client, "gil@EXAMPLE.org")
    assert answer.url == reverse("account_email_verification_sent")
    assert "Look into your mail" in client.get(answer.url).content.decode()
    sign_in(client, email="gil@example.org")
    assert who(client).is_anonymous
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]
    assert "Is gil@example.org your address?" in client.get(link).content.decode()
    assert who(client).is_anonymous
    client.post(link)
    sign_in(client, email="gil@example.org")
    assert (who(client).name, who(client).email) == ("Gil Moss", "gil@example.org")


def test_another_company_is_refused_and_nothing_typed_is_lost(open_door):
    page = sign_up(Client(), "gil@evil.example").content.decode()
    assert "Sign-up is open to addresses at example.org." in page
    assert 'value="gil@evil.example"' in page
    assert 'value="Gil Moss"' in page
    assert not Person.objects.exists()


def test_an_address_that_has_an_account_gets_the_same_answer_and_a_mail(open_door, dora):
    fresh, taken = sign_up(Client(), "gil@example.org"), sign_up(Client(), "dora@example.org")
    assert fresh.url == taken.url
    assert [message.subject for message in mail.outbox] == [
        "Confirm your address",
        "You have an account already",
    ]
    assert Person.objects.count() == 2


def test_open_domains_do_not_keep_others_from_a_new_password(open_door, dora):
    actions.change_email(dora, "dora@elsewhere.example")
    ask("dora@elsewhere.example")
    assert [message.subject for message in mail.outbox] == ["Choose a new password"]


def test_signing_up_makes_nobody_an_operator(open_door):
    sign_up(Client(), "gil@example.org", is_superuser="on", is_staff="on", state="active", groups="1")
    assert list(Person.objects.values_list("is_superuser", "groups__name")) == [(False, "Employees")]


# What no longer makes sense here


@pytest.mark.parametrize("path", ["email/", "login/code/", "reauthenticate/", "3rdparty/", "signup/passkey/"])
def test_doors_of_allauth_that_nobody_needs_do_not_exist(ada, as_person, path):
    assert as_person(ada).get(f"/accounts/{path}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["login/", "logout/", "signup/", "password/reset/", "password/change/", "password/set/", "demo/"],
)
def test_no_door_opens_without_a_token(dora, open_door, settings, path):
    settings.DEMO = True
    client = Client(enforce_csrf_checks=True)
    client.force_login(dora, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(f"/accounts/{path}", {"login": "dora@example.org", "password": PASSWORD})
    assert answer.status_code == 403
    assert "This is not open to you" in answer.content.decode()
