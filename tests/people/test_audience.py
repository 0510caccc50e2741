"""Which tokens a person holds, and that they are asked for once."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db.models import Value
from django.utils.functional import SimpleLazyObject

from people import audience
from people.audience import forget_tokens, register_audience, tokens_for, viewer
from people.groups import EMPLOYEES, OPERATORS
from people.models import Person
from tests import factories


@pytest.fixture
def asked(monkeypatch):
    """A provider of tokens, and whom it was asked about."""
    people = []
    monkeypatch.setattr(audience, "_providers", [])

    def boat(person):
        people.append(person.pk)
        return Person.objects.filter(pk=person.pk).values_list(Value(f"boat:{len(people)}"), flat=True)

    register_audience(boat)
    return people


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_a_visitor_holds_only_public(asked, nobody):
    assert tokens_for(nobody) == {"public"}
    assert viewer(nobody) is None
    assert asked == []


def test_a_person_holds_their_own_and_their_teams(asked, ada):
    ada.team = factories.team()
    assert tokens_for(ada) == {"public", "all", f"person:{ada.pk}", f"team:{ada.team.pk}", "boat:1"}


def test_the_question_is_asked_once_until_it_is_forgotten(asked, ada):
    assert "boat:1" in tokens_for(ada)
    assert "boat:1" in tokens_for(ada)
    forget_tokens(ada)
    assert "boat:2" in tokens_for(ada)


def test_the_user_of_a_request_forgets_too(asked, ada):
    user = SimpleLazyObject(lambda: ada)
    assert "boat:1" in tokens_for(user)
    forget_tokens(user)
    assert "boat:2" in tokens_for(user)


def test_one_persons_tokens_are_not_anothers(asked, ada, ben):
    assert f"person:{ben.pk}" not in tokens_for(ada)
    assert tokens_for(ada) & tokens_for(ben) == {"public", "all"}
    assert asked == [ada.pk, ben.pk]


@pytest.mark.parametrize("state", ["suspended", "left"])
def test_access_that_ended_leaves_only_public(asked, ada, state):
    Person.objects.filter(pk=ada.pk).update(state=state, is_active=False)
    gone = Person.objects.get(pk=ada.pk)
    assert tokens_for(gone) == {"public"}
    assert viewer(gone) is None


def test_the_same_provider_twice_is_asked_once(asked, ada):
    assert register_audience(audience._providers[0]) is audience._providers[0]
    assert len(audience._providers) == 1


def test_all_providers_are_asked_at_once(ada, django_assert_num_queries):
    """Each of the apps tells: `community`, `course` and `group`."""
    community, course = factories.community("Pumps", ada), factories.course("Wells", ada)
    ada.groups.add(*Group.objects.filter(name__in=[OPERATORS, EMPLOYEES]))
    forget_tokens(ada)
    with django_assert_num_queries(1):
        tokens = tokens_for(ada)
    assert tokens == {
        *("public", "all", f"person:{ada.pk}", "group:Operators"),
        *(f"community:{community.pk}", f"course:{course.pk}"),
    }
