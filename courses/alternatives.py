"""What else there is when a session is not to be: other dates, and the form at one's own pace."""

from django.db.models import Q
from django.utils import timezone

from courses.models import Session
from people.models import Person

MOST = 3


def alternatives(session: Session, person: Person | None) -> list[Session]:
    """At most two other dates and the self-paced form that the person may see and can still enrol in."""
    now = timezone.now()
    same = Q(course=session.course_id) if session.course_id else Q(series=session.series_id)
    if not session.course_id and not session.series_id:
        return []
    open_ones = Session.objects.visible_to(person).open().filter(same).exclude(pk=session.pk)
    rows = open_ones.filter(Q(closes_at__isnull=True) | Q(closes_at__gt=now)).select_related("course")
    dated = rows.filter(starts_at__isnull=False).soonest()[: MOST - 1]
    return [*dated, *rows.filter(kind=Session.Kind.SELF_PACED).order_by("pk")[:1]]
