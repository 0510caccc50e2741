"""Wishing to learn something that nobody teaches yet, and wishing it no more."""

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Request
from people.models import Person
from people.refusals import Refusal

MOST_OPEN = 20


def ask_for(person: Person, words: str, note: str = "") -> Request:
    """Keep what the person wishes to learn; asked for twice, it is the same wish.

    Raises Refusal when the words are too few or too many, or the person has twenty open wishes.
    """
    words = " ".join(words.split())
    if not Request.SHORTEST <= len(words) <= Request.LONGEST:
        raise Refusal(
            _("Say what you want to learn in %(least)d to %(most)d characters.")
            % {"least": Request.SHORTEST, "most": Request.LONGEST},
            code="words",
        )
    with transaction.atomic():
        mine = Request.objects.filter(person=person, state=Request.State.OPEN)
        folded = words.casefold()
        if not mine.filter(folded=folded).exists() and mine.count() >= MOST_OPEN:
            raise Refusal(_("You have twenty open wishes. Withdraw one you can do without first."))
        wish, _made = mine.get_or_create(
            person=person, folded=folded, state=Request.State.OPEN, defaults={"words": words, "note": note}
        )
    return wish


def withdraw_request(person: Person, wish: Request) -> Request:
    """Wish it no more. Raises Refusal for another's wish."""
    with transaction.atomic():
        wish = Request.objects.select_for_update(of=("self",)).get(pk=wish.pk)
        if wish.person_id != person.pk:
            raise Refusal(_("Only the one who asked can withdraw it."), code="forbidden")
        wish.state = Request.State.WITHDRAWN
        wish.save(update_fields=["state"])
    return wish
