"""After one command the demo is there, and a second changes nothing."""

from datetime import timedelta

from django.apps import apps
from django.db.models import Max
from django.utils import timezone
from wagtail.models import Revision

from communities.models import Membership, WikiPage
from config.demo.people import PEOPLE
from config.demo.topics import TOPICS
from config.demo.write_people import email_of, person
from config.demo.writing import missing_steps
from courses.models import (
    CoursePage,
    Enrolment,
)
from people.models import Person
from tests.config.demo.conftest import run_demo

State = Enrolment.State
FULL = "your-first-presentation"


def everything():
    """How many rows each table has, and the latest revision."""
    counts = {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models(include_auto_created=True)
    }
    return counts, Revision.objects.aggregate(Max("pk"), Max("created_at"))


def test_it_ends_with_the_people_and_the_way_in(shown):
    out, err = shown
    lines = out.splitlines()
    assert lines[0] == f"The demo company is here: {len(PEOPLE) + len(TOPICS) + 40} steps."
    assert lines[2].split() == ["Name", "Title", "Team", "Site", "Time", "zone", "What", "to", "try"]
    listed = [line.partition("  ")[0] for line in lines[4 : 4 + len(PEOPLE)]]
    assert listed == [piece.name for piece in PEOPLE]
    assert lines[-1].endswith("/accounts/login/: choose one of them, no password is needed.")
    assert "100%" in err


def test_the_list_alone_says_the_same_people(shown):
    out, err = run_demo(list=True)
    assert out.splitlines() == shown[0].splitlines()[1:]
    assert err == ""


def test_it_can_leave_the_people_out(shown):
    out, _ = run_demo(no_list=True)
    assert out == "The demo company is here already; nothing was changed.\n"


def test_twice_changes_nothing(shown):
    before = everything()
    out, _ = run_demo()
    assert out.splitlines()[0] == "The demo company is here already; nothing was changed."
    assert everything() == before


def test_it_asks_little_when_all_is_there(shown, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        assert missing_steps(timezone.now().date()) == []


def test_weeks_later_it_still_changes_nothing(shown):
    assert missing_steps(timezone.now().date() + timedelta(days=90)) == []


def test_what_people_changed_is_left_alone(shown):
    rewritten = CoursePage.objects.get(slug=FULL)
    rewritten.title = "Your second presentation"
    rewritten.save_revision().publish()
    Person.objects.filter(email=email_of("ruta")).update(title="Firmware engineer", name="Rūta B.")
    left = Membership.objects.get(person=person("kofi"), community__slug="plain-words")
    left.state = Membership.State.LEFT
    left.save()
    before = everything()
    out, _ = run_demo()
    assert everything() == before
    assert "Rūta B." in out
    assert CoursePage.objects.get(slug=FULL).title == "Your second presentation"


def test_what_is_missing_is_added_and_nothing_else(shown):
    page = WikiPage.objects.get(slug="the-tuesday-round")
    page.delete()
    before, _ = everything()
    out, _ = run_demo()
    after, _ = everything()
    assert out.splitlines()[0] == "The demo company is here: 1 steps."
    assert WikiPage.objects.get(slug="the-tuesday-round").keeper == person("lian")
    assert after["communities.WikiPage"] == before["communities.WikiPage"] + 1
    assert after["courses.CoursePage"] == before["courses.CoursePage"]


def test_a_step_that_is_refused_is_told_and_the_others_go_on(shown):
    WikiPage.objects.filter(slug="the-tuesday-round").delete()
    WikiPage.objects.get(slug="words-of-the-council").delete()
    Membership.objects.filter(person=person("lian")).update(state=Membership.State.LEFT)
    out, err = run_demo(no_list=True)
    assert out == "The demo company is here: 1 steps.\n"
    assert "Wiki: sensor-people: Members write this wiki." in err
    assert WikiPage.objects.filter(slug="words-of-the-council").exists()
