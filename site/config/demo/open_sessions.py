"""What people at Glasshaus offer without a course."""

from config.demo.pieces import SessionPiece

OPEN_SESSIONS = (
    SessionPiece(
        "chidera",
        days=7,
        kind="lunch_talk",
        title="Why tomatoes lean south",
        time="12:15",
        minutes=30,
        audience="public",
        link="https://example.org/rooms/lunch",
        note="Bring your lunch. There are pictures, and no sales figures.",
        enrolled=("ruta", "kofi", "imke"),
    ),
    SessionPiece(
        "tomas",
        days=8,
        kind="office_hours",
        title="Ask Tomás about firmware",
        time="10:00",
        minutes=30,
        slots=3,
        link="https://example.org/rooms/tomas",
        note="Bring the question you were too polite to ask.",
        capacity=1,
        enrolled=("leif",),
        hopes={"leif": "To know what the sensors do while nobody looks."},
    ),
    SessionPiece(
        "lian",
        days=13,
        kind="shadowing",
        title="A morning at the test bench",
        time="09:00",
        minutes=180,
        place="Hamburg, workshop, first bench",
        note="You see how a sensor is soldered, drowned, frozen and asked again what the weather is like.",
        capacity=1,
        enrolled=("kofi",),
        hopes={"kofi": "To see what growers mean when they say a sensor lies."},
    ),
)
