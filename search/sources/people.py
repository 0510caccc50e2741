"""What people and the topics of the vocabulary tell search."""

from django.db.models import QuerySet

from people.audience import ALL
from people.models import Person
from search import plain
from search.drafts import Draft, address
from search.models import Kind
from search.sources.gathering import Drafts, Ids
from topics.models import Topic


def people(ids: Ids) -> Drafts:
    """Colleagues find colleagues, by the languages that they speak; leavers and suspended people are not
    found."""
    return {
        person.pk: Draft(
            kind=Kind.PERSON,
            title=str(person),
            url=address(person),
            sets=(frozenset([ALL]),),
            summary=" · ".join(word for word in (person.title, str(person.team or ""), person.site) if word),
            body=plain.joined([person.bio]),
            language=person.language,
            spoken=tuple(person.languages),
            changed_at=person.joined_at,
        )
        for person in Person.objects.current().filter(pk__in=ids).select_related("team")
    }


def topics(ids: Ids) -> Drafts:
    """Topics in use; their synonyms find them, too."""
    rows = Topic.objects.current().filter(pk__in=ids).prefetch_related("synonyms", "merged")
    return {
        topic.pk: Draft(
            kind=Kind.TOPIC,
            title=topic.name,
            url=address(topic),
            sets=(frozenset([ALL]),),
            summary=plain.joined([topic.description]),
            body=plain.joined(synonym.word for synonym in topic.synonyms.all()),
            facets={"topic": topic.slug},
            terms=(
                topic.name,
                *(s.word for s in topic.synonyms.all()),
                *(t.name for t in topic.merged.all()),
            ),
        )
        for topic in rows
    }


def visible_topics(person: Person | None) -> QuerySet[Topic]:
    """Everyone signed in sees the vocabulary; a visitor sees nothing of it."""
    return Topic.objects.current() if person is not None and person.is_active else Topic.objects.none()
