"""The groups that give rights across the whole site; all other rights follow from rows."""

from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db.models import QuerySet

from people.audience import token

if TYPE_CHECKING:
    from people.models import Person

EMPLOYEES = "Employees"
OPERATORS = "Operators"
PROGRAMME_OWNERS = "Programme owners"
TOPIC_STEWARDS = "Topic stewards"

SITE_WIDE = (OPERATORS, PROGRAMME_OWNERS, TOPIC_STEWARDS)


def group_tokens(person: "Person") -> QuerySet[Group, str]:
    """One audience token for each of these groups that the person is in."""
    return person.groups.filter(name__in=SITE_WIDE).values_list(token("group", "name"), flat=True)
