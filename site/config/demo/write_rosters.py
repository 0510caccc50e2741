"""What is told to a roster of the demo, and what stays with a session."""

from datetime import timedelta

from config.demo.pieces import SessionPiece
from courses.actions.materials import add_material
from courses.actions.messages import write_to_roster
from courses.actions.roster import hold_seats
from courses.models import Session
from people.models import Person


def keep_beside(teacher: Person, session: Session, piece: SessionPiece) -> None:
    """A message to the roster, slides and recording, and seats that are kept."""
    subject, text = piece.message
    if subject:
        write_to_roster(teacher, session, subject=subject, text=text)
    for kind, title, link in piece.materials:
        add_material(teacher, session, kind=kind, title=title, link=link)
    purpose, seats = piece.kept
    if purpose and session.starts_at:
        until = session.starts_at - timedelta(days=1)
        hold_seats(teacher, session, seats=seats, until=until, purpose=purpose)
