"""What is told of a thing besides its text, read with its document: how long it takes, who stands by it."""

from django.db.models import Case, OuterRef, Subquery, When

from communities.models import WikiPage
from courses.models import CoursePage, LessonPage
from search.models import Kind, SearchDocumentQuerySet

_MINUTES = {Kind.COURSE: CoursePage, Kind.LESSON: LessonPage}


def with_facts(documents: SearchDocumentQuerySet) -> SearchDocumentQuerySet:
    """Each carries `minutes` of a course or a lesson, and until when a wiki page is `verified_until`."""
    page = {"pk": OuterRef("object_id")}
    minutes = [
        When(kind=kind, then=Subquery(model.objects.filter(**page).order_by().values("minutes")))
        for kind, model in _MINUTES.items()
    ]
    verified = Subquery(WikiPage.objects.filter(**page).order_by().values("verified_until"))
    found: SearchDocumentQuerySet = documents.annotate(
        minutes=Case(*minutes), verified_until=Case(When(kind=Kind.WIKI_PAGE, then=verified))
    )
    return found
