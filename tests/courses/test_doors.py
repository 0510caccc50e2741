"""Courses and seats through the doors people use."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions import enrolment as seats
from courses.models import Attendance, CoursePage, CourseTeam, Enrolment, LessonPage, LessonProgress, Session
from tests import factories

State = Enrolment.State


@pytest.fixture
def course(ada):
    return factories.course("Knots", ada, promise="Tie what holds.")


@pytest.fixture
def session(course, ada):
    return factories.session(
        course, ada, capacity=1, zone="Europe/Berlin", link="https://meet.example.org/knots"
    )


def test_the_catalogue_shows_what_a_person_may_see(as_person, cleo, ada, course):
    factories.course("Only friends", ada, audience="person:0")
    factories.course("Still a draft", ada, live=False)
    page = as_person(cleo).get("/courses/")
    assert [row["course"].title for row in page.context["rows"]] == ["Knots"]
    assert [row["course"].title for row in as_person(None).get("/courses/").context["rows"]] == []


def test_facets_count_without_themselves(as_person, cleo, ada):
    rope, sail = factories.topic("Rope"), factories.topic("Sail")
    factories.course("A", ada, topics=[rope], language="en")
    factories.course("B", ada, topics=[rope, sail], language="de")
    factories.course("C", ada, topics=[sail], language="de")
    page = as_person(cleo).get("/courses/?topic=rope&language=de")
    assert [row["course"].title for row in page.context["rows"]] == ["B"]
    counts = {facet.name: {o.value: o.count for o in facet.options} for facet in page.context["facets"]}
    assert counts["topic"] == {"rope": 1, "sail": 2}
    assert counts["language"] == {"en": 1, "de": 1}
    assert [chip["label"] for chip in page.context["chips"]] == ["Rope", "Deutsch"]


def test_the_course_page_has_one_button(as_person, cleo, course, session):
    page = as_person(cleo).get(course.get_absolute_url()).content.decode()
    assert page.count(f'action="{reverse("courses:enrol", args=[session.pk])}"') == 1
    assert "1 seat left" in page


def test_a_visitor_sees_public_courses_but_no_people(as_person, ada):
    course = factories.course("Open", ada, audience="public")
    factories.session(course, ada)
    page = as_person(None).get(course.get_absolute_url()).content.decode()
    assert "Open" in page
    assert "Ada Brook" not in page
    assert "Sign in to enrol" in page


def test_enrolling_works_without_javascript(as_person, cleo, session):
    page = as_person(cleo).post(f"/sessions/{session.pk}/enrol/", {"on": "course"}, follow=True)
    assert page.redirect_chain == [(session.course.get_absolute_url(), 302)]
    assert "You&#x27;re in." in page.content.decode()
    assert Enrolment.objects.get(person=cleo).state == State.CONFIRMED


def test_enrolling_swaps_only_the_box_with_javascript(as_person, cleo, session):
    answer = as_person(cleo).post(
        f"/sessions/{session.pk}/enrol/", {"on": "course"}, headers={"HX-Request": "true"}
    )
    body = answer.content.decode()
    assert "<html" not in body
    assert 'id="sessions"' in body
    assert "Give the seat back" in body
    assert 'hx-swap-oob="true"' in body


def test_the_queue_is_said_in_words(as_person, ben, cleo, eve, session):
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    page = as_person(eve).post(f"/sessions/{session.pk}/enrol/", follow=True).content.decode()
    assert "1 person is ahead of you." in page
    assert "Number 2 in the queue" in page


def test_leaving_serves_the_next(as_person, ben, cleo, session):
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    as_person(ben).post(f"/sessions/{session.pk}/leave/")
    assert Enrolment.objects.get(person=cleo).state == State.CONFIRMED


def test_an_offer_is_answered_on_the_page(as_person, ben, cleo, eve, course, ada):
    session = factories.session(course, ada, capacity=1, hand_on=Session.HandOn.OFFER)
    for who in (ben, cleo, eve):
        seats.enrol(who, session)
    seats.withdraw(ben, session)
    page = as_person(cleo).get(session.get_absolute_url()).content.decode()
    assert "The seat is held for you until" in page
    as_person(cleo).post(f"/sessions/{session.pk}/decline/")
    as_person(eve).post(f"/sessions/{session.pk}/accept/")
    assert Enrolment.objects.get(person=eve).state == State.CONFIRMED


def test_a_refusal_is_a_sentence_on_the_page(as_person, cleo, session):
    Session.objects.filter(pk=session.pk).update(state="cancelled", cancel_reason="Ill.")
    page = as_person(cleo).post(f"/sessions/{session.pk}/enrol/", follow=True).content.decode()
    assert "This session was cancelled. Look for another date." in page


def test_the_link_is_for_those_with_a_seat(as_person, ben, cleo, session):
    seats.enrol(ben, session)
    assert "meet.example.org" in as_person(ben).get(session.get_absolute_url()).content.decode()
    assert "meet.example.org" not in as_person(cleo).get(session.get_absolute_url()).content.decode()


def test_each_viewer_sees_their_own_time_and_the_teachers(as_person, cleo, session):
    page = as_person(cleo).get(session.get_absolute_url()).content.decode()
    assert "08:00" in page or "09:00" in page  # 14:00 in Berlin, whichever clocks have changed
    assert "14:00 in Berlin" in page


def test_lessons_keep_progress(as_person, cleo, course):
    first = factories.lesson(course, "Bowline", text="<p>Round the tree.</p>")
    second = factories.lesson(course, "Hitch")
    client = as_person(cleo)
    answer = client.post(f"/lessons/{first.pk}/done/", {"done": "yes"})
    assert answer.url == second.get_absolute_url()
    plan = client.get(course.get_absolute_url()).context["lessons"]
    assert [entry["done"] for entry in plan] == [True, False]
    client.post(f"/lessons/{first.pk}/done/", {"done": "no"})
    assert LessonProgress.objects.get(person=cleo, lesson=first).done_at is None


def test_reading_a_lesson_writes_nothing(as_person, cleo, course):
    lesson = factories.lesson(course, "Bowline")
    as_person(cleo).get(lesson.get_absolute_url())
    assert not LessonProgress.objects.exists()


def test_three_answers_and_one_is_writing(as_person, cleo):
    client = as_person(cleo)
    answer = client.post(
        "/me/teaching/new/", {"title": "Whistling", "for_whom": "Beginners", "minutes": "20"}
    )
    course = CoursePage.objects.get(title="Whistling")
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[course.pk])
    assert (course.live, course.for_whom, course.minutes) == (False, "Beginners", 20)
    assert list(course.team.values_list("person__name", "role")) == [("Cleo Marsh", "author")]
    editor = client.get(answer.url)
    assert editor.status_code == 200
    assert "Whistling" in editor.content.decode()


def test_a_course_without_a_title_keeps_what_was_typed(as_person, cleo):
    page = as_person(cleo).post("/me/teaching/new/", {"title": "", "for_whom": "People who whistle"})
    assert "People who whistle" in page.content.decode()
    assert page.context["form"].errors["title"] == ["This field is required."]
    assert not CoursePage.objects.exists()


def test_two_courses_of_one_name_have_two_addresses(as_person, ada, cleo):
    for who in (ada, cleo):
        as_person(who).post("/me/teaching/new/", {"title": "Whistling"})
    assert sorted(CoursePage.objects.values_list("slug", flat=True)) == ["whistling", "whistling-2"]


def test_publishing_in_the_editor_shows_the_course(as_person, cleo, ada):
    client = as_person(ada)
    client.post("/me/teaching/new/", {"title": "Whistling"})
    course = CoursePage.objects.get()
    assert as_person(cleo).get(course.get_absolute_url()).status_code == 404
    form = editor_form(course, promise="Two fingers, one tone.")
    answer = client.post(
        reverse("wagtailadmin_pages:edit", args=[course.pk]), {**form, "action-publish": "1"}
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert "Two fingers, one tone." in as_person(cleo).get(course.get_absolute_url()).content.decode()


def editor_form(course, **changes):
    fields = {
        "title": course.title,
        "promise": "",
        "outcomes": "null",
        "for_whom": "",
        "minutes": "",
        "level": "beginner",
        "language": "en",
        "prerequisites": "null",
        "body": "null",
        "picture": "",
        "topics": "",
    }
    return {**fields, **changes}


def test_others_may_not_edit(as_person, cleo, ada, course):
    lesson = factories.lesson(course, "Bowline")
    client = as_person(cleo)
    for door in ("edit", "delete", "history", "view_draft", "unpublish", "revisions_index"):
        for page in (course, lesson):
            answer = client.get(reverse(f"wagtailadmin_pages:{door}", args=[page.pk]))
            missing = client.get(reverse(f"wagtailadmin_pages:{door}", args=[999_999]))
            assert (answer.status_code, missing.status_code) == (404, 404), door
    assert (
        client.post(reverse("wagtailadmin_pages:edit", args=[course.pk]), editor_form(course)).status_code
        == 404
    )
    for address in (f"/admin/api/main/pages/{course.pk}/", "/admin/api/main/pages/?format=json"):
        assert client.get(address).status_code == 404, address
    course.refresh_from_db()
    assert course.title == "Knots"


def test_co_authors_may_edit(as_person, ada, ben, course):
    client = as_person(ada)
    client.post(f"/me/teaching/{course.pk}/co-authors/", {"people": "Ben Ofori"})
    assert as_person(ben).get(reverse("wagtailadmin_pages:edit", args=[course.pk])).status_code == 200
    client.post(f"/me/teaching/{course.pk}/co-authors/", {"remove": str(ben.pk)})
    assert as_person(ben).get(reverse("wagtailadmin_pages:edit", args=[course.pk])).status_code == 404


def test_an_unknown_co_author_is_named_and_the_text_stays(as_person, ada, course):
    page = as_person(ada).post(f"/me/teaching/{course.pk}/co-authors/", {"people": "Nobody Special"})
    assert "Nobody here is called Nobody Special." in page.content.decode()
    assert "Nobody Special</textarea>" in page.content.decode()


def test_the_last_author_stays(as_person, ada, course):
    as_person(ada).post(f"/me/teaching/{course.pk}/co-authors/", {"remove": str(ada.pk)})
    assert CourseTeam.objects.filter(course=course, person=ada).exists()


@pytest.mark.parametrize("junk", ["", "x", "-1", "9" * 40, "1 OR 1=1"])
def test_junk_instead_of_a_colleague_is_not_found(as_person, ada, course, junk):
    assert as_person(ada).post(f"/me/teaching/{course.pk}/co-authors/", {"remove": junk}).status_code == 404


def test_an_audience_follows_at_once(as_person, ada, ben, cleo, course):
    lesson = factories.lesson(course, "Bowline")
    as_person(ada).post(f"/me/teaching/{course.pk}/audience/", {"audience": "invited", "invited": ben.email})
    seen = {who.name: as_person(who).get(lesson.get_absolute_url()).status_code for who in (ada, ben, cleo)}
    assert seen == {"Ada Brook": 200, "Ben Ofori": 200, "Cleo Marsh": 404}


def test_the_trash_is_a_place_to_come_back_from(as_person, ada, cleo, course):
    client = as_person(ada)
    client.post(reverse("wagtailadmin_pages:delete", args=[course.pk]))
    assert as_person(cleo).get(course.get_absolute_url()).status_code == 404
    assert [page.title for page in client.get("/me/teaching/").context["trashed"]] == ["Knots"]
    client.post(f"/me/teaching/{course.pk}/restore/")
    assert as_person(cleo).get(course.get_absolute_url()).status_code == 200


def test_a_course_with_coming_people_does_not_vanish(as_person, ada, cleo, course, session):
    seats.enrol(cleo, session)
    page = as_person(ada).post(f"/me/teaching/{course.pk}/trash/", follow=True)
    assert "Cancel the session first." in page.content.decode()
    course.refresh_from_db()
    assert course.trashed_at is None


def test_a_lesson_goes_to_the_trash_and_comes_back(as_person, ada, cleo, course):
    lesson = factories.lesson(course, "Bowline")
    as_person(ada).post(f"/me/teaching/{lesson.pk}/trash/")
    assert as_person(cleo).get(lesson.get_absolute_url()).status_code == 404
    as_person(ada).post(f"/me/teaching/{lesson.pk}/restore/")
    assert as_person(cleo).get(lesson.get_absolute_url()).status_code == 200
    assert LessonPage.objects.filter(pk=lesson.pk).exists()


def offer(**changes):
    day = (timezone.now() + timedelta(days=30)).date().isoformat()
    fields = {
        "kind": "live",
        "local_date": day,
        "local_time": "10:30",
        "zone": "Europe/Berlin",
        "minutes": "45",
        "capacity": "8",
        "waiting_list": "on",
        "hand_on": "confirm",
        "language": "en",
        "place": "Room 2",
    }
    return {**fields, **changes}


def test_a_teacher_offers_a_session(as_person, ada, ben, course):
    as_person(ada).post(f"/me/teaching/{course.pk}/offer/", offer(co_teachers=ben.email))
    session = Session.objects.get()
    assert (session.capacity, session.place, session.zone) == (8, "Room 2", "Europe/Berlin")
    assert session.occurrences.get().minutes == 45
    given = list(session.teachings.order_by("pk").values_list("person__name", "role"))
    assert given == [("Ada Brook", "lead"), ("Ben Ofori", "co_teacher")]


def test_a_self_paced_session_needs_no_date(as_person, ada, cleo, course):
    as_person(ada).post(
        f"/me/teaching/{course.pk}/offer/", offer(kind="self_paced", local_date="", local_time="")
    )
    session = Session.objects.get()
    assert (session.starts_at, session.capacity, session.occurrences.count()) == (None, None, 0)
    assert seats.enrol(cleo, session).state == State.CONFIRMED


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"local_date": "2020-01-01"}, "This date has passed."),
        ({"local_date": ""}, "This field is required."),
        ({"local_date": "2027-03-28", "local_time": "02:30"}, "this time does not exist"),
        ({"local_date": "2027-10-31", "local_time": "02:30"}, "this time comes twice"),
        ({"capacity": "0"}, "greater than or equal to 1"),
        ({"zone": "Mars/Base"}, "Select a valid choice"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"co_teachers": "nobody@example.org"}, "Nobody here is called nobody@example.org."),
    ],
)
def test_an_impossible_session_is_refused_and_what_was_typed_stays(as_person, ada, course, changes, sentence):
    page = as_person(ada).post(f"/me/teaching/{course.pk}/offer/", offer(**{"note": "Bring rope", **changes}))
    assert sentence in page.content.decode()
    assert "Bring rope" in page.content.decode()
    assert not Session.objects.exists()


def test_a_draft_is_not_offered(as_person, ada):
    draft = factories.course("Draft", ada, live=False)
    page = as_person(ada).post(f"/me/teaching/{draft.pk}/offer/", offer())
    assert "Publish the course first" in page.content.decode()


def test_moving_a_session_tells_the_roster(as_person, ada, cleo, course, session):
    seats.enrol(cleo, session)
    as_person(ada).post(f"/sessions/{session.pk}/change/", offer(capacity="1", local_time="16:00"))
    assert "session.changed" in cleo.notices.values_list("kind", flat=True)
    session.refresh_from_db()
    assert session.occurrences.get().local_time.hour == 16


def test_cancelling_needs_a_reason(as_person, ada, session):
    client = as_person(ada)
    assert client.post(f"/sessions/{session.pk}/cancel/", {"reason": ""}).status_code == 200
    session.refresh_from_db()
    assert session.state == "published"
    client.post(f"/sessions/{session.pk}/cancel/", {"reason": "Ill."})
    session.refresh_from_db()
    assert (session.state, session.cancel_reason) == ("cancelled", "Ill.")


def past(session):
    start = timezone.now() - timedelta(hours=1)
    session.occurrences.update(starts_at=start, ends_at=start + timedelta(minutes=30))
    Session.objects.filter(pk=session.pk).update(starts_at=start, ends_at=start + timedelta(minutes=30))


def test_the_teacher_marks_who_was_there(as_person, ada, cleo, session):
    enrolment = seats.enrol(cleo, session)
    client = as_person(ada)
    early = client.post(
        f"/sessions/{session.pk}/attendance/", {f"mark-{enrolment.pk}": "attended"}, follow=True
    )
    assert "15 minutes before the start" in early.content.decode()
    past(session)
    client.post(f"/sessions/{session.pk}/attendance/", {f"mark-{enrolment.pk}": "attended"})
    assert list(Attendance.objects.values_list("mark", "by__name")) == [("attended", "Ada Brook")]
    client.post(f"/sessions/{session.pk}/attendance/", {f"mark-{enrolment.pk}": ""})
    assert not Attendance.objects.exists()


def test_a_made_up_mark_is_refused(as_person, ada, cleo, session):
    enrolment = seats.enrol(cleo, session)
    past(session)
    as_person(ada).post(f"/sessions/{session.pk}/attendance/", {f"mark-{enrolment.pk}": "asleep"})
    assert not Attendance.objects.exists()


def test_the_roster_is_for_those_who_give_the_session(as_person, ada, cleo, eve, session):
    seats.enrol(cleo, session)
    assert "Cleo Marsh" in as_person(ada).get(f"/sessions/{session.pk}/roster/").content.decode()
    for door in ("roster", "change", "cancel"):
        assert as_person(cleo).get(f"/sessions/{session.pk}/{door}/").status_code == 404
        assert as_person(eve).get(f"/sessions/999999/{door}/").status_code == 404


def test_my_learning_shows_what_is_mine(as_person, ben, cleo, course, session, ada):
    seats.enrol(ben, session)
    seats.enrol(cleo, session)
    seats.enrol(cleo, factories.session(course, ada, kind="self_paced"))
    page = as_person(cleo).get("/me/")
    assert [line.session for line in page.context["queues"]] == [session]
    assert [reading.course for reading in page.context["going_on"]] == [course]
    assert [line.session for line in as_person(ben).get("/me/").context["seats"]] == [session]


def test_my_teaching_shows_what_i_give(as_person, ada, course, session):
    page = as_person(ada).get("/me/teaching/")
    assert [line.session for line in page.context["lines"]] == [session]
    assert [page.title for page in page.context["courses"]] == ["Knots"]


def test_a_lesson_that_moves_belongs_to_its_new_course(ada, course):
    lesson = factories.lesson(course, "Bowline")
    other = factories.course("Sails", ada)
    lesson.move(other, pos="last-child")
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert lesson.course == other
    assert lesson.get_absolute_url() == f"/courses/{other.slug}/{lesson.slug}/"
