"""What of the demo company is not there yet, as steps in the order in which they build on each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from config.demo import write_communities, write_courses, write_people, write_search, write_sessions


@dataclass(frozen=True)
class Step:
    says: str
    write: Callable[[], object]


def missing_steps(today: date) -> list[Step]:
    """Empty when all is there; asks a dozen statements and changes nothing."""
    courses, open_sessions = write_sessions.missing_sessions()
    return [
        *(Step(p.name, partial(write_people.write_person, p)) for p in write_people.missing_people()),
        *(Step(t.name, partial(write_people.write_topic, t)) for t in write_people.missing_topics()),
        *_files(),
        *(Step(c.title, partial(write_courses.write_course, c)) for c in write_courses.missing_courses()),
        *(Step(f"Sessions: {c.title}", partial(write_sessions.write_sessions, c, today)) for c in courses),
        *(
            Step(piece.title, partial(write_sessions.write_open_session, piece, today))
            for piece in open_sessions
        ),
        *(
            Step(c.title, partial(write_communities.write_community, c))
            for c in write_communities.missing_communities()
        ),
        *(
            Step(f"Wiki: {slug}", partial(write_communities.write_pages, slug, pages, today))
            for slug, pages in write_communities.missing_pages().items()
        ),
        *(Step(w.words, partial(write_search.write_wish, w)) for w in write_search.missing_wishes()),
        *(Step(p.query, partial(write_search.write_pin, p, today)) for p in write_search.missing_pins()),
        *(
            Step("What people looked for", partial(write_search.write_questions, questions, today))
            for questions in write_search.missing_questions()
        ),
    ]


def _files() -> list[Step]:
    pictures = write_courses.missing_pictures()
    steps = [Step(f"Picture: {name}", partial(write_courses.write_picture, name)) for name in pictures]
    if not write_courses.files_are_there():
        steps.append(Step("Files", write_courses.write_files))
    return steps
