"""R19: nothing private is found, counted, proposed or chosen by whom it is not for.

That no page tells of it is shown address by address in `test_access.py`; here are the ways of asking for it.
"""

import re

import pytest

from courses import catalogue
from courses.models import CoursePage
from people.audience import forget_tokens
from search.actions import search
from search.query import Filters
from search.suggestions import suggest
from tests.security.crawl import text_of
from tests.security.test_ids import without_address
from tests.security.world import ROLES

pytestmark = pytest.mark.django_db

UNKNOWN = "neverheard"
PRIVATE = (
    "sealedtitle",
    "smugglersden",
    "contraband",
    "lockedpicture",
    "lockedfile",
    "vanishlow",
    "unfinished",
)
ECHOING = (
    "/search/?q={}",
    "/search/?community={}",
    "/search/suggest/?q={}",
    "/search/?q=knots&topic={}",
    "/courses/?topic={}",
    "/people/?q={}",
    "/search/steering/write/?title={}",
    "/admin/choose-page/?q={}",
    "/admin/choose-page/search/?q={}",
    "/admin/choose-page/search/?q={}&page_type=courses.coursepage",
    "/admin/images/chooser/results/?q={}",
    "/admin/documents/chooser/results/?q={}",
    "/admin/images/?q={}",
    "/admin/documents/?q={}",
    "/admin/tag-autocomplete/?term={}",
    "/admin/tag-autocomplete/topics/topic/?term={}",
    "/communities/?page={}",
)


def readers(world, role: str) -> bool:
    person = world.people[role]
    if person is not None:
        person.refresh_from_db()
        forget_tokens(person)
    return person


def test_search_finds_and_proposes_nothing_of_others(world):
    """R19: neither hit, nor total, nor facet, nor suggestion; while those it is for do find it."""
    wrong, found = [], set()
    for role in ROLES:
        person = readers(world, role)
        for word, allowed in world.words.items():
            results = search(word, person, Filters()).results
            told = bool(
                results.total or results.hits or any(results.facets.values()) or suggest(word, person)
            )
            if told and role not in allowed:
                wrong.append(f"{role} finds “{word}”: {results}")
            if told:
                found.add(word)
    assert not wrong, "\n".join(wrong)
    assert {"sealedtitle", "sealedbody", "sealedlesson", "smugglersden", "contraband", "bodycargo"} <= found


def test_asking_for_a_private_word_answers_like_an_unknown_one(world, crowd):
    """R19: in every list, chooser and facet, for whoever it is not for."""
    wrong = []
    for role in ("owner", "visitor"):
        for route in ECHOING:
            unknown = shape(crowd.get(role, route.format(UNKNOWN)), UNKNOWN)
            wrong += [
                f"{role} {route.format(word)}"
                for word in PRIVATE
                if shape(crowd.get(role, route.format(word)), word) != unknown
            ]
    assert not wrong, "\n".join(wrong)


def shape(answer, word: str) -> str:
    text = re.sub(r'id="[^"]*"|aria-[a-z]+="[^"]*"', "", text_of(answer).replace(word, ""))
    return f"{answer.status_code} {without_address(text)}"


def test_choosers_offer_only_what_one_may_read(world, crowd):
    """R19: browsing, by whatever type and parameter, tells no private title."""
    wrong = []
    index = world.course.get_parent().pk
    routes = [
        "/admin/choose-page/",
        f"/admin/choose-page/{index}/",
        "/admin/choose-page/?page_type=courses.coursepage",
        f"/admin/choose-page/{index}/?page_type=courses.coursepage,communities.wikipage&allow_multiple=1",
        "/admin/choose-page/search/?q=&page_type=communities.wikipage",
        f"/admin/choose-page/{index}/?user_perms=move_to",
        f"/admin/choose-page/{index}/?user_perms=copy_to&can_choose_root=true",
        f"/admin/choose-page/{index}/?match_subclass=false&target_pages[]=1",
        "/admin/images/chooser/",
        "/admin/documents/chooser/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/images/chooser/results/?ordering=title",
        "/admin/images/chooser/?collection_id=2",
        "/admin/images/?tag=x",
    ]
    for role in ("owner", "member", "steward", "author"):
        for route in routes:
            answer = crowd.get(role, route)
            assert answer.status_code < 500, route
            text = text_of(answer)
            wrong += [
                f"{role} {route} reads “{word}”"
                for word, allowed in world.words.items()
                if word in text and role not in allowed
            ]
    assert not wrong, "\n".join(wrong)


def test_a_hidden_session_counts_in_no_facet(world):
    """R19: a course is not “with a date” for whoever may see none of its dates."""
    for role, counted in (("learner", 1), ("owner", 0)):
        person = readers(world, role)
        world.session.__class__.objects.filter(pk=world.session.pk).update(state="cancelled")
        only = CoursePage.objects.visible_to(person).filter(pk=world.course.pk)
        options = {
            o.value: o.count
            for f in catalogue.facets(only, {}, person)
            if f.name == "when"
            for o in f.options
        }
        narrowed = catalogue.narrowed(only, {"when": ["live"]}, person).count()
        world.session.__class__.objects.filter(pk=world.session.pk).update(state="published")
        assert (role, options.get("live", 0), narrowed) == (role, counted, counted)


def test_a_link_in_a_text_tells_no_address(world, crowd):
    """R18, R19: an author cannot learn the address of a page by writing its number into a link."""
    from tests.security.crawl import undone

    course = world.public_course
    with undone():
        CoursePage.objects.filter(pk=course.pk).update(
            body="".join(
                f'<p><a linktype="page" id="{one.pk}">x</a></p>' for one in (world.others_draft, world.closed)
            )
        )
        pages = [
            text_of(crowd.get("author", course.get_absolute_url())),
            text_of(crowd.get("visitor", course.get_absolute_url())),
        ]
    told = [word for word in ("strangedraft", "smugglersden") for text in pages if word in text]
    assert told == []
