from config.demo.blocks import callout, code, discussion, quiz, right, step, steps, table, task, text, wrong
from config.demo.pieces import CoursePiece, LessonPiece, SessionPiece

ASK = LessonPiece(
    "Ask before you judge",
    "A question leaves room for an answer you did not think of.",
    10,
    [
        text(
            "<p>“This is wrong” ends a conversation. “What happens here when the battery is low?” "
            "starts one, and now and then the answer is <i>“nothing, because …”</i>, and you have "
            "learnt something.</p>"
        ),
        table(
            "The same thought, twice",
            "A verdict | A question that helps",
            "This is too slow | How often does this run in one night?",
            "Bad name | What would you call it to a grower?",
            "You forgot the error | What should the sensor do when this fails?",
            "I would not do it like that | What made you choose this way?",
        ),
        callout(
            "note",
            text(
                "<p>A question is honest when you do not know the answer. “Don't you think this is too "
                "long?” is a verdict wearing a question mark.</p>"
            ),
            title="An honest question",
        ),
        quiz(
            "Which question leaves most room for an answer?",
            wrong(
                "Why did you not use the function we have?",
                "It asks for an excuse. Perhaps the function did not fit, and you would never hear it.",
            ),
            right(
                "How does this compare with read_probe in sensors.c?",
                "It brings the fact along and asks for a thought.",
            ),
            wrong("Shouldn't this be shorter?", "Only yes and no are left, and yes is expected."),
        ),
    ],
)

READ = LessonPiece(
    "Read in the right order",
    "Purpose first, then names, then lines.",
    15,
    [
        text(
            "<p>Reading from the first changed line to the last is how a machine reads. Begin with "
            "what the change is for.</p>"
        ),
        steps(
            "",
            step(
                "Say in one sentence what the change does for somebody",
                text("<p>If you cannot, that is your first question.</p>"),
            ),
            step("Read the tests", text("<p>They say what the author promises.</p>")),
            step("Read the names"),
            step("Now read the lines"),
        ),
        code(
            "diff",
            "-    if (mv < 2700) return;",
            "+    if (battery_is_low(mv)) {",
            "+        keep_for_later(&reading);",
            "+        return;",
            "+    }",
            caption="What is this change for?",
        ),
        task(
            "Three questions",
            text(
                "<p>Write three honest questions about the change above. One about purpose, one about a "
                "name, one about a case that is not shown.</p>"
            ),
            text(
                "<p>For example: <i>Who misses the reading when it is thrown away, as before?</i> "
                "<i>Later than what?</i> <i>What happens when the memory is full and the battery stays "
                "low?</i></p>"
            ),
            minutes=6,
        ),
    ],
)

SMALL = LessonPiece(
    "Small changes, quick answers",
    "What the author can do for the reader.",
    10,
    [
        text(
            "<p>A review is easier to give when there is less to read. Two hundred lines are a good "
            "morning; two thousand are a week that nobody has.</p>"
        ),
        code("bash", "# how large is what I am about to ask for?", "git diff --stat main..."),
        callout(
            "tip",
            text(
                "<p>Name something you will use yourself. It costs a line, and people do more of what "
                "was seen.</p>"
            ),
            title="Say thank you for one thing",
        ),
        discussion("When did a question in a review change your mind? What was it?"),
    ],
)

COURSE = CoursePiece(
    slug="questions-that-help-in-a-code-review",
    title="Questions that help in a code review",
    author="tomas",
    promise="Ask so that the code gets better and both of you learn something.",
    outcomes=(
        "<ul><li>Turn a verdict into an honest question</li><li>Read a change in an order that "
        "shows its purpose</li><li>Ask for reviews that people like to give</li></ul>"
    ),
    for_whom="People who write code, and people who read it before it ships",
    minutes=35,
    level="intermediate",
    topics=("Code review", "Feedback"),
    lessons=(ASK, READ, SMALL),
    sessions=(
        SessionPiece(
            "tomas",
            days=9,
            time="14:00",
            co_teachers=("lian",),
            link="https://example.org/rooms/code-review",
            note="Bring a change of your own that is still open. We read two of them together.",
            capacity=3,
            hand_on="offer",
            enrolled=("ruta", "leif", "priya", "wambui", "kofi"),
            hopes={"wambui": "Support reads the fixes before they go out, and I would like to ask better."},
            withdrawn=("priya",),
        ),
        SessionPiece("tomas", enrolled=("priya", "leif")),
        SessionPiece(
            "tomas",
            days=-9,
            time="14:00",
            place="Porto, kitchen table",
            capacity=5,
            enrolled=("lian", "noor", "leif", "priya"),
            marks={"lian": "attended", "noor": "attended", "leif": "no_show", "priya": "attended"},
        ),
    ),
    prerequisites="<ul><li>You have opened a change for review at least once</li></ul>",
    picture="bars",
    done={"leif": 3, "priya": 1, "lian": 3},
)
