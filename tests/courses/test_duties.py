"""What the worker does for courses."""

from datetime import timedelta

from django.utils import timezone

from courses.duties import publish_scheduled
from courses.models import CoursePage
from tests import factories


def test_what_was_scheduled_is_published_when_its_time_has_come(ada):
    course = factories.course("Knots", ada, live=False)
    course.go_live_at = timezone.now() + timedelta(hours=1)
    revision = course.save_revision(user=ada)
    revision.publish()
    assert publish_scheduled() == 0
    due = timezone.now() - timedelta(seconds=1)
    revision.approved_go_live_at = due
    revision.content["go_live_at"] = due.isoformat()
    revision.save()
    assert publish_scheduled() == 1
    assert CoursePage.objects.get(pk=course.pk).live


def test_what_expires_is_taken_back(ada):
    course = factories.course("Knots", ada)
    CoursePage.objects.filter(pk=course.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    assert publish_scheduled() == 1
    assert not CoursePage.objects.get(pk=course.pk).live
    assert publish_scheduled() == 0
