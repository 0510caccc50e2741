"""Who may see a session and join: the answers of a form, and the tokens that they stand for."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.models import CoursePage, Session
from people.audience import ALL, PUBLIC, tokens_for
from people.models import Person

COURSE = "course"
COMMUNITY = "community"
INVITED = "invited"
LINK = "link"
NARROW: list[tuple[str, str | Promise]] = [
    (COMMUNITY, _("A community")),
    (INVITED, _("Only people I invite")),
    (LINK, _("Only who is handed the link")),
]


def choices_for(course: CoursePage | None) -> list[tuple[str, str | Promise]]:
    """What can be answered, the usual answer first."""
    if course:
        return [(COURSE, _("Everyone who may see the course")), *NARROW]
    return [(ALL, _("All colleagues")), (PUBLIC, _("Everyone, signed in or not")), *NARROW]


def communities_for(teacher: Person, tokens: set[str]) -> list[tuple[str, str | Promise]]:
    """The communities that the teacher belongs to; one that the session is open to already stays."""
    mine = {name for name in tokens_for(teacher) if name.startswith("community:")}
    pages = Page.objects.filter(pk__in=[_number(name) for name in mine]).order_by("title", "pk")
    choices: list[tuple[str, str | Promise]] = [("", _("Choose one"))]
    choices += [(f"community:{pk}", title) for pk, title in pages.values_list("pk", "title")]
    others = {name for name in tokens if name.startswith("community:")} - mine
    return choices + [(name, _("The community that it is open to now")) for name in sorted(others)]


def _number(token: str) -> int:
    return int(token.partition(":")[2])


def tokens_of(choice: str, teacher: Person, community: str | None, invited: list[Person]) -> frozenset[str]:
    """The tokens of an answer; none where those of the course hold."""
    if choice in (ALL, PUBLIC):
        return frozenset([choice])
    if choice == COMMUNITY and community:
        return frozenset([community])
    if choice == INVITED:
        return frozenset(f"person:{person.pk}" for person in invited)
    return frozenset([f"person:{teacher.pk}"]) if choice == LINK else frozenset()


def answers_of(session: Session) -> dict[str, Any]:
    """How the question about the audience is answered for this session today."""
    tokens = set(session.audience.filter(by_link=False).values_list("token", flat=True))
    community = next((name for name in sorted(tokens) if name.startswith("community:")), "")
    people = {name for name in tokens if name.startswith("person:")}
    if not tokens:
        choice = COURSE
    elif tokens & {ALL, PUBLIC}:
        choice = PUBLIC if PUBLIC in tokens else ALL
    elif community:
        choice = COMMUNITY
    else:
        choice = LINK if session.secret and len(people) == 1 else INVITED
    invited = Person.objects.filter(pk__in=[_number(name) for name in people] if choice == INVITED else [])
    emails = invited.order_by("name", "pk").values_list("email", flat=True)
    return {"audience": choice, "community": community, "invited": "\n".join(emails)}
