"""What was found is checked once more: by today's rows, for the reader as they are now."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communities.models import Membership
from people.audience import forget_tokens
from people.models import Person
from search import visible
from search.models import Kind, SearchDocument
from search.sources import SOURCES
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(ada, document_of):
    return document_of(Kind.LESSON, factories.lesson(factories.course("Kilns", ada), "Glazing"))


def seen_by(person, *documents):
    return visible.still_visible(documents, person)


def test_what_is_no_longer_visible_is_left_out_though_its_document_says_otherwise(ada, cleo, lesson):
    """R19: a document that fell behind shows nothing."""
    assert seen_by(cleo, lesson) == [lesson]
    course = SOURCES[Kind.LESSON].model.objects.get(pk=lesson.object_id).course
    type(course).objects.filter(pk=course.pk).update(live=False)
    assert SearchDocument.objects.get(pk=lesson.pk).deleted is False
    assert seen_by(cleo, lesson) == []


def test_a_reader_is_told_apart_by_what_they_hold_now(ada, ben, cleo, document_of):
    guild = factories.community("Kilns", ada, audience="members")
    page = document_of(Kind.COMMUNITY, guild)
    assert (seen_by(cleo, page), seen_by(None, page)) == ([], [])
    factories.member(guild, cleo)
    forget_tokens(cleo)
    assert (seen_by(cleo, page), seen_by(ben, page)) == ([page], [])
    Membership.objects.filter(person=cleo).update(state=Membership.State.LEFT)
    assert seen_by(Person.objects.get(pk=cleo.pk), page) == []


def test_a_leaver_sees_what_a_visitor_does(ada, cleo, lesson):
    """R21: whoever left is nobody with the next question."""
    assert seen_by(cleo, lesson) == [lesson]
    Person.objects.filter(pk=cleo.pk).update(state=Person.State.LEFT, is_active=False)
    assert seen_by(Person.objects.get(pk=cleo.pk), lesson) == seen_by(None, lesson) == []


@pytest.mark.parametrize("kind", list(SOURCES))
def test_no_rule_tells_the_time(kind, cleo, monkeypatch):
    """Rules are remembered, and one with a moment in it would stand still."""

    def written():
        visible._rule.cache_clear()
        return visible._rule(kind, visible._Reader.of(cleo))

    now, then = timezone.now(), written()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=400))
    assert written() == then
