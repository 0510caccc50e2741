from config.demo.blocks import (
    callout,
    code,
    discussion,
    link_card,
    picture,
    quiz,
    right,
    step,
    steps,
    table,
    task,
    text,
    wrong,
)
from config.demo.pieces import CoursePiece, LessonPiece, SessionPiece

SIGNS = LessonPiece(
    "What the signs mean",
    "Six signs, and a dashed line that matters.",
    10,
    [
        text(
            "<p>Every greenhouse that we fit out has a plan. It hangs beside the door, and it is the "
            "first thing that support asks for. This lesson teaches you to read it.</p>"
        ),
        picture(
            "circles",
            (
                "A plan seen from above: rows of dots for sensors, an ochre circle for the gateway, and a "
                "dashed ring around it for its reach"
            ),
            "Dark dots are heard by the gateway; pale ones are outside the dashed line",
        ),
        table(
            "The six signs",
            "Sign | What it is | Where it sits",
            "Circle | Moisture probe | In the soil, a hand deep",
            "Circle with a line | Warmth probe | At the height of the leaves",
            "Square | Light sensor | Above the crop, never in shade",
            "Triangle | Carbon dioxide sensor | Away from doors",
            "Large circle | Gateway | In the middle, if the glass allows",
            "Dashed line | The reach of a gateway | Nothing outside it reports",
        ),
        callout(
            "warning",
            text(
                "<p>A sensor outside the dashed line works, measures and stores, but <b>nobody hears "
                "it</b>. Half of all “broken” sensors stand one metre outside.</p>"
            ),
            title="The dashed line",
        ),
        quiz(
            "A moisture probe has been silent since it was moved. What do you look at first?",
            wrong("The battery", "It may be, but it lasts four winters, and the sensor was only just moved."),
            right(
                "Whether it still stands inside the dashed line",
                "Moving is what changed. Check the reach before you open anything.",
            ),
            wrong("The moisture of the soil", "Dry soil gives a low reading. Silence is no reading at all."),
        ),
    ],
)

FROM_PLAN_TO_BED = LessonPiece(
    "From the plan to the bed",
    "Find one sensor out of two hundred in under a minute.",
    12,
    [
        text("<p>A sensor's name is its place. Once you can read the name you can walk there.</p>"),
        code(
            "text",
            "HAL2-R07-B3-M1",
            "",
            "HAL2   hall 2",
            "R07    seventh row from the door",
            "B3     third bed in the row",
            "M1     first moisture probe",
            caption="How a name is built",
        ),
        steps(
            "Walking to a sensor",
            step("Turn the plan until its door is where the door is"),
            step(
                "Count the rows from the door",
                text(
                    "<p>Rows are numbered from the door, on both sides. Row 1 is the one that gets cold in "
                    "winter.</p>"
                ),
            ),
            step(
                "Look for the ochre ring",
                text("<p>Each sensor wears one. Under leaves, feel for the cable.</p>"),
            ),
        ),
        task(
            "Find three sensors",
            text(
                "<p>Where are <code>HAL1-R01-B1-T2</code>, <code>HAL3-R12-B5-M4</code> and "
                "<code>HAL2-R07-B3-C1</code>? Point at them on the plan in your hall.</p>"
            ),
            table(
                "",
                "Name | Place",
                "HAL1-R01-B1-T2 | Hall 1, first row, first bed, second warmth probe",
                "HAL3-R12-B5-M4 | Hall 3, row 12, fifth bed, fourth moisture probe",
                "HAL2-R07-B3-C1 | Hall 2, row 7, third bed, first carbon dioxide sensor",
            ),
            minutes=5,
        ),
    ],
)

ODD_READINGS = LessonPiece(
    "When a reading looks odd",
    "Ask the plan before you ask the sensor.",
    13,
    [
        text(
            "<p>A reading is odd when it differs from its neighbours without a reason. The plan "
            "tells you who the neighbours are.</p>"
        ),
        code(
            "python",
            "def is_odd(reading: float, neighbours: list[float], tolerance: float = 3.0) -> bool:",
            '    """Whether a reading stands apart from those around it."""',
            "    middle = sorted(neighbours)[len(neighbours) // 2]",
            "    return abs(reading - middle) > tolerance",
            caption="What our software does, in four lines",
        ),
        callout(
            "keypoints",
            text(
                "<ul><li>Compare with neighbours, not with yesterday.</li><li>Ask what stands nearby: a "
                "door, a heater, a hose.</li><li>Write the reason on the plan, for the next "
                "person.</li></ul>"
            ),
        ),
        discussion(
            "Which odd reading did you meet that turned out to be right after all? What was the reason?"
        ),
        link_card(
            "A plan to practise with",
            "https://example.org/plans/hall-2",
            "Hall 2 in Hamburg, with three mistakes drawn in on purpose.",
        ),
    ],
)

COURSE = CoursePiece(
    slug="read-the-sensor-plan-of-a-greenhouse",
    title="Read the sensor plan of a greenhouse",
    author="lian",
    promise="Look at the plan beside the door and know what is measured where, and why.",
    outcomes=(
        "<ul><li>Name the six signs of a plan</li><li>Find one sensor among two "
        "hundred</li><li>Tell an odd reading from a broken sensor</li></ul>"
    ),
    for_whom="Everyone who talks with growers, visits them, or writes software for what stands there",
    minutes=35,
    level="beginner",
    topics=("Sensors", "Greenhouse climate", "Starting here"),
    lessons=(SIGNS, FROM_PLAN_TO_BED, ODD_READINGS),
    sessions=(
        SessionPiece(
            "lian",
            days=6,
            time="09:30",
            minutes=45,
            co_teachers=("wambui",),
            place="Hamburg, workshop, second bench",
            link="https://example.org/rooms/sensor-plan",
            note="In Hamburg you can touch everything. From elsewhere, print the plan of hall 2.",
            capacity=6,
            enrolled=("ruta", "aylin", "noor", "tomas"),
            online=("imke", "chidera"),
            online_capacity=8,
            hopes={
                "ruta": "To find row 7 without asking.",
                "aylin": "To understand what my customers describe.",
            },
        ),
        SessionPiece("wambui", enrolled=("kofi", "priya", "ruta", "chidera")),
        SessionPiece(
            "wambui",
            days=12,
            time="11:00",
            minutes=45,
            link="https://example.org/rooms/sensor-plan",
            capacity=10,
            enrolled=("bjoern", "leif"),
            cancelled=(
                "The internet link to our trial greenhouse is being replaced that week. A new date follows."
            ),
        ),
    ),
    co_authors=("wambui",),
    body="<p>Wambui from support brings real plans and real calls. You need no tools.</p>",
    picture="circles",
    done={"ruta": 1, "kofi": 3, "chidera": 2},
)
