"""One small company with something in every state, and a word of its own in each that is not for everyone.

`build()` makes it; the tests of this folder look at it through the doors that people use. Whoever
adds a state or a private field adds a word here, and the leak tests find it wherever it shows.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.models import Collection, UploadedFile

from communities.actions import create_wiki_page, edit_wiki_page, trash_wiki_page
from communities.models import Membership, WikiAddress
from content.models import CollectionAudience, CustomDocument, CustomImage, PageAudience
from content.pictures import import_picture
from courses.actions import enrolment
from courses.actions.authoring import trash
from courses.actions.history import log
from courses.actions.materials import add_material
from courses.actions.messages import write_to_roster
from courses.actions.requests import ask_for
from courses.actions.roster import hold_seats
from courses.actions.teaching import cannot_come, invite, keep_quiet
from courses.models import CourseTeam, Occurrence, SeatHold, Session, SessionAudience, Teaching
from people.actions import mark_left
from people.groups import PROGRAMME_OWNERS, TOPIC_STEWARDS
from people.models import Person
from search.models import Kind, PromotedResult, QueryCount, SearchDocument
from search.models.steering import today
from tests import factories

ROLES = (
    "visitor",
    "learner",
    "author",
    "coauthor",
    "teacher",
    "member",
    "follower",
    "lead",
    "steward",
    "owner",
    "operator",
    "leaver",
)
OUTSIDE = ("visitor", "leaver")
SIGNED_IN = tuple(role for role in ROLES if role not in OUTSIDE)
WRITERS = ("author", "coauthor", "operator")
BELONGING = ("member", "follower", "lead")


@dataclass
class World:
    """People by role, things by name, and the words that each may be known by."""

    people: dict[str, Person | None] = field(default_factory=dict)
    things: SimpleNamespace = field(default_factory=SimpleNamespace)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Each word with the roles that may ever read it."""

    def word(self, word: str, *roles: str) -> str:
        self.words[word] = roles
        return word

    def __getattr__(self, name: str) -> Any:
        return getattr(self.things, name)


def build() -> World:
    world = World()
    _people(world)
    _courses(world)
    _sessions(world)
    _communities(world)
    _files(world)
    _steering(world)
    # Somebody leaves after all the rest, so that their name stands wherever a leaver's may.
    mark_left(world.gone)
    mark_left(world.people["leaver"])
    return world


def png(width: int = 60, height: int = 40) -> bytes:
    out = BytesIO()
    Pillow.new("RGB", (width, height), (120, 160, 90)).save(out, "PNG")
    return out.getvalue()


def _people(world: World) -> None:
    names = {role: f"{role.capitalize()} Person" for role in ROLES if role != "visitor"}
    names["leaver"] = f"Lea {world.word('quondamnis')}"
    world.people = {"visitor": None, **{role: factories.person(name) for role, name in names.items()}}
    operator = world.people["operator"]
    operator.is_superuser = True
    operator.save()
    for role, group in (("steward", TOPIC_STEWARDS), ("owner", PROGRAMME_OWNERS)):
        world.people[role].groups.add(Group.objects.get(name=group))
    things = world.things
    things.other = factories.person("Otto Elsewhere")
    things.gone = factories.person(
        f"Gus {world.word('vanishlow')}",
        title=world.word("formertitle"),
        bio=world.word("oldbiography"),
        handle="g-former",
        email="g.former@example.org",
    )
    things.colleague = factories.person("Cora Colleague", team=factories.team("Harbour"), bio="Knots.")
    things.topic = factories.topic("Ropework")


def _course(world: World, title: str, tokens: list[str], *, live: bool = True, **fields: Any) -> Any:
    course = factories.course(title, world.people["author"], live=live, topics=[world.topic], **fields)
    PageAudience.objects.filter(page=course).delete()
    PageAudience.objects.bulk_create(
        PageAudience(page=course, token=token) for token in [*tokens, f"course:{course.pk}"]
    )
    for person in (world.people["coauthor"], world.gone):
        CourseTeam.objects.create(course=course, person=person, role=CourseTeam.Role.CO_AUTHOR)
    course.announce(subtree=True)
    course.save_revision(user=world.gone)
    return course


def _courses(world: World) -> None:
    things, secret = world.things, world.word
    invited = [f"person:{world.people['learner'].pk}"]
    readers = (*WRITERS, "learner")
    things.public_course = _course(world, "Open knots", ["public"])
    things.course = _course(world, "Knots for all", ["all"])
    things.private_course = _course(
        world,
        secret("sealedtitle", *readers),
        invited,
        promise=secret("sealedpromise", *readers),
        body=f"<p>{secret('sealedbody', *readers)}</p>",
    )
    things.draft = _course(world, secret("unfinished", *WRITERS), ["all"], live=False)
    things.trashed = _course(world, secret("binnedcourse", *WRITERS), ["public"])
    things.lesson = factories.lesson(things.course, "First loop", text="<p>Tie it.</p>")
    things.public_lesson = factories.lesson(things.public_course, "Open loop", text="<p>Tie it.</p>")
    things.private_lesson = factories.lesson(
        things.private_course,
        secret("sealedlesson", *readers),
        text=f"<p>{secret('sealedtext', *readers)}</p>",
    )
    things.draft_lesson = factories.lesson(
        things.course, secret("rawlesson", *WRITERS), live=False, text=f"<p>{secret('rawtext', *WRITERS)}</p>"
    )
    things.lost_lesson = factories.lesson(things.trashed, secret("binnedbelow", *WRITERS))
    things.trashed_lesson = factories.lesson(things.course, secret("binnedlesson", *WRITERS))
    for page in ("lesson", "private_lesson", "draft_lesson"):
        setattr(things, f"{page}_revision", getattr(things, page).save_revision(user=world.people["author"]))
    _unpublished(world)
    trash(world.people["author"], things.trashed)
    trash(world.people["author"], things.trashed_lesson)
    things.others_course = factories.course("Sails by Otto", things.other)
    things.others_draft = factories.course(secret("strangedraft", "operator"), things.other, live=False)
    things.others_lesson = factories.lesson(things.others_draft, secret("strangelesson", "operator"))
    things.others_lesson_revision = things.others_lesson.save_revision(user=things.other)


def _unpublished(world: World) -> None:
    """A course that had another title, was published, has an unpublished change, and one taken back."""
    author = world.people["author"]
    course = world.things.course
    earlier = world.word("formerheading", *WRITERS)
    course.title = earlier
    course.save_revision(user=author)
    course.title = "Knots for all"
    course.save_revision(user=author).publish(user=author, skip_permission_checks=True)
    course.refresh_from_db()
    course.title = world.word("comingheading", *WRITERS)
    course.save_revision(user=author)
    course.refresh_from_db()
    withdrawn = _course(world, world.word("withdrawnone", *WRITERS), ["public"])
    withdrawn.save_revision(user=author).publish(user=author, skip_permission_checks=True)
    withdrawn.unpublish(user=author)
    world.things.unpublished = withdrawn


GIVERS = ("operator", "author", "coauthor", "teacher")


def _sessions(world: World) -> None:
    things, people, secret = world.things, world.people, world.word
    author, teacher, learner = people["author"], people["teacher"], people["learner"]
    gives = ("author", "teacher")
    link = secret("meetingroomkey", "learner", "operator", "coauthor", *gives)
    things.session = factories.session(
        things.course, author, capacity=5, link=f"https://meet.example.org/{link}", note="Bring a rope."
    )
    things.public_session = factories.session(things.public_course, author)
    things.private_session = factories.session(
        things.private_course, author, note=secret("sealednote", *WRITERS, "learner")
    )
    things.draft_session = factories.session(
        things.course, author, state=Session.State.DRAFT, note=secret("sketchednote", *WRITERS)
    )
    things.hidden_session = factories.session(
        things.course, author, title=secret("hiddenlunch", *WRITERS, "learner")
    )
    SessionAudience.objects.create(session=things.hidden_session, token=f"person:{learner.pk}")
    for person in (teacher, things.gone):
        Teaching.objects.create(session=things.session, person=person, role=Teaching.Role.CO_TEACHER)
    roster = ("operator", "coauthor", *gives)
    things.enrolment = enrolment.enrol(learner, things.session, hope=secret("privatehope", *roster))
    things.guest = factories.person(f"Guy {secret('rostername', *SIGNED_IN)}")
    things.hidden_enrolment = enrolment.enrol(learner, things.hidden_session)
    things.other_session = factories.session(things.others_course, things.other)
    things.other_enrolment = enrolment.enrol(things.guest, things.other_session)
    _rosters(world, roster)
    _together(world)


def _together(world: World) -> None:
    """Who was asked to give it, who cannot, and who wants to be left in peace."""
    things, people = world.things, world.people
    things.session_date = things.session.occurrences.get()
    things.asked_teaching = invite(
        people["author"], things.session, people["learner"], Teaching.Role.OBSERVER
    )
    things.cover = cannot_come(
        people["teacher"], things.session_date, reason=world.word("illathome", *GIVERS)
    )
    things.quiet_week = keep_quiet(people["learner"], timezone.now().date() + timedelta(weeks=60))


def _rosters(world: World, roster: tuple[str, ...]) -> None:
    """What is kept beside the people: seats, material, messages, and what a mark was."""
    things, secret, author = world.things, world.word, world.people["author"]
    day = timezone.now() + timedelta(days=2)
    readers = ("learner", *roster)
    things.hold = hold_seats(
        author, things.session, seats=1, until=day, purpose=secret("keptforwhom", *roster)
    )
    things.material = add_material(
        author,
        things.session,
        kind="slides",
        title=secret("slidestitle", *readers),
        link=f"https://files.example.org/{secret('slidesaddress', *readers)}",
    )
    write_to_roster(
        author, things.session, subject=secret("toldsubject", *roster), text=secret("toldtext", *roster)
    )
    things.other_hold = SeatHold.objects.create(
        session=things.other_session,
        purpose=secret("keptelsewhere", "operator"),
        seats=1,
        until=day,
        by=things.other,
    )
    things.other_material = add_material(
        things.other,
        things.other_session,
        kind="other",
        title=secret("elsewheretitle", "operator"),
        link="https://files.example.org/other",
    )
    Occurrence.objects.filter(session=things.session).update(code=secret("CODEWORD"))
    log(
        things.session,
        author,
        "mark_changed",
        {"mark": "no_show"},
        {"mark": "excused", "who": things.gone.pk, "date": "x", "note": secret("correctednote", *roster)},
    )


def _communities(world: World) -> None:
    things, secret = world.things, world.word
    things.open = _community(world, "Open water", "public")
    things.community = _community(world, "Deck hands", "all")
    inside = (*BELONGING, "operator")
    things.closed = _community(
        world, secret("smugglersden", *inside), "members", purpose=secret("smuggledpurpose", *inside)
    )
    for name, community in (("open", things.open), ("", things.community), ("closed", things.closed)):
        _wiki(world, community, f"{name}_wiki".lstrip("_"), closed=name == "closed")


def _community(world: World, title: str, audience: str, **fields: Any) -> Any:
    community = factories.community(title, world.people["lead"], audience=audience, **fields)
    community.topics.set([world.topic])
    community.save()
    factories.member(community, world.people["member"])
    factories.member(community, world.people["follower"], role=Membership.Role.FOLLOWER)
    factories.member(community, world.gone)
    return community


def _wiki(world: World, community: Any, name: str, *, closed: bool) -> None:
    member = world.people["member"]
    inside = (*BELONGING, "operator")
    title = world.word("contraband", *inside) if closed else f"Charts of {community.title}"
    first = world.word("formercargo", *inside) if closed else f"Old charts of {community.title}"
    body = world.word("bodycargo", *inside) if closed else "All of them."
    page = create_wiki_page(world.gone, community, title=first, body=body)
    page = edit_wiki_page(
        member, page, title=title, body=body, summary="", base_revision_id=page.latest_revision_id
    )
    keepers = ("member", "lead", "operator")
    lost = create_wiki_page(
        member, community, title=world.word(f"binned{name.replace('_', '')}", *keepers), body="gone"
    )
    WikiAddress.objects.get_or_create(community=community, path=f"former-{name}", defaults={"page": page})
    setattr(world.things, name, page)
    setattr(world.things, f"{name}_revision", page.latest_revision)
    setattr(world.things, f"{name}_trashed", trash_wiki_page(member, lost))


def _steering(world: World) -> None:
    """Answers pinned above results, one by somebody who leaves, questions that were asked, and a wish."""
    things, people, secret = world.things, world.people, world.word
    pinned = {"query": "splice", "until": today() + timedelta(days=30)}
    things.pin = PromotedResult.objects.create(
        document=_document(things.public_course), note="Begin here.", made_by=people["steward"], **pinned
    )
    things.closed_pin = PromotedResult.objects.create(
        document=_document(things.private_course),
        note=secret("pinnednote", "learner", "author", "coauthor"),
        made_by=things.gone,
        **pinned,
    )
    stewards = ("steward", "operator")
    for query, times in ((secret("saidaloud", *stewards), 3), (secret("whisperedonce"), 2)):
        QueryCount.objects.create(query=query, day=today(), asked=times, empty=times)
    things.wish = ask_for(
        people["learner"], secret("wishedfor", "learner", *stewards), note=secret("wishednote", "learner")
    )


def _document(course: Any) -> SearchDocument:
    return SearchDocument.objects.get(kind=Kind.COURSE, object_id=course.pk)


def _files(world: World) -> None:
    things, author, learner = world.things, world.people["author"], world.people["learner"]
    root = Collection.get_first_root_node()
    closed = Collection.objects.get(pk=root.pk).add_child(
        name=world.word("lockedshelf", "operator", "learner", "author")
    )
    CollectionAudience.objects.create(collection=closed, token=f"person:{learner.pk}")
    owners = ("author", "operator", "learner")
    things.upload = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(CustomImage),
        uploaded_by_user=author,
        file=ContentFile(png(), name="waiting.png"),
    )
    for name, shelf, title in (
        ("", root, "Harbour"),
        ("locked_", Collection.objects.get(pk=closed.pk), world.word("lockedpicture", *owners)),
    ):
        image = import_picture(png(60 + len(name)), title, shelf, author)
        setattr(things, f"{name}image", image)
        setattr(things, f"{name}rendition", image.get_rendition("max-165x165"))
        document = CustomDocument(
            title=f"{title}" if not name else world.word("lockedfile", *owners),
            collection=shelf,
            uploaded_by_user=author,
        )
        document.file.save(f"{name or 'open'}.txt", ContentFile(b"words"), save=False)
        document._set_document_file_metadata()
        document.save()
        setattr(things, f"{name}document", document)
