"""Who finds what: counts, facets and hits agree with `visible_to`, and nothing hidden shows anywhere."""

import itertools
import random
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

import search.engines.base
from communities.models import CommunityPage
from content.models import PageAudience
from courses.models import CoursePage, CourseTeam, Session, SessionAudience, Teaching
from people.audience import tokens_for, viewer
from people.models import Person
from search import actions, suggestions
from search.engines import database_engine
from search.engines.base import Ask, Times
from search.models import Kind, SearchDocument
from search.query import FACETS, Filters, parse
from search.sources import SOURCES
from tests import factories

pytestmark = pytest.mark.django_db
WORDS = ["amber", "birch", "cedar", "delta"]


@pytest.fixture
def world(ada, ben, cleo, eve):
    """Every kind in every state, seen by different people; one of them is called what things are about."""
    chance = random.Random(20)
    delta = factories.person("Delta Birch")
    team = factories.team()
    Person.objects.filter(pk=ben.pk).update(team=team)
    ben.refresh_from_db()
    topics = [factories.topic(word.title()) for word in WORDS]
    closed = factories.community("amber guild", ada, audience="members")
    open_ = factories.community("birch guild", ada, audience="public", topics=topics[:1])
    factories.member(closed, cleo)
    audiences = ["all", "public", f"team:{team.pk}", f"community:{closed.pk}", f"person:{eve.pk}", "course:0"]
    states = list(Session.State)
    for n in range(24):
        course = factories.course(
            text(chance), chance.choice([ada, cleo, delta]), audience=audiences[n % 6], promise=text(chance),
            topics=chance.sample(topics, chance.randint(0, 2)), language=chance.choice(["en", "de", "ja"]),
            minutes=chance.choice([None, 20, 90, 300]), level=chance.choice(CoursePage.Level.values),
        )  # fmt: skip
        factories.lesson(
            course, text(chance), text=text(chance), live=n % 5 != 0, minutes=chance.choice([5, 45])
        )
        session = factories.session(
            course, chance.choice([ben, delta]), state=states[n % 4], note=text(chance),
            kind=chance.choice(["live", "self_paced"]), capacity=chance.choice([None, 1, 2]),
            local_date=timezone.now().date() + timedelta(days=chance.choice([-9, 1, 3, 20, 50])),
        )  # fmt: skip
        for person in chance.sample([cleo, eve], chance.randint(0, 2)):
            session.enrolments.create(person=person, state="confirmed", joined_at=timezone.now())
        if n % 3 == 0:
            SessionAudience.objects.create(session=session, token=chance.choice(audiences))
        if n % 7 == 0:
            CoursePage.objects.get(pk=course.pk).unpublish()
        factories.wiki_page(chance.choice([closed, open_]), text(chance), text(chance), live=n % 6 != 0)
        factories.session(None, ben, title=text(chance))
        factories.course("plain", delta, audience="public", topics=topics[n % 4 : n % 4 + 1])
    factories.person("Amber Cedar", state=Person.State.LEFT)
    return [None, ada, ben, cleo, eve, delta, Person.objects.get(name="Amber Cedar")]


def text(chance):
    return " ".join(chance.choices(WORDS, k=3))


def questions(chance, people):
    """(person, query, filters), sixty of them."""
    teachers = [person.handle for person in people if person]
    communities = list(CommunityPage.objects.values_list("slug", flat=True))
    for _n in range(60):
        person = chance.choice(people)
        words = " ".join(chance.sample(WORDS, chance.randint(0, 2)))
        values = {
            "kind": chance.sample(list(Kind.values), chance.randint(1, 3)),
            "topic": chance.sample(WORDS, chance.randint(1, 2)),
            "language": chance.sample(["en", "de", "ja"], 1),
            "when": chance.sample(["week", "month", "any", "self-paced"], chance.randint(1, 2)),
            "seats": ["free"],
            "length": chance.sample(["short", "medium", "long"], chance.randint(1, 2)),
            "level": chance.sample(CoursePage.Level.values, chance.randint(1, 2)),
            "community": chance.sample(communities, 1),
            # Visitors are not told who teaches, so nothing can be narrowed down by it for them.
            "teacher": chance.sample(teachers, 3) if viewer(person) else [],
        }
        chosen = chance.sample(list(values), chance.choice([0, 0, 1, 1, 2, 3]))
        query = parse(words + chance.choice(["", "", " -birch"]))
        yield (
            person,
            chance.choice([query, query.relaxed]),
            Filters.of({name: values[name] for name in chosen}),
        )


def visible_documents(person, ids):
    """Of these documents, those whose thing the model itself lets the person see, with their facets."""
    seen, documents = {}, SearchDocument.objects.filter(pk__in=ids)
    for kind in Kind.values:
        visible = SOURCES[kind].visible_to(person).values("pk")
        of_kind = documents.filter(kind=kind, object_id__in=visible)
        for document in of_kind.select_related("facets").prefetch_related("facets__values"):
            pairs = [(row.name, row.value) for row in document.facets.values.all() if row.name in FACETS]
            pairs += [("when", value) for value in dates_of(document)]
            pairs = [pair for pair in pairs if viewer(person) or pair[0] != "teacher"]
            seen[document.pk] = {name: {v for n, v in pairs if n == name} for name, _value in pairs}
    return seen


def dates_of(document):
    """What `when` says of a document with a date."""
    times = Times.at(timezone.now())
    if document.starts_at is None or document.starts_at < times.now:
        return []
    return [value for value, end in times.ends().items() if end is None or document.starts_at < end]


def agree(facets, filters):
    return all(facets.get(name, set()) & set(values) for name, values in filters.chosen)


def everything_for(person, engine, query, monkeypatch):
    """The documents that the engine matches whatever their audience is; names are no words for a visitor."""
    with monkeypatch.context() as patched:
        if viewer(person) is None:
            patched.setattr(search.engines.base, "may_read_names", lambda tokens: False)
        return [hit.document_id for hit in engine.search(Ask(query, None, Filters(), 1, 5000)).hits]


def test_everything_counted_is_what_the_person_may_see(engine, world, monkeypatch):
    """R20: hits, total and facet counts equal the matches without the audience, within `visible_to`."""
    engine.settle()
    checked = Counter()
    told = {name: Counter() for name in FACETS}
    for person, query, filters in questions(random.Random(21), world):
        asked = Person.objects.get(pk=person.pk) if person else None
        everything = everything_for(asked, engine, query, monkeypatch)
        seen = visible_documents(asked, everything)
        results = engine.search(Ask(query, tokens_for(asked), filters, 1, 5000))
        expected = {pk for pk, facets in seen.items() if agree(facets, filters)}
        assert ({hit.document_id for hit in results.hits}, results.total) == (expected, len(expected))
        for name in FACETS:
            others = [facets for facets in seen.values() if agree(facets, filters.without(name))]
            counts = Counter(value for facets in others for value in facets.get(name, ()))
            assert dict(results.facets[name]) == counts
            told[name].update(counts)
        checked["hits"] += len(expected)
        checked["hidden"] += len(everything) - len(seen)
        named = {hit.document_id for hit in engine.search(Ask(query, None, Filters(), 1, 5000)).hits}
        checked["named"] += len(visible_documents(asked, named - set(everything)))
    assert min(checked["hits"], checked["hidden"]) > 100
    assert checked["named"] > 0
    assert [name for name, counts in told.items() if len(counts) < 2] == ["seats"]
    assert min(told["seats"]["free"], told["when"]["any"], told["when"]["self-paced"]) > 0


@pytest.mark.elasticsearch
def test_exact_words_find_the_same_with_every_engine(elastic, world):
    """The database and Elasticsearch agree on what is found, whoever asks."""
    elastic.settle()
    database = database_engine()
    for person, query, filters in questions(random.Random(22), world):
        tokens = tokens_for(Person.objects.get(pk=person.pk) if person else None)
        ours = database.search(Ask(query, tokens, filters, 1, 5000))
        theirs = elastic.search(Ask(query, tokens, filters, 1, 5000))
        assert {hit.document_id for hit in theirs.hits} == {hit.document_id for hit in ours.hits}
        assert (theirs.total, theirs.facets) == (ours.total, ours.facets)


def draft_course(ada, ben):
    return factories.course("falconry", ada, live=False, body="<p>falconry</p>")


def unpublished_course(ada, ben):
    course = factories.course("falconry", ada, promise="falconry")
    course.unpublish()


def trashed_course(ada, ben):
    course = factories.course("falconry", ada)
    factories.lesson(course, "falconry", text="falconry")
    course.trashed_at = timezone.now()
    course.save()


def lesson_of_a_trashed_course(ada, ben):
    course = factories.course("plain", ada)
    factories.lesson(course, "falconry", text="falconry")
    course.refresh_from_db()
    course.trashed_at = timezone.now()
    course.save()


def course_for_others(ada, ben):
    course = factories.course("falconry", ada, audience=f"person:{ben.pk}", topics=[factories.topic("plain")])
    factories.lesson(course, "falconry")
    factories.session(course, ben, note="falconry")


def course_whose_audience_was_narrowed(ada, ben):
    course = factories.course("falconry", ada, audience="public")
    factories.lesson(course, "falconry")
    factories.session(course, ben)
    PageAudience.objects.filter(page=course).delete()


def draft_session(ada, ben):
    factories.session(None, ben, title="falconry", state=Session.State.DRAFT)


def session_for_a_team(ada, ben):
    session = factories.session(factories.course("plain", ada), ben, title="falconry")
    SessionAudience.objects.create(session=session, token="team:99")


def private_community(ada, ben):
    community = factories.community("falconry", ada, audience="members", purpose="falconry")
    factories.wiki_page(community, "falconry", "falconry")


def community_that_closed(ada, ben):
    community = factories.community("plain", ada, audience="public")
    factories.wiki_page(community, "falconry", "falconry")
    PageAudience.objects.filter(page=community).delete()
    PageAudience.objects.create(page=community, token=f"community:{community.pk}")
    CommunityPage.objects.get(pk=community.pk).save()


def page_moved_below_a_trashed_one(ada, ben):
    community = factories.community("plain", ada)
    above = factories.wiki_page(community, "plain", trashed_at=timezone.now(), live=False)
    page = factories.wiki_page(community, "falconry", "falconry")
    page.trashed_at, page.live = timezone.now(), False
    page.save()
    above.refresh_from_db()
    page.refresh_from_db()
    page.move(above, pos="last-child")


def leaver(ada, ben):
    person = factories.person("falconry", bio="falconry")
    factories.session(factories.course("plain", person, audience="public"), person)
    person.state = Person.State.LEFT
    person.save()


def suspended(ada, ben):
    factories.person("falconry", bio="falconry", state=Person.State.SUSPENDED)


def former_title(ada, ben):
    course = factories.course("falconry", ada, audience="public", slug="renamed")
    course.title = "plain"
    course.save()


def deleted(ada, ben):
    factories.wiki_page(factories.community("plain", ada), "falconry").delete()


def unpublished_revision(ada, ben):
    course = factories.course("plain", ada, audience="public")
    course.title = course.promise = "falconry"
    course.save_revision(user=ada)


def retired_topic(ada, ben):
    topic = factories.topic("falconry")
    topic.retired = True
    topic.save()


def teachers_notes(ada, ben):
    body = [("callout", {"kind": "teacher", "title": "falconry", "body": [("text", "falconry")]})]
    factories.lesson(factories.course("plain", ada, audience="public"), "plain", body=body)


def join_link(ada, ben):
    factories.session(
        factories.course("plain", ada, audience="public"), ben, link="https://example.org/falconry"
    )


HIDDEN = [
    draft_course,
    unpublished_course,
    trashed_course,
    lesson_of_a_trashed_course,
    course_for_others,
    course_whose_audience_was_narrowed,
    draft_session,
    session_for_a_team,
    private_community,
    community_that_closed,
    page_moved_below_a_trashed_one,
    leaver,
    suspended,
    former_title,
    deleted,
    unpublished_revision,
    retired_topic,
    teachers_notes,
    join_link,
]


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
def test_what_is_hidden_shows_nowhere(hide, ada, ben, eve, as_person, capsys):
    """R19: one unique word in every hidden state; no hit, count, facet, suggestion or command shows it."""
    hide(ada, ben)
    for reader in (eve, None):
        found = actions.search("falconry", reader, Filters())
        assert (found.results.total, found.rows) == (0, [])
        assert found.results.facets == {name: [] for name in FACETS}
        assert (found.results.matched, found.beside) == (0, [])
        assert suggestions.suggest("falc", reader) == []
        client = as_person(reader)
        assert repeats(client, "falconry", "q") == repeats(client, "nonesuch", "q")
        assert repeats(client, "falconry", "community") == repeats(client, "nonesuch", "community")
        for query in ({"q": ""}, {"q": "plain"}, {"topic": "plain"}):
            assert "falconry" not in client.get("/search/", query).content.decode().lower()
    call_command("search", "plain", "--as", eve.email)
    assert "falconry" not in capsys.readouterr().out


def repeats(client, word, name):
    """How often the page says a word that was only typed."""
    return client.get("/search/", {name: word}).content.decode().lower().count(word)


@pytest.mark.parametrize("hide", [course_for_others, session_for_a_team], ids=lambda hide: hide.__name__)
def test_those_it_is_for_find_it(hide, ada, ben):
    """The test above could fail: the same word is there for whom it is meant."""
    hide(ada, ben)
    assert actions.search("falconry", ben, Filters()).results.total > 0


def test_a_hit_is_checked_once_more_before_it_is_shown(ada, cleo):
    """An index that is behind shows nothing that the model does not let the person see."""
    course = factories.course("Wells", ada)
    CoursePage.objects.filter(pk=course.pk).update(live=False)
    found = actions.search("wells", cleo, Filters())
    assert (found.results.total, found.rows) == (1, [])


def test_those_who_give_a_session_find_it_whatever_its_audience(ada, ben, cleo, titles_for):
    course = factories.course("Wells", ada)
    session = factories.session(course, ben, title="Digging")
    SessionAudience.objects.create(session=session, token="team:9")
    course.refresh_from_db()
    course.unpublish()
    assert [titles_for(person, "digging") for person in (ada, ben, cleo, None)] == [
        ["Digging"],
        ["Digging"],
        [],
        [],
    ]
    Teaching.objects.filter(person=ben).delete()
    CourseTeam.objects.filter(person=ada).delete()
    assert [titles_for(person, "digging") for person in (ada, ben)] == [[], []]


def test_members_find_their_community_from_the_first_day(ada, cleo, titles_for):
    community = factories.community("Plumbers", ada, audience="members")
    factories.wiki_page(community, "Plumbing")
    assert titles_for(cleo, "plumbing") == []
    row = factories.member(community, cleo)
    assert titles_for(Person.objects.get(pk=cleo.pk), "plumbing") == ["Plumbing"]
    row.state = "left"
    row.save()
    assert titles_for(Person.objects.get(pk=cleo.pk), "plumbing") == []


def test_every_kind_is_found_by_somebody_signed_in(ada, cleo, titles_for):
    topic = factories.topic("Rhubarb")
    course = factories.course("Rhubarb course", ada, topics=[topic])
    factories.lesson(course, "Rhubarb lesson")
    factories.session(course, ada, title="Rhubarb session")
    community = factories.community("Rhubarb community", ada)
    factories.wiki_page(community, "Rhubarb page")
    factories.person("Rhubarb Person")
    kinds = ["course", "lesson", "session", "wiki_page", "community", "person", "topic"]
    titles = list(itertools.chain.from_iterable(titles_for(cleo, "rhubarb", kind=[kind]) for kind in kinds))
    things = ["course", "lesson", "session", "page", "community", "Person"]
    assert titles == [*(f"Rhubarb {thing}" for thing in things), "Rhubarb"]
