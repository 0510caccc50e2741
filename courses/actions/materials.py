"""Slides, a recording and what else stays with a session."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from courses.actions.history import log
from courses.models import Material, Occurrence, Session
from courses.permissions import may_manage_session
from people.models import Person
from people.refusals import Refusal

is_address = URLValidator(schemes=["http", "https"])


def _refuse_others(teacher: Person, session: Session) -> None:
    if not may_manage_session(teacher, session):
        raise Refusal(_("Only those who give the session keep its material."))


def add_material(
    teacher: Person,
    session: Session,
    *,
    kind: str,
    title: str,
    link: str,
    occurrence: Occurrence | None = None,
) -> Material:
    """Keep an address with the session, for those with a seat and those who came."""
    _refuse_others(teacher, session)
    if kind not in Material.Kind.values or not title.strip():
        raise Refusal(_("Say what it is, and what it is called."), code="title")
    try:
        is_address(link)
    except ValidationError:
        raise Refusal(
            _("Give an address that begins with https:// or http://."), code="link"
        ) from None  # what Django says of it helps nobody here
    if occurrence and occurrence.session_id != session.pk:
        raise Refusal(_("Choose a date of this session."), code="date")
    with transaction.atomic():
        material = Material.objects.create(
            session=session, occurrence=occurrence, kind=kind, title=title.strip(), link=link, by=teacher
        )
        log(session, teacher, "material_added", {}, {"title": material.title})
        return material


def remove_material(teacher: Person, material: Material) -> None:
    """Take it away again; what stood there is in the history by its title."""
    _refuse_others(teacher, material.session)
    with transaction.atomic():
        if Material.objects.filter(pk=material.pk).delete()[0]:
            log(material.session, teacher, "material_removed", {"title": material.title}, {})
