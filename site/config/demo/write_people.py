"""People and topics, each found by its e-mail or name and then left alone."""

from django.contrib.auth.models import Group

from config.demo.people import PEOPLE
from config.demo.pieces import PersonPiece, TopicPiece
from config.demo.topics import TOPICS
from people.actions import create_person
from people.demo import DEMO_DOMAIN
from people.models import Person, Team
from topics.actions import set_synonyms
from topics.models import Topic, TopicSynonym


def email_of(key: str) -> str:
    return f"{key}@{DEMO_DOMAIN}"


def person(key: str) -> Person:
    """The person as stored now, so that no answer about rights is an old one."""
    return Person.objects.get(email=email_of(key))


def missing_people() -> list[PersonPiece]:
    known = set(Person.objects.filter(email__endswith=f"@{DEMO_DOMAIN}").values_list("email", flat=True))
    return [piece for piece in PEOPLE if email_of(piece.key) not in known]


def write_person(piece: PersonPiece) -> Person:
    """An account without a password: the demo's sign-in page needs none."""
    made = create_person(
        email_of(piece.key),
        piece.name,
        title=piece.title,
        team=Team.objects.get_or_create(name=piece.team)[0],
        site=piece.site,
        zone=piece.zone,
        language=piece.language,
        languages=list(piece.languages),
        bio=piece.bio,
        manager=person(piece.manager) if piece.manager else None,
        is_superuser=piece.operator,
    )
    made.groups.add(*Group.objects.filter(name__in=piece.groups))
    return made


def missing_topics() -> list[TopicPiece]:
    known = {name.casefold() for name in Topic.objects.values_list("name", flat=True)}
    return [piece for piece in TOPICS if piece.name.casefold() not in known]


def write_topic(piece: TopicPiece) -> Topic:
    """The topic with those of its other words that mean no other topic yet."""
    topic: Topic = Topic.objects.create(name=piece.name, description=piece.description)
    taken = {word.casefold() for word in TopicSynonym.objects.values_list("word", flat=True)}
    return set_synonyms(topic, [word for word in piece.synonyms if word.casefold() not in taken])


def topics_named(names: tuple[str, ...]) -> list[Topic]:
    return list(Topic.objects.filter(name__in=names))
