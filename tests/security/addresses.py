"""Every address the resolver knows, and how one is filled in for a thing of the world."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver, reverse

from tests.security.world import World

APP_AND_MODEL = {"course": ("courses", "lessonpage"), "community": ("communities", "wikipage")}


def patterns() -> dict[str, str]:
    """The names of all addresses with their routes; nameless ones are known by their route."""
    return {name or route: route for route, name in _walk(get_resolver())}


def _walk(resolver: Any, route: str = "", spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    for one in resolver.url_patterns:
        below = route + str(one.pattern)
        if isinstance(one, URLPattern):
            yield below, ":".join((*spaces, one.name)) if one.name else ""
        else:
            yield from _walk(one, below, (*spaces, one.namespace) if one.namespace else spaces)


def address(world: World, name: str, thing: str) -> str:
    """The address of this name for the world's thing; `-` stands for no thing."""
    if thing.startswith("/"):
        return thing
    return reverse(name, kwargs=_arguments(world, name, thing))


def _arguments(world: World, name: str, thing: str) -> dict[str, Any]:
    if thing == "-":
        return {}
    found = getattr(world, thing)
    if name in SPECIAL:
        return SPECIAL[name](world, thing, found)
    return {_key(name): found.slug if _key(name) == "slug" else found.pk}


def _key(name: str) -> str:
    """What a plain address calls the one thing in it."""
    route = patterns()[name]
    return route.partition("<")[2].partition(">")[0].rpartition(":")[2]


def _with_revision(key: str = "page_id", revision: str = "revision_id") -> Any:
    return lambda world, thing, found: {key: found.pk, revision: getattr(world, f"{thing}_revision").pk}


def _below(_world: World, thing: str, found: Any) -> dict[str, Any]:
    app, model = APP_AND_MODEL.get(thing, ("courses", "lessonpage"))
    return {
        "content_type_app_name": app,
        "content_type_model_name": model,
        "parent_page_id": found.pk,
    }


def _of_session(key: str) -> Any:
    return lambda _world, _thing, found: {"pk": found.session_id, key: found.pk}


SPECIAL: dict[str, Any] = {
    "config:sent_message": lambda _world, thing, _found: {"name": "20260101-120000-1"},
    "courses:lesson": lambda _world, _thing, lesson: {"course_slug": lesson.course.slug, "slug": lesson.slug},
    **{f"courses:{verb}": _of_session("enrolment_pk") for verb in ("remove", "approve", "turn_down")},
    "courses:come": lambda *_any: {"secret": "nobody-was-handed-this"},
    "courses:end_hold": _of_session("hold_pk"),
    "courses:remove_material": _of_session("material_pk"),
    "communities:wiki_page": lambda _world, _thing, page: {
        "slug": page.community.slug,
        "path": page.wiki_path,
    },
    "communities:wiki_revision": _with_revision("pk", "revision_pk"),
    "communities:role": lambda _world, _thing, community: {"pk": community.memberships.order_by("pk")[1].pk},
    "people:person": lambda _world, _thing, person: {"handle": person.handle},
    "content:media": lambda _world, _thing, picture: {"path": str(picture.file)},
    "content:document": lambda _world, _thing, document: {"pk": document.pk, "filename": document.filename},
    "wagtailadmin_pages:add": _below,
    "wagtailadmin_pages:preview_on_add": _below,
    "wagtailadmin_pages:revisions_view": _with_revision(),
    "wagtailadmin_pages:revisions_revert": _with_revision(),
    "wagtailadmin_pages:revisions_unschedule": _with_revision(),
    "wagtailadmin_pages:revisions_compare": lambda world, thing, page: {
        "pk": page.pk,
        "revision_id_a": "earliest",
        "revision_id_b": getattr(world, f"{thing}_revision").pk,
    },
    "wagtailadmin_tag_model_autocomplete": lambda *_any: {"app_name": "topics", "model_name": "topic"},
    "wagtailadmin_editing_sessions:ping": lambda _world, _thing, page: {
        "app_label": page._meta.app_label,
        "model_name": page._meta.model_name,
        "object_id": page.pk,
        "session_id": 1,
    },
    "wagtailimages:preview": lambda _world, _thing, image: {"image_id": image.pk, "filter_spec": "width-20"},
    "wagtailadmin_editing_sessions:release": lambda *_any: {"session_id": 1},
}
