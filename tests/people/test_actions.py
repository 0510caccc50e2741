"""Arriving, changing, leaving: the rules, and what the log keeps of them."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from people import actions
from people.audience import tokens_for, viewer
from people.models import Person, validate_zone
from people.refusals import Refusal


def entries():
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", "label", "user_id", "data"))


def addresses(person):
    return list(EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary"))


def test_somebody_new_may_come_in_and_write(operator):
    person = actions.create_person("Finn@Example.org", "Finn Alder", site="Oslo", by=operator)
    person.refresh_from_db()
    assert (person.handle, person.site, person.state, person.has_usable_password()) == (
        "finn-alder",
        "Oslo",
        "active",
        False,
    )
    assert addresses(person) == [("finn@example.org", True, True)]
    assert list(person.groups.values_list("name", flat=True)) == ["Employees"]
    assert entries() == [("people.create", "Finn Alder", operator.pk, {})]


def test_an_address_belongs_to_one_person(ada):
    with pytest.raises(Refusal) as refusal:
        actions.create_person(ada.email.upper(), "Another Ada")
    assert refusal.value.code == "taken"
    assert Person.objects.count() == 1


def test_the_database_keeps_an_address_to_one_person(ada):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email=ada.email.upper(), name="Another Ada")


def test_two_people_of_one_name_have_two_handles(ada):
    other = actions.create_person("ada2@example.org", "Ada Brook")
    assert ada.handle == "ada-brook"
    assert other.handle.startswith("ada-brook-")


def test_the_address_changes_and_counts_as_proven(ada, operator):
    before = ada.email
    actions.change_email(ada, "Ada.New@example.org", by=operator)
    assert Person.objects.get(pk=ada.pk).email == "Ada.New@example.org"
    assert addresses(ada) == [("ada.new@example.org", True, True)]
    assert entries() == [
        ("people.change_email", "Ada Brook", operator.pk, {"before": before, "after": "Ada.New@example.org"})
    ]


def test_the_same_address_again_changes_nothing(ada):
    actions.change_email(ada, ada.email)
    assert entries() == []


def test_nobody_gets_the_address_of_another(ada, ben):
    with pytest.raises(Refusal, match="is here already"):
        actions.change_email(ada, ben.email.title())
    assert Person.objects.get(pk=ada.pk).email == ada.email


@pytest.mark.parametrize(
    ("end", "state", "keeps_password"),
    [(actions.suspend, "suspended", True), (actions.mark_left, "left", False)],
)
def test_access_ends_and_the_row_stays(ada, operator, end, state, keeps_password):
    ada.set_password("plum-tree-by-the-gate")
    ada.save()
    tokens_for(ada)
    person = end(ada, by=operator)
    assert person is ada
    assert (ada.state, ada.is_active, ada.has_usable_password()) == (state, False, keeps_password)
    assert viewer(Person.objects.get(pk=ada.pk)) is None
    assert tokens_for(Person.objects.get(pk=ada.pk)) == {"public"}
    assert entries() == [
        ("people.change_state", "Ada Brook", operator.pk, {"before": "active", "after": state})
    ]


def test_a_suspended_person_comes_back_as_before(ada):
    actions.suspend(ada)
    actions.reinstate(ada)
    assert (ada.state, ada.is_active) == ("active", True)
    assert [data for *_entry, data in entries()] == [
        {"before": "active", "after": "suspended"},
        {"before": "suspended", "after": "active"},
    ]


def test_leaving_twice_is_leaving_once(ada):
    actions.mark_left(ada)
    actions.mark_left(ada)
    assert len(entries()) == 1


@pytest.mark.parametrize("end", [actions.suspend, actions.mark_left])
def test_the_last_operator_cannot_go(operator, ada, end):
    with pytest.raises(Refusal, match="Olga Lind is the only operator") as refusal:
        end(operator)
    assert refusal.value.code == "last_operator"
    assert Person.objects.get(pk=operator.pk).state == "active"
    Person.objects.filter(pk=ada.pk).update(is_superuser=True)
    assert end(operator).is_active is False


def test_the_database_keeps_access_and_state_together(ada):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=ada.pk).update(is_active=False)


def test_a_zone_must_exist():
    validate_zone("Europe/Berlin")
    with pytest.raises(ValidationError, match="is no time zone"):
        validate_zone("Europe/Atlantis")


def test_the_first_operator_made_on_the_command_line_has_a_proven_address(db):
    person = Person.objects.create_superuser("root@example.org", "plum-tree-by-the-gate", name="Root")
    assert addresses(person) == [("root@example.org", True, True)]
