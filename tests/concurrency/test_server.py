"""The crowd again, through the door it comes by: the production server."""

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from courses.models import Enrolment
from tests import factories
from tests.concurrency.crowd import at_once, people
from tests.concurrency.server import ask, web_server

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
SEATS, CROWD, WORKERS = 20, 500, 4
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def signed_in(person):
    """The number of a session as signing in makes it."""
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return store.session_key


def at_the_door(port, page, key):
    """Cookies and token of somebody who has the session's page before them."""
    cookies = {settings.SESSION_COOKIE_NAME: key}
    status, headers, text = ask(port, page, cookies=cookies)
    assert status == 200
    cookie = re.search(rf"{settings.CSRF_COOKIE_NAME}=([^;]+)", "; ".join(headers.get_all("Set-Cookie")))
    return {**cookies, settings.CSRF_COOKIE_NAME: cookie.group(1)}, TOKEN.search(text).group(1)


def test_five_hundred_people_through_the_web_server(ada):
    """R3: R1 with 4 workers, real sessions and CSRF; nobody gets a 5xx."""
    session = factories.session(factories.course("Knots", ada), ada, capacity=SEATS)
    page = session.get_absolute_url()
    keys = [signed_in(person) for person in people(CROWD)]
    with web_server(WORKERS) as port:
        with ThreadPoolExecutor(8) as few:
            ready = list(few.map(partial(at_the_door, port, page), keys))
        clicks = [
            partial(ask, port, f"{page}enrol/", urlencode({"csrfmiddlewaretoken": token}), cookies)
            for cookies, token in ready
        ]
        answers = at_once(clicks)
        refused = ask(port, f"{page}enrol/", urlencode({"csrfmiddlewaretoken": "x" * 64}), ready[0][0])
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    assert {status for status, _headers, _text in answers} == {302}
    assert refused[0] == 403
    states = Enrolment.State
    waiting = session.enrolments.filter(state=states.WAITING).with_place().values_list("place", flat=True)
    assert session.enrolments.filter(state=states.CONFIRMED).count() == SEATS
    assert sorted(waiting) == list(range(1, CROWD - SEATS + 1))
