"""The people of the demo, whom a visitor may be with one click; there are none outside the demo."""

from django.conf import settings

from people.models import Person, PersonQuerySet

DEMO_DOMAIN = "guildhall.example"


def demo_people() -> PersonQuerySet:
    """Those whose address is at the demo's domain, while the demo is on."""
    people: PersonQuerySet = Person.objects.current().select_related("team").order_by("pk")
    return people.filter(email__iendswith=f"@{DEMO_DOMAIN}") if settings.DEMO else people.none()
