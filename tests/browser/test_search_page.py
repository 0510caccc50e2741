"""The results page in a browser: with a mouse, with the keyboard alone, without JavaScript, for everybody."""

import re
from itertools import islice

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
STATES = {
    "found": "/search/?q=page",
    "narrowed": "/search/?q=page&kind=lesson&topic=plain-language&sort=newest",
    "relaxed": "/search/?q=how+do+growers+write+a+page+that+people+find",
    "too narrow": "/search/?q=page+lang:de&kind=community&topic=sensors",
    "nothing": "/search/?q=xyzzyva",
    "beyond": "/search/?q=page&page=10000",
}
PHONE = {"viewport": {"width": 390, "height": 844}}


def panel_of(page):
    return page.locator("#facets")


def total_of(page):
    return page.locator(".results-head p").first


def press_tab_to(page, locator):
    """As far as it takes; fails when the keyboard cannot get there."""
    for _step in range(80):
        if locator.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {locator}.")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("person", ["", "Priya"])
def test_nobody_is_kept_out(window, person, theme):
    """U5: no finding in any state, for visitors and colleagues; nothing is wider than the window.

    Widths between are looked at in the first states, which hold every part.
    """
    with window(person, color_scheme=theme) as page:
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            for state, address in islice(STATES.items(), None if width in {390, 1280} else 2):
                page.goto(address)
                page.evaluate(
                    "document.querySelectorAll('#facets, #facets details').forEach(one => one.open = 1)"
                )
                found = Axe().run(page, options=WCAG).response["violations"]
                assert (width, state, [finding["id"] for finding in found]) == (width, state, [])
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, state)


def test_a_tick_narrows_at_once_and_keeps_its_place(window):
    with window("Priya") as page:
        page.goto("/search/?q=page")
        page.evaluate("window.sameDocument = true")
        before = total_of(page).inner_text()
        panel_of(page).get_by_label(re.compile("^Lesson")).check()
        expect(page).to_have_url(re.compile(r"q=page&kind=lesson$"))
        expect(total_of(page)).not_to_have_text(before)
        assert page.evaluate("window.sameDocument") is True
        assert page.evaluate("document.activeElement.id") == "facet-kind-lesson"
        expect(page.locator("#search-said")).to_have_text(total_of(page).inner_text())

        panel_of(page).get_by_label(re.compile("^Course")).check()
        expect(page).to_have_url(re.compile(r"q=page&kind=lesson&kind=course$|kind=course&kind=lesson$"))
        page.get_by_role("link", name="Remove Lesson").click()
        expect(page).to_have_url(re.compile(r"q=page&kind=course$"))
        page.get_by_role("link", name="Clear all").click()
        expect(page).to_have_url(re.compile(r"/search/\?q=page$"))
        expect(total_of(page)).to_have_text(before)
        page.go_back()
        expect(panel_of(page).get_by_label(re.compile("^Course"))).to_be_checked()


def focus_of(page):
    return page.locator(":focus")


def test_the_keyboard_stays_where_a_link_was(window):
    """U7: a chip that is gone hands on to the next one, the last one to what was found."""
    with window("Priya") as page:
        page.goto("/search/?q=page&kind=lesson&kind=course&topic=plain-language")
        for name, next_ in (("Lesson", "Course"), ("Plain language", "Course")):
            page.get_by_role("link", name=f"Remove {name}").press("Enter")
            expect(focus_of(page)).to_have_text(re.compile(rf"^Remove\s+{next_}$"), use_inner_text=True)
        page.get_by_role("link", name="Remove Course").press("Enter")
        expect(focus_of(page)).to_have_attribute("id", "found")
        page.get_by_role("link", name="Newest").press("Enter")
        expect(page.get_by_role("link", name="Newest")).to_have_attribute("aria-current", "true")
        expect(focus_of(page)).to_have_text("Newest")


def test_the_next_page_begins_at_its_beginning(window):
    with window("Priya") as page:
        page.goto(STATES["relaxed"])
        page.get_by_role("link", name="Next").click()
        expect(page).to_have_url(re.compile("page=2$"))
        expect(focus_of(page)).to_have_attribute("id", "found")
        expect(page.locator(".results-head")).to_be_in_viewport()


def test_what_is_typed_as_a_filter_can_be_unticked(window):
    with window("Priya") as page:
        page.goto("/search/?q=page+kind:lesson")
        panel_of(page).get_by_label(re.compile("^Lesson")).uncheck()
        expect(page).to_have_url(re.compile(r"/search/\?q=page$"))
        expect(page.get_by_role("main").get_by_role("combobox")).to_have_value("page")


def test_by_keyboard_alone(window):
    """U7: search, narrow, sort and open a result without a mouse."""
    with window("Priya") as page:
        page.goto("/search/")
        press_tab_to(page, page.get_by_role("main").get_by_role("combobox"))
        page.keyboard.type("page")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("q=page"))
        lesson = panel_of(page).get_by_label(re.compile("^Lesson"))
        press_tab_to(page, lesson)
        page.keyboard.press("Space")
        expect(page).to_have_url(re.compile("kind=lesson"))
        newest = page.get_by_role("link", name="Newest")
        press_tab_to(page, newest)
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Newest")).to_have_attribute("aria-current", "true")
        first = page.locator(".result-row__title a").first
        title = first.inner_text()
        press_tab_to(page, first)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()


def test_without_javascript(window):
    """U7: a button instead of ticks that act at once; every link leads on."""
    with window("Priya", java_script_enabled=False) as page:
        page.goto("/search/?q=page")
        panel_of(page).get_by_label(re.compile("^Lesson")).check()
        panel_of(page).get_by_role("button", name="Show these").click()
        expect(page).to_have_url(re.compile("kind=lesson"))
        page.get_by_role("link", name="Newest").click()
        expect(page.get_by_role("link", name="Newest")).to_have_attribute("aria-current", "true")
        page.get_by_role("link", name="Remove Lesson").click()
        expect(page).to_have_url(re.compile(r"q=page&sort=newest$"))
        page.goto(STATES["too narrow"])
        page.get_by_role("link", name="Leave out all filters").click()
        expect(page.locator(".result-row").first).to_be_visible()


def test_the_panel_on_a_phone_opens_stays_open_and_closes(window):
    with window("Priya", **PHONE) as page:
        page.goto("/search/?q=page")
        lesson = panel_of(page).get_by_label(re.compile("^Lesson"))
        expect(lesson).to_be_hidden()
        page.get_by_text("Filter", exact=True).click()
        lesson.check()
        expect(page.get_by_text("Filter (1)")).to_be_visible()
        expect(panel_of(page).get_by_label(re.compile("^Lesson"))).to_be_visible()
        panel_of(page).get_by_role("button", name="Show these").click()
        expect(panel_of(page).get_by_label(re.compile("^Lesson"))).to_be_hidden()


@pytest.mark.parametrize("person", ["", "Kofi"])
def test_what_leads_elsewhere_brings_a_whole_page(window, person):
    """Only what stays on this page is swapped in; another page has nothing to put in its place."""
    boosted = """[...document.querySelectorAll("#search a[href]")]
        .filter(link => link.pathname !== "/search/" && !link.closest("[hx-boost=false]"))
        .map(link => link.href)"""
    with window(person) as page:
        for state, address in STATES.items():
            page.goto(address)
            assert (state, page.evaluate(boosted)) == (state, [])
        page.goto(STATES["nothing"])
        page.get_by_role("link", name="See all courses").click()
        expect(page.get_by_role("heading", name="Courses", level=1)).to_be_visible()


def test_what_is_not_found_is_asked_for(window):
    with window("Priya") as page:
        page.goto(STATES["nothing"])
        page.get_by_role("link", name="Ask for this").click()
        expect(page.get_by_role("heading", name="Ask for this", level=1)).to_be_visible()
        expect(page.get_by_label("What do you want to learn?")).to_have_value("xyzzyva")
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.get_by_text("Kept: “xyzzyva”. You find it here.")).to_be_visible()
        page.get_by_role("button", name=re.compile("^Withdraw")).click()
        expect(page.get_by_text("Withdrawn: “xyzzyva”.")).to_be_visible()


def test_a_lesson_opens_at_the_passage(window):
    with window("Priya") as page:
        page.goto("/search/?q=pivot&kind=lesson")
        link = page.locator(".result-row__title a[href*='#']").first
        anchor = link.get_attribute("href").partition("#")[2]
        link.click()
        expect(page).to_have_url(re.compile(f"#{anchor}$"))
        passage = page.locator(f"[id='{anchor}']")
        expect(passage).to_be_in_viewport()
        expect(passage).to_have_attribute("open", "")
