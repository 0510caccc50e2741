from config.demo.blocks import callout, code, link_card, quiz, right, step, steps, task, text, wrong
from config.demo.pieces import CoursePiece, LessonPiece, SessionPiece

WORDS = LessonPiece(
    "The words people search for",
    "A page is found by the reader's words, not by yours.",
    10,
    [
        text(
            "<p>Nobody searches for “irrigation anomaly handling”. They type <b>soil too wet what "
            "now</b>. Write the page for the person who types that.</p>"
        ),
        callout(
            "quote",
            text("<p>“I looked for an hour. It was all there. It was just called something else.”</p>"),
            title="A grower, on the telephone",
        ),
        steps(
            "Before you write a title",
            step("Ask support for the words of the last three callers"),
            step(
                "Type them into the search",
                text("<p>Perhaps the page is there already and only needs a better title.</p>"),
            ),
            step("Put those words into title and first sentence"),
        ),
        quiz(
            "Which title will be found?",
            wrong(
                "Gateway connectivity troubleshooting guide",
                "Four nouns in a row, and none that a caller uses.",
            ),
            right(
                "The gateway's light is red: what to do", "It says what one sees and promises what one wants."
            ),
        ),
    ],
)

SHAPE = LessonPiece(
    "The answer first",
    "Turn the page upside down and cut what is left over.",
    10,
    [
        text(
            "<p>At school we learn to begin with the background and end with the answer. On a page "
            "it is the other way round: <b>answer, steps, reasons</b>.</p>"
        ),
        code(
            "markdown",
            "# The gateway's light is red",
            "",
            "Pull the plug, count to ten, put it back. The light turns green within two minutes.",
            "",
            "## If it stays red",
            "",
            "1. Look whether the cable sits firmly.",
            "2. Ring support: they see it from here.",
            "",
            "## Why this happens",
            "",
            "After a power cut the gateway may wait for a clock that never comes.",
            caption="A whole page, and it is enough",
        ),
        task(
            "Turn one page round",
            text(
                "<p>Take a page you wrote. Move the answer to the top. Read the rest and cut each "
                "sentence nobody would miss.</p>"
            ),
            text("<p>Most pages lose a third. If yours did not, ask a colleague to cut; it hurts less.</p>"),
            minutes=10,
        ),
        link_card(
            "Short words for long ones",
            "https://example.org/plain/words",
            "“Use” for “utilise”, and sixty more.",
        ),
    ],
)

COURSE = CoursePiece(
    slug="write-a-page-people-find",
    title="Write a page people find",
    author="noor",
    promise="Write less, in the reader's words, with the answer first.",
    outcomes=(
        "<ul><li>Choose a title that people search for</li><li>Put the answer first</li><li>Cut "
        "a page by a third without losing anything</li></ul>"
    ),
    for_whom="Everyone who writes for others: wiki pages, answers, instructions",
    minutes=20,
    level="beginner",
    topics=("Plain language",),
    lessons=(WORDS, SHAPE),
    sessions=(
        SessionPiece(
            "noor",
            days=4,
            time="09:30",
            minutes=30,
            weeks=2,
            link="https://example.org/rooms/pages",
            note="Half an hour with one page. Pick whichever date suits you.",
            capacity=3,
            enrolled=("bjoern",),
        ),
        SessionPiece("noor", enrolled=("tomas", "chidera", "imke", "ruta")),
        SessionPiece(
            "noor",
            days=16,
            time="11:30",
            minutes=40,
            link="https://example.org/rooms/pages",
            note="Bring one page of yours that nobody reads.",
            capacity=12,
            enrolled=("wambui", "tomas", "kofi"),
        ),
    ),
    picture="waves",
    done={"imke": 2, "tomas": 1},
)
