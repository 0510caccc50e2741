"""The whole product once through, as people use it: sign in, teach, offer, learn, find."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)


def write_course(page, title):
    page.goto("/me/teaching/")
    page.get_by_role("link", name="New course").first.click()
    page.get_by_label("What is it called?").fill(title)
    page.get_by_label("For whom is it?").fill("Everyone with two lips")
    page.get_by_label("How many minutes does it take?").fill("20")
    page.get_by_role("button", name="Begin to write").click()
    page.locator("[name=promise]").fill("One clear tone by the end of the afternoon.")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(f"“{title}” is published.")).to_be_visible()


def write_lesson(page, title, text):
    page.get_by_role("link", name="Write a lesson").click()
    page.locator("[name=title]").fill(title)
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Text", exact=True).click()
    page.locator(".public-DraftEditor-content").last.click()
    page.keyboard.type(text)
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile(text))
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text(f"“{title}” is published.")).to_be_visible()


def offer_session(page, seats, clock="10:30"):
    page.get_by_role("link", name="Offer a session").click()
    page.get_by_label("Date", exact=True).fill((timezone.now() + timedelta(days=9)).date().isoformat())
    page.get_by_label("Time", exact=True).fill(clock)
    page.get_by_label("Length in minutes").fill("30")
    page.get_by_text("Where", exact=True).click()
    page.get_by_label("Place", exact=False).first.fill("The quiet room")
    page.locator("[name=capacity]").fill(str(seats))
    page.get_by_role("button", name="Open for enrolment").click()
    expect(page.get_by_text("The session is open for enrolment.")).to_be_visible()
    return page.url


def test_teach_offer_learn_and_find(window):
    """Items 2, 3, 5, 6 and 7 of a first day, each through its own door."""
    title = "How to whistle"
    with window("Chidera") as teacher, window("Priya") as learner, window("Wambui") as waiting:
        write_course(teacher, title)
        write_lesson(teacher, "The lips", "Round them as if to say zephyrquick.")
        write_lesson(teacher, "The breath", "Slowly, as if to cool tea.")
        session = offer_session(teacher, seats=1)

        find(learner, title)
        enrol_without_a_reload(learner)
        waiting.goto(session)
        waiting.get_by_role("button", name="Join the queue").click()
        expect(waiting.get_by_text("You are in the queue, the next in line.")).to_be_visible()
        expect(waiting.get_by_text("1st of 1 in the queue")).to_be_visible()

        teacher.goto(session)
        teacher.get_by_role("link", name="Open the roster").click()
        expect(teacher.get_by_text("1 person has a seat")).to_be_visible()

        learner.get_by_role("button", name="Give the seat back").click()
        expect(learner.get_by_text("You gave your place back.")).to_be_visible()
        seat_arrives(waiting)
        mail_arrives(waiting, title)

        read_lessons(learner, title)


def find(page, title):
    """Found in one search as soon as it is published, by a word of a lesson too."""
    box = page.get_by_role("search").get_by_role("combobox").first
    box.fill("zephyrquick")
    box.press("Enter")
    expect(page.get_by_role("link", name="The lips")).to_be_visible()
    expect(page.locator("mark", has_text="zephyrquick").first).to_be_visible()
    page.goto("/search/?q=whistle&kind=course")
    page.get_by_role("article").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def enrol_without_a_reload(page):
    page.evaluate("window.sameDocument = true")
    expect(page.get_by_text("1 seat left")).to_be_visible()
    page.get_by_role("button", name="Enrol").click()
    expect(page.get_by_role("status").get_by_text(re.compile(r"You're in\. .+, your time\."))).to_be_visible()
    expect(page.get_by_role("button", name="Give the seat back")).to_be_visible()
    assert page.evaluate("window.sameDocument") is True


def seat_arrives(page):
    """Once leaving can no longer be undone, the worker gives the seat to the next."""
    for _look in range(40):
        page.wait_for_timeout(1000)
        page.reload()
        if page.get_by_text("You're in").count():
            break
    expect(page.get_by_text("You're in").first).to_be_visible()


def mail_arrives(page, title):
    """The worker sends it; the demo shows sent mail in the browser."""
    subject = f"A seat became free, you're in: {title}"
    page.goto("/mail/")
    for _look in range(40):
        if page.get_by_text(subject).count():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.get_by_role("link", name=subject).first.click()
    expect(page.get_by_text("Somebody gave a seat back").first).to_be_visible()


def read_lessons(page, title):
    """Progress is kept."""
    page.goto("/courses/how-to-whistle/")
    page.get_by_role("link", name="The lips").click()
    page.get_by_role("button", name="Done, go on").click()
    expect(page.get_by_role("heading", name="The breath", level=1)).to_be_visible()
    page.goto("/me/")
    expect(page.get_by_role("link", name=title)).to_be_visible()
    expect(page.get_by_text("1 of 2").first).to_be_visible()


def test_enrolling_and_leaving_work_without_javascript(window):
    with window("Chidera") as teacher, window("Priya", java_script_enabled=False) as learner:
        write_course(teacher, "Whittling a spoon")
        session = offer_session(teacher, seats=3, clock="15:30")
        learner.goto(session)
        learner.get_by_role("button", name="Enrol").click()
        expect(learner.get_by_text("You're in.").first).to_be_visible()
        learner.get_by_role("button", name="Give the seat back").click()
        expect(learner.get_by_text("You gave your place back.")).to_be_visible()


def test_others_find_no_way_into_the_editor(window, site):
    with window("Chidera") as teacher:
        write_course(teacher, "Growing cress")
        teacher.get_by_role("link", name="Edit the course").click()
        editor = teacher.url
    with window("Chidera") as author:
        assert author.request.get(editor).status == 200
    with window("Wambui") as other:
        assert other.request.get(editor).status == 404
