"""What a person's page says about their teaching."""

from courses.models import CoursePage, Session
from people.models import Person
from people.profile_parts import ProfilePart

MOST = 10


def teaching(person: Person, reader: Person) -> ProfilePart | None:
    """Courses the person writes and sessions they give next, as far as the reader may see them."""
    courses = CoursePage.objects.taught_by(person).visible_to(reader).order_by("title")[:MOST]
    gives = Session.objects.visible_to(reader).open().given_by(person).select_related("course").soonest()
    context = {"courses": list(courses), "sessions": list(gives[:MOST])}
    return ProfilePart("courses/parts/profile.html", context) if any(context.values()) else None
