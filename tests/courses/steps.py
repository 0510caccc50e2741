"""Small steps of stories about seats."""

from datetime import timedelta

from django.utils import timezone

from courses.models import Enrolment, Occurrence, Session


def press(client, session, verb, **given):
    return client.post(f"/sessions/{session.pk}/{verb}/", given, follow=True)


def state_of(person, session):
    return Enrolment.objects.get(person=person, session=session).state


def starting_in(session, **span):
    start = timezone.now() + timedelta(**span)
    Session.objects.filter(pk=session.pk).update(starts_at=start, ends_at=start + timedelta(hours=1))
    Occurrence.objects.filter(session=session).update(starts_at=start, ends_at=start + timedelta(hours=1))
    session.refresh_from_db()
    return session
