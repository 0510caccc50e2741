"""What the people of Glasshaus looked for last week, what they wish for, and the answers Kofi pinned."""

from config.demo.pieces import PinPiece, QuestionPiece, WishPiece

PINS = (
    PinPiece(
        "no reading", "/communities/sensor-people/wiki/a-silent-sensor/", "kofi",
        "Five things to try before you ring support, the easy ones first.", 80,
    ),
    PinPiece(
        "public speaking", "/courses/your-first-presentation/", "kofi",
        "Where most of us began. Chidera answers questions between the sessions, too.", 55,
    ),
    PinPiece(
        "pivot tables", "/courses/spreadsheets-without-fear/", "kofi",
        "Four formulas do most of what people want a pivot table for.", 20,
    ),
)  # fmt: skip

QUESTIONS = (
    QuestionPiece("calibrate probe", (5, 4, 6, 3, 7, 1, 4), chosen=19),
    QuestionPiece("no reading", (3, 6, 2, 4, 3, 0, 2), chosen=17),
    QuestionPiece("presentation", (2, 3, 1, 4, 2, 0, 1), chosen=11),
    QuestionPiece("pivot tables", (1, 2, 2, 1, 2, 0, 1), chosen=7),
    QuestionPiece("betriebsrat", (0, 3, 1, 1, 2, 1, 0), chosen=8),
    QuestionPiece("travel costs", (2, 1, 3, 2, 1, 0, 2), empty=True),
    QuestionPiece("parental leave", (1, 0, 2, 1, 1, 0, 1), empty=True),
    QuestionPiece("portuguese lessons", (0, 2, 0, 1, 1, 0, 1), empty=True),
    QuestionPiece("battery life", (2, 1, 1, 2, 3, 0, 1), chosen=2),
    QuestionPiece("chart colours", (1, 1, 0, 2, 1, 0, 0), chosen=1),
    QuestionPiece("nothing works", (0, 0, 1, 0, 1, 0, 0), empty=True),
)
"""Real questions, as such lists are: short, some of them answered nowhere yet."""

WISHES = (
    WishPiece("ruta", "How to read a battery curve", "My first sensor dies in its third winter."),
    WishPiece("tomas", "How to read a battery curve"),
    WishPiece("wambui", "How to read a battery curve", "Growers ask, and I guess."),
    WishPiece("aylin", "Portuguese for visits to Porto"),
    WishPiece("imke", "Portuguese for visits to Porto", "Enough to say thank you properly."),
    WishPiece("bjoern", "Minutes that people read"),
)
