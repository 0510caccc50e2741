"""Wishes, pinned answers, and a week of questions."""

from datetime import date, timedelta

from config.demo.pieces import PinPiece, QuestionPiece, WishPiece
from config.demo.searches import PINS, QUESTIONS, WISHES
from config.demo.write_people import email_of, person
from courses.actions.requests import ask_for
from courses.models import Request
from search.models import PromotedResult, QueryCount, SearchDocument
from search.steering.actions import promote


def missing_wishes() -> list[WishPiece]:
    known = set(Request.objects.values_list("person__email", "folded"))
    return [piece for piece in WISHES if (email_of(piece.person), piece.words.casefold()) not in known]


def write_wish(piece: WishPiece) -> Request:
    return ask_for(person(piece.person), piece.words, piece.note)


def missing_pins() -> list[PinPiece]:
    """Those whose thing was never pinned; one that was ended or moved to other words stays so."""
    known = set(PromotedResult.objects.values_list("document__url", flat=True))
    return [piece for piece in PINS if piece.url not in known]


def write_pin(piece: PinPiece, today: date) -> PromotedResult:
    document = SearchDocument.objects.alive().get(url=piece.url)
    until = today + timedelta(days=piece.days)
    return promote(person(piece.steward), piece.query, document, until=until, note=piece.note)


def missing_questions() -> list[tuple[QuestionPiece, ...]]:
    """The week as a whole, where nothing was ever counted."""
    return [] if QueryCount.objects.exists() else [QUESTIONS]


def write_questions(pieces: tuple[QuestionPiece, ...], today: date) -> list[QueryCount]:
    return QueryCount.objects.bulk_create(row for piece in pieces for row in _days(piece, today))


def _days(piece: QuestionPiece, today: date) -> list[QueryCount]:
    """A row for each day on which it was asked; what was opened is shared out from the last day on."""
    rows, left = [], piece.chosen
    for back, asked in enumerate(reversed(piece.asked)):
        if asked:
            chosen = min(asked, left)
            left -= chosen
            empty = asked if piece.empty else 0
            day = today - timedelta(days=back)
            rows.append(QueryCount(query=piece.query, day=day, asked=asked, empty=empty, chosen=chosen))
    return rows
