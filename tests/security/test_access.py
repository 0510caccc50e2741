"""R17, R19, R27: every address as every role: what it answers and tells, and that reading writes nothing."""

from dataclasses import dataclass

import pytest
from django.urls import NoReverseMatch, reverse

from tests.security import access_table, editor_table
from tests.security.addresses import address, patterns
from tests.security.crawl import outcome, text_of
from tests.security.world import OUTSIDE, ROLES, SIGNED_IN

pytestmark = pytest.mark.django_db

DENIALS = ("404", "403", "refused", "login")
WRITTEN_BY_READING = (
    "content_customrendition",
    "django_session",
    "wagtailadmin_editingsession",
    "wagtailcore_pagesubscription",
    "wagtailusers_userprofile",
)
"""Sizes of pictures, made when first asked for; who is signed in; who has which page open in the editor."""
LEAVERS_NAME = "vanishlow"
WHERE_WORK_IS_SIGNED = {
    "communities:wiki_history",
    "communities:wiki_revision",
    "courses:desk",
    "courses:co_authors",
    "courses:audience",
    "wagtailadmin_pages:history",
    "wagtailadmin_pages:history_results",
    "wagtailadmin_explore",
    "wagtailadmin_explore_results",
    "wagtailadmin_explore_root",
}
"""The histories say who wrote what, and the desk who is on the team, leavers too; nothing else names one."""
CATCH_ALL = "admin/^.*/$"


@dataclass(frozen=True)
class Line:
    """One line of a table."""

    name: str
    thing: str
    verb: str
    default: str
    others: dict[str, str]

    @classmethod
    def read(cls, text: str) -> "Line":
        head, *exceptions = text.split(" | ")
        name, thing, verb, default = head.split()
        others = {}
        for exception in exceptions:
            roles, result = exception.split(": ")
            others.update(dict.fromkeys(roles.split(), result))
        assert not set(others) - set(ROLES), f"No such role: {text}"
        return cls(name, thing, verb.lower(), default, others)

    def roles(self, number: int) -> list[str]:
        """Whom to ask: everybody where a page of ours is shut to most; else those named and a few in turn."""
        named = list(self.others)
        if self.default in DENIALS and self.verb == "get" and self in OUR_LINES:
            return list(ROLES)
        turn = in_turn(number)[:1] if self.default == "405" else in_turn(number)
        return list(dict.fromkeys([*named, *OUTSIDE, *turn]))


def in_turn(number: int) -> list[str]:
    """Three of those signed in, others for the next number, so that over some lines everybody asks."""
    return [SIGNED_IN[(number + step) % len(SIGNED_IN)] for step in (0, 3, 6)]


def lines_of(table: str) -> list[Line]:
    return [Line.read(text) for text in table.splitlines() if text.strip()]


OUR_LINES = lines_of(access_table.TABLE)
EDITOR_LINES = lines_of(editor_table.TABLE)
LINES = [*OUR_LINES, *EDITOR_LINES]
OPERATORS_ONLY = editor_table.OPERATORS_ONLY.split()
NOBODY = editor_table.NOBODY.split()


def of_operators(name: str) -> bool:
    return name in OPERATORS_ONLY or f"{name.partition(':')[0]}:*" in OPERATORS_ONLY


def told(world, role: str, answer) -> list[str]:
    """The words an answer holds that are not for this role."""
    text = text_of(answer)
    return [word for word, readers in world.words.items() if word in text and role not in readers]


def test_every_address_stands_in_a_table():
    """R17: an address without a line fails."""
    known = {line.name for line in LINES}
    missing = [
        name
        for name in patterns()
        if name not in known and name not in NOBODY and name != CATCH_ALL and not of_operators(name)
    ]
    assert missing == []


def test_no_line_stands_for_an_address_that_is_gone():
    """R17: what is read in the tables is what there is."""
    there = set(patterns())
    assert sorted({line.name for line in LINES} - there) == []
    assert sorted(name for name in NOBODY if name not in there) == []
    families = {name.partition(":")[0] for name in there}
    assert [name for name in OPERATORS_ONLY if name.removesuffix(":*") not in there | families] == []


@pytest.mark.parametrize("lines", [OUR_LINES, EDITOR_LINES], ids=["ours", "editor"])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_every_address_answers_as_its_line_says(world, crowd, lines, verb):
    """R17, R19: the outcome is the table's, and no answer holds a word that is not for the one who asks."""
    wrong = []
    for number, line in enumerate(line for line in lines if line.verb == verb):
        url = address(world, line.name, line.thing)
        for role in line.roles(number):
            answer = crowd.ask(role, verb, url)
            expected = line.others.get(role, line.default)
            if outcome(answer) != expected:
                wrong.append(f"{line.name} {line.thing} {verb} {role}: {outcome(answer)}, not {expected}")
            words = set(told(world, role, answer))
            if line.name in WHERE_WORK_IS_SIGNED:
                words.discard(LEAVERS_NAME)
            wrong += [f"{line.name} {line.thing} {verb} {role} reads “{word}”" for word in sorted(words)]
            if verb == "get":
                wrong += [f"{line.name} {line.thing} {role} writes: {sql}" for sql in written(crowd)]
    assert not wrong, "\n".join(wrong)


def test_asking_without_reading_changes_no_row(world, crowd):
    """R27: HEAD and OPTIONS, by those who may do most, write nothing."""
    wrong = []
    for line in OUR_LINES:
        if line.verb == "get" and line.default != "404":
            for verb, role in (("head", "author"), ("options", "operator")):
                answer = crowd.ask(role, verb, address(world, line.name, line.thing))
                wrong += [f"{line.name} {verb} {role} writes: {sql}" for sql in written(crowd)]
                if answer.status_code >= 500:
                    wrong.append(f"{line.name} {verb} {role}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def written(crowd) -> list[str]:
    return [sql for sql in crowd.writes if not any(table in sql for table in WRITTEN_BY_READING)]


def test_what_belongs_to_operators_is_there_for_nobody_else(world, crowd):
    """R17: Wagtail's other doors."""
    wrong = []
    for number, name in enumerate(filter(of_operators, patterns())):
        url = any_address(world, name)
        for verb in ("get", "post"):
            for role in dict.fromkeys([*OUTSIDE, "author", "operator", *in_turn(number)]):
                answer = crowd.ask(role, verb, url)
                result = outcome(answer)
                expected = "login" if role in OUTSIDE else "404"
                fine = answer.status_code < 500 if role == "operator" else result == expected
                if not fine:
                    wrong.append(f"{name} {verb} {role} ({url}): {result}")
    assert not wrong, "\n".join(wrong)


def test_what_is_shut_is_shut_for_operators_too(world, crowd):
    """R17: no door of Wagtail's that resets passwords, and none that fails on purpose."""
    for name in NOBODY:
        url = any_address(world, name)
        answers = {role: outcome(crowd.get(role, url)) for role in ("visitor", "learner", "operator")}
        assert (name, answers) == (name, dict.fromkeys(answers, "404"))


def any_address(world, name: str) -> str:
    """An address of this name that leads to something that exists."""
    if "/" in name:
        return f"/{name}"
    course, image = world.course.pk, world.image.pk
    values = {
        "content_type_app_name": "courses",
        "content_type_model_name": "coursepage",
        "app_label": "wagtailcore",
        "model_name": "page",
        "action": "delete",
        "action_name": "publish",
        "task_id": 1,
        "task_state_id": 1,
        "workflow_state_id": 1,
        "destination_id": world.others_course.pk,
        "image_id": image,
        "uidb64": "MQ",
        "token": "x-y",
        "collection_id": world.locked_image.collection_id,
        "user_id": world.colleague.pk,
        "group_id": 1,
        "workflow_pk": 1,
        "page_pk": course,
    }
    owners = {
        "wagtailusers_users": world.colleague.pk,
        "wagtailadmin_collections": world.locked_image.collection_id,
        "teams": world.colleague.team_id,
        "wagtailadmin_api": world.locked_image.pk,
    }
    pk = owners.get(name.partition(":")[0], 1)
    route = patterns()[name]
    keys = [part.partition(">")[0].rpartition(":")[2] for part in route.split("<")[1:]]
    try:
        return reverse(name, kwargs={key: values.get(key, pk if key == "pk" else course) for key in keys})
    except NoReverseMatch as error:
        raise AssertionError(f"{name}: {route}") from error
