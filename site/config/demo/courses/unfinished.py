"""One course that is still being written, and one that was put away."""

from config.demo.blocks import callout, text
from config.demo.pieces import CoursePiece, LessonPiece

SOLDERING = CoursePiece(
    slug="solder-a-probe-cable",
    title="Solder a probe cable",
    author="lian",
    promise="Mend the cable of a moisture probe so that it stays dry for years.",
    outcomes="<ul><li>Strip, tin and join a cable</li><li>Seal the joint against water</li></ul>",
    for_whom="People who visit greenhouses and would rather mend than replace",
    minutes=30,
    level="beginner",
    topics=("Sensors",),
    lessons=(
        LessonPiece(
            "What lies on the bench",
            "Tools, light and air.",
            5,
            [
                text(
                    "<p>An iron with a fine tip, solder without lead, shrink tube with glue inside, and a "
                    "window that opens.</p>"
                ),
                callout(
                    "warning",
                    text("<p>Solder spits. Wear glasses, also when you only watch.</p>"),
                    title="Glasses on",
                ),
            ],
        ),
    ),
    draft=True,
)

OLD_TICKETS = CoursePiece(
    slug="tickets-in-the-old-help-desk",
    title="Tickets in the old help desk",
    author="wambui",
    promise="Find your way in the help desk that we used until last spring.",
    outcomes="<ul><li>Open, pass on and close a ticket</li></ul>",
    for_whom="Colleagues in support, until the new help desk came",
    minutes=10,
    level="beginner",
    topics=("Starting here",),
    lessons=(
        LessonPiece(
            "Open and close",
            "The two buttons one needs.",
            5,
            [
                text(
                    "<p>New tickets are opened at the top left. A ticket is closed when the grower says so, "
                    "not when we do.</p>"
                ),
            ],
        ),
    ),
    trashed=True,
)
