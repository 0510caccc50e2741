"""Enrolling over the production server on one core, beside a bare view that writes one row."""

import secrets
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from bench.report import Row, Times
from bench.serving import AT_ONCE, Request, asked, beside_bare, server, signed_in
from bench.world import World
from courses.models import Enrolment, Session
from people.audience import ALL
from people.audience import signed_in as person_of
from people.models import Person

WARM = 20


@require_POST
def bare_enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes the row of an enrolment and leads on: what Django does without any rule of ours."""
    Enrolment.objects.create(
        session_id=pk, person=person_of(request), state=Enrolment.State.CONFIRMED, joined_at=timezone.now()
    )
    return redirect("courses:session", pk)


def enrolling(world: World, requests: int) -> Iterator[Row]:
    """So many people who each enrol once, in one session without a limit."""
    session = _session(world)
    doors = {"bare": f"/bench/bare/{session.pk}/enrol/", "enrol": f"/sessions/{session.pk}/enrol/"}
    with server() as port:
        for door in doors.values():
            asked(port, _clicks(door, WARM), 4)
        for many in AT_ONCE:
            times = {
                name: Times.of(asked(port, _clicks(door, requests), many)) for name, door in doors.items()
            }
            yield from beside_bare(times["enrol"], times["bare"], "enrol", f"{many} at once")


def _session(world: World) -> Session:
    start = timezone.now() + timedelta(days=30)
    session = Session.objects.create(
        title="Open to all", created_by=world.reader, state=Session.State.PUBLISHED, starts_at=start,
        ends_at=start + timedelta(hours=1),
    )  # fmt: skip
    session.audience.create(token=ALL)
    return session


def _clicks(door: str, count: int) -> list[Request]:
    """So many people who have signed in and have the button before them."""
    number = secrets.token_hex(4)
    people = Person.objects.bulk_create(
        Person(name=f"Guest {n}", handle=f"g{number}-{n}", email=f"g{number}.{n}@example.org")
        for n in range(count)
    )
    return [_click(door, person) for person in people]


def _click(door: str, person: Person) -> Request:
    token = secrets.token_hex(16)
    headers = {
        "Cookie": f"{signed_in(person)}; {settings.CSRF_COOKIE_NAME}={token}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return Request(door, headers, "POST", urlencode({"csrfmiddlewaretoken": token}), answer=302)
