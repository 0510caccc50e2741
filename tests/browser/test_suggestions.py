"""Suggestions while typing: by keyboard, mouse and finger, with a slow server or none, without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)

ASKED = "**/search/suggest/?q={}"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
STALE = '<div role="group"><a role="option" href="/people/">Too late</a></div>'
UNABORTED = "AbortController.prototype.abort = () => {};"
FAILING = {
    "offline": "void (window.fetch = () => Promise.reject(new TypeError('no network')))",
    "broken": "void (window.fetch = async () => new Response('<a role=option>Broken</a>', { status: 500 }))",
}
MENU_BELOW = 960
"""Narrower than this, the header keeps its search box in the menu."""


def box_of(page):
    return page.get_by_role("main").get_by_role("combobox")


def type_into(page, text):
    """Types into an empty box, quickly enough for a single question; the list is open when this returns."""
    box = box_of(page)
    box.focus()
    page.keyboard.insert_text(text)
    expect(list_of(page)).to_be_visible()
    return box


def list_of(page):
    return page.get_by_role("listbox", name="Suggestions")


def options_of(page):
    return list_of(page).get_by_role("option")


def pointed_at(page):
    return page.locator("[role=option][aria-selected=true]")


def test_the_list_by_keyboard_alone(window):
    """U7: down and up through the list and back to the text, Home and End in the text, Escape, Enter."""
    with window("Priya") as page:
        page.goto("/search/")
        while not box_of(page).evaluate("box => box === document.activeElement"):
            page.keyboard.press("Tab")
        box = type_into(page, "pre")
        first, last = (options_of(page).nth(n).get_attribute("id") for n in (0, -1))
        expect(box).to_have_attribute("aria-expanded", "true")
        expect(pointed_at(page)).to_have_count(0)

        for key, pointed in (
            ("ArrowDown", first),
            ("ArrowUp", None),
            ("ArrowUp", last),
            ("ArrowDown", None),
            ("ArrowDown", first),
            ("Home", None),
            ("ArrowUp", last),
            ("End", None),
        ):
            page.keyboard.press(key)
            points_at(box, pointed)
        page.keyboard.press("Home")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+End")
        assert page.evaluate("getSelection().toString()") == "re"

        page.keyboard.press("Escape")
        expect(list_of(page)).to_be_hidden()
        expect(box).to_have_attribute("aria-expanded", "false")
        expect(box).to_have_value("pre")
        page.keyboard.press("Escape")
        expect(box).to_have_value("")

        type_into(page, "your first pre")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Your first presentation", level=1)).to_be_visible()


def points_at(box, option_id):
    if option_id:
        expect(box).to_have_attribute("aria-activedescendant", option_id)
        expect(box.page.locator(f"#{option_id}")).to_have_attribute("aria-selected", "true")
    else:
        expect(box).not_to_have_attribute("aria-activedescendant", re.compile(""))
    expect(pointed_at(box.page)).to_have_count(1 if option_id else 0)
    expect(box).to_be_focused()


def test_the_arrow_opens_a_closed_list_and_tab_leaves_it(window):
    with window() as page:
        page.goto("/")
        type_into(page, "pre")
        page.keyboard.press("Escape")
        expect(list_of(page)).to_be_hidden()
        page.keyboard.press("ArrowDown")
        expect(list_of(page)).to_be_visible()
        expect(pointed_at(page)).to_have_count(0)
        page.keyboard.press("Tab")
        expect(list_of(page)).to_be_hidden()
        expect(page.get_by_role("main").get_by_role("button", name="Search")).to_be_focused()
        expect(options_of(page)).to_have_count(0)


@pytest.mark.parametrize("address", ["/", "/search/?q=nothing"])
def test_enter_without_a_choice_searches(window, address):
    with window() as page:
        page.goto(address)
        box_of(page).fill("")
        type_into(page, "first")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=first")
        expect(list_of(page)).to_be_hidden()
        expect(box_of(page)).to_have_value("first")
        box_of(page).fill("")
        type_into(page, "pre")
        expect(options_of(page).filter(has_text="Your first presentation")).to_be_visible()


def test_groups_are_named_and_the_matched_part_is_marked(window):
    with window("Priya") as page:
        page.goto("/search/")
        type_into(page, "pr")
        courses = list_of(page).get_by_role("group", name="Courses")
        expect(courses.get_by_role("option", name="Your first presentation")).to_be_visible()
        expect(courses.locator("mark").first).to_have_text("pr")
        people = list_of(page).get_by_role("group", name="People")
        expect(
            people.get_by_role("option", name=re.compile("^Priya Venkataroyan Data analyst"))
        ).to_be_visible()
        number = options_of(page).count()
        expect(page.get_by_role("status").filter(has_text=f"{number} suggestions")).to_have_count(1)


def hold_back(page, text):
    """Keeps the answer to this text, until it is fulfilled; no question is called off."""
    held = []

    def keep(route):
        held.append(route)

    page.add_init_script(UNABORTED)
    page.route(ASKED.format(text), keep)
    return held


def answer_late(page, held, text):
    with page.expect_response(ASKED.format(text)) as late:
        held[0].fulfill(status=200, content_type="text/html", body=STALE)
    assert late.value.text() == STALE
    page.evaluate("new Promise((done) => setTimeout(done))")


def first_slowly_then_more(page):
    """The answer to the first text comes after the one to the second."""
    held = hold_back(page, "pre")
    page.goto("/")
    with page.expect_request(ASKED.format("pre")):
        box_of(page).fill("pre")
    expect(list_of(page)).to_be_hidden()
    box_of(page).fill("presen")
    expect(options_of(page)).to_have_text([re.compile("Your first presentation")])
    answer_late(page, held, "pre")


def test_a_late_answer_never_replaces_a_newer_one(window):
    """The first text's answer is held back, and arrives although it was called off."""
    with window() as page:
        first_slowly_then_more(page)
        expect(options_of(page)).to_have_text([re.compile("Your first presentation")])


def without_numbers(route):
    script = route.fetch()
    assert script.text().count("mine === asked") == 1
    route.fulfill(response=script, body=script.text().replace("mine === asked", "true"))


def test_a_late_answer_would_win_if_answers_had_no_number(window):
    """Canary: without the comparison, the test above loses."""
    with window() as page:
        page.route("**/combobox*.js", without_numbers)
        first_slowly_then_more(page)
        expect(options_of(page)).to_have_text(["Too late"])


@pytest.mark.parametrize("leave", ["Escape", "Tab", "Backspace"])
def test_an_answer_to_what_is_no_longer_asked_opens_nothing(window, leave):
    """Closed, left, or shortened to a letter before the server answered."""
    with window() as page:
        held = hold_back(page, "pr")
        page.goto("/")
        with page.expect_request(ASKED.format("pr")):
            box_of(page).fill("pr")
        page.keyboard.press(leave)
        answer_late(page, held, "pr")
        expect(list_of(page)).to_be_hidden()
        expect(page.get_by_text("Too late")).to_have_count(0)


def test_what_matches_nothing_shows_nothing(window):
    with window() as page:
        page.goto("/")
        type_into(page, "pre")
        with page.expect_response(ASKED.format("prezzz")):
            box_of(page).fill("prezzz")
        expect(list_of(page)).to_be_hidden()
        expect(box_of(page)).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("trouble", FAILING)
def test_a_server_in_trouble_leaves_a_plain_form(window, trouble):
    with window() as page:
        page.goto("/")
        type_into(page, "pre")
        page.evaluate(FAILING[trouble])
        box_of(page).fill("pres")
        expect(list_of(page)).to_be_hidden()
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=pres")


def test_a_page_instead_of_an_answer_is_not_shown(window, site):
    """As when somebody was signed out meanwhile and is led to the sign-in page."""
    with window() as page:
        page.route(
            ASKED.format("pre"),
            lambda route: route.fulfill(status=302, headers={"Location": f"{site}/search/suggest/?q=first"}),
        )
        page.goto("/")
        with page.expect_response(ASKED.format("first")):
            box_of(page).fill("pre")
        page.evaluate("new Promise((done) => setTimeout(done))")
        expect(list_of(page)).to_be_hidden()


def test_with_the_mouse_and_with_a_finger(window):
    with window() as page:
        page.goto("/")
        type_into(page, "pre")
        page.get_by_role("heading", level=1).click()
        expect(list_of(page)).to_be_hidden()
        box_of(page).press("ArrowDown")
        options_of(page).first.click()
        expect(page.get_by_role("heading", name="Your first presentation", level=1)).to_be_visible()
    with window(has_touch=True, viewport={"width": 390, "height": 844}) as page:
        page.goto("/")
        type_into(page, "pre")
        options_of(page).first.tap()
        expect(page.get_by_role("heading", name="Your first presentation", level=1)).to_be_visible()


def test_without_javascript_the_box_is_a_plain_form(window):
    """U7."""
    with window(java_script_enabled=False) as page:
        page.goto("/")
        box = page.get_by_role("main").get_by_role("searchbox")
        box.fill("presentation")
        box.press("Enter")
        expect(page).to_have_url(re.compile(r"/search/\?q=presentation$"))
        expect(page.get_by_role("link", name="Your first presentation").first).to_be_visible()


def test_at_four_hundred_per_cent_the_chosen_one_is_in_sight(window):
    """U7: nothing runs over the side, and the list scrolls within the screen."""
    with window("Priya", viewport={"width": 320, "height": 256}) as page:
        page.goto("/search/")
        type_into(page, "pr")
        for n in range(options_of(page).count()):
            page.keyboard.press("ArrowDown")
            points_at(box_of(page), options_of(page).nth(n).get_attribute("id"))
            expect(pointed_at(page)).to_be_in_viewport(ratio=0.9)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_choice_is_seen_in_forced_colours_and_nothing_moves(window):
    with window(forced_colors="active", reduced_motion="reduce") as page:
        page.goto("/")
        type_into(page, "pre")
        page.keyboard.press("ArrowDown")
        expect(pointed_at(page)).to_have_css("outline-style", "solid")
        assert (
            page.evaluate("document.querySelector('.suggestions').getAnimations({ subtree: true }).length")
            == 0
        )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("person", "address"), [("", "/"), ("Priya", "/search/"), ("Priya", "/courses/")])
def test_the_open_list_has_no_barriers(window, person, address, theme):
    """U5: nothing found by axe in the list, nor around it."""
    with window(person, color_scheme=theme) as page:
        for width in (320, 390, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(address)
            if address == "/courses/" and width < MENU_BELOW:
                page.get_by_text("Menu", exact=True).click()
            box = page.get_by_role("combobox").locator("visible=true").last
            box.fill("pr")
            expect(list_of(page)).to_be_visible()
            box.press("ArrowDown")
            expect(pointed_at(page)).to_be_visible()
            assert barriers(page) == []


def barriers(page):
    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{one['id']}: {node['html']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def test_the_scripts_of_a_page_are_small(window):
    """U6: at most 60 kB of JavaScript, before anything is compressed."""
    with window() as page:
        scripts = {}
        page.on(
            "response",
            lambda answer: (
                scripts.update({answer.url: answer}) if answer.request.resource_type == "script" else None
            ),
        )
        page.goto("/", wait_until="networkidle")
        assert any("combobox" in url for url in scripts)
        assert sum(len(answer.body()) for answer in scripts.values()) <= 60_000
