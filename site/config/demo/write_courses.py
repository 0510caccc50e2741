"""Courses with their files, lessons and progress."""

from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Collection

from config.demo.courses import COURSES
from config.demo.pictures import CHECKLIST, CHECKLIST_NAME, DRAWINGS, png
from config.demo.pieces import CoursePiece, LessonPiece
from config.demo.write_people import person, topics_named
from content.models import CollectionAudience, CustomDocument, CustomImage
from content.pictures import import_picture, make_renditions
from courses.actions.authoring import add_co_author, choose_audience, create_course, free_slug, trash
from courses.actions.progress import complete_lesson
from courses.models import CoursePage, LessonPage
from people.audience import PUBLIC
from people.models import Person

CHECKLIST_TITLE = "Checklist for the day of a talk"


def root_collection() -> Collection:
    root: Collection = Collection.objects.get(depth=1)
    return root


def missing_pictures() -> list[str]:
    known = set(_images().values_list("title", flat=True))
    return [name for name, (title, _draw, _alt) in DRAWINGS.items() if title not in known]


def _images() -> Any:
    return CustomImage.objects.filter(collection=root_collection())


def write_picture(name: str) -> CustomImage:
    """The drawing with its words and its smaller sizes."""
    title, _draw, alt = DRAWINGS[name]
    image = import_picture(png(name), title, root_collection(), person("lian"))
    image.description = alt
    image.save(update_fields=["description"])
    make_renditions(image)
    return image


def files_are_there() -> bool:
    checklist = CustomDocument.objects.filter(title=CHECKLIST_TITLE, collection=root_collection())
    return checklist.exists() and (_opened() or not settings.DEMO)


def _opened() -> bool:
    return CollectionAudience.objects.filter(collection=root_collection(), token=PUBLIC).exists()


def write_files() -> None:
    """The file to take along; and what is uploaded is for visitors too, in a demo and only there."""
    if settings.DEMO:
        CollectionAudience.objects.get_or_create(collection=root_collection(), token=PUBLIC)
    if not CustomDocument.objects.filter(title=CHECKLIST_TITLE, collection=root_collection()).exists():
        CustomDocument.objects.create(
            title=CHECKLIST_TITLE,
            collection=root_collection(),
            uploaded_by_user=person("chidera"),
            file=ContentFile(CHECKLIST.encode(), CHECKLIST_NAME),
        )


def missing_courses() -> list[CoursePiece]:
    known = set(CoursePage.objects.values_list("slug", flat=True))
    return [piece for piece in COURSES if piece.slug not in known]


def write_course(piece: CoursePiece) -> CoursePage:
    """The course as its author would have made it, with its lessons and who has come how far."""
    author = person(piece.author)
    with transaction.atomic():
        course = create_course(
            author, title=piece.title, for_whom=piece.for_whom, minutes=piece.minutes, language=piece.language
        )
        _fill(course, piece)
        lessons = [_write_lesson(author, course, lesson, draft=piece.draft) for lesson in piece.lessons]
        revision = course.save_revision(user=author)
        if not piece.draft:
            revision.publish(user=author)
        for key in piece.co_authors:
            add_co_author(author, course, person(key))
        choose_audience(author, course, piece.audience, [person(key) for key in piece.invited])
        for key, count in piece.done.items():
            for lesson in lessons[:count]:
                complete_lesson(person(key), lesson)
        if piece.trashed:
            trash(author, course)
    return course


def _fill(course: CoursePage, piece: CoursePiece) -> None:
    for name in ("promise", "outcomes", "level", "prerequisites", "body"):
        setattr(course, name, getattr(piece, name))
    course.picture = _images().get(title=DRAWINGS[piece.picture][0]) if piece.picture else None
    course.topics.set(topics_named(piece.topics))
    course.save()


def _write_lesson(author: Person, course: CoursePage, piece: LessonPiece, *, draft: bool) -> LessonPage:
    lesson = LessonPage(
        title=piece.title,
        slug=free_slug(course, piece.title),
        summary=piece.summary,
        minutes=piece.minutes,
        body=_resolved(piece.blocks),
        owner=author,
        live=False,
        has_unpublished_changes=True,
    )
    course.add_child(instance=lesson)
    revision = lesson.save_revision(user=author)
    if not draft:
        revision.publish(user=author)
    return lesson


def _resolved(value: Any) -> Any:
    """The blocks with pictures and files in the place of their names, however deep."""
    if isinstance(value, tuple):
        kind, inner = value
        return kind, _RESOLVERS.get(kind, _resolved)(inner)
    if isinstance(value, list):
        return [_resolved(part) for part in value]
    if isinstance(value, dict):
        return {key: _resolved(part) for key, part in value.items()}
    return value


def _picture_block(value: dict[str, str]) -> dict[str, Any]:
    image = _images().get(title=DRAWINGS[value["picture"]][0])
    picture = {"image": image, "alt_text": value["alt"], "decorative": False}
    return {"picture": picture, "caption": value["caption"]}


def _download_block(value: dict[str, str]) -> dict[str, Any]:
    file = CustomDocument.objects.get(title=CHECKLIST_TITLE, collection=root_collection())
    return {"file": file, "title": value["title"]}


_RESOLVERS: dict[str, Any] = {"picture": _picture_block, "download": _download_block}
