"""Who works at Glasshaus: sensors and software for greenhouses. None of them exists."""

from config.demo.pieces import PersonPiece
from people.groups import PROGRAMME_OWNERS, TOPIC_STEWARDS

HAMBURG = ("Hamburg", "Europe/Berlin")
PORTO = ("Porto", "Europe/Lisbon")
NAIROBI = ("Nairobi", "Africa/Nairobi")
TORONTO = ("Toronto", "America/Toronto")

PEOPLE = (
    PersonPiece(
        "leif", "Leif Aronsund", "Systems administrator", "Inner workings", *HAMBURG,
        role="operator: runs Guildhall",
        languages=("en", "de", "sv"),
        bio="Keeps the lights on, and the backups. If something here is broken, tell me what you were doing "
        "and what you saw; that is all I need.",
        operator=True,
    ),
    PersonPiece(
        "imke", "Imke Feddersen", "Head of learning", "People and learning", *HAMBURG,
        role="programme owner, teaches",
        languages=("de", "en"),
        bio="I look after how we learn from each other. Before that I packed sensors for nine years, "
        "so I know which end the cable goes in.",
        groups=(PROGRAMME_OWNERS,),
    ),
    PersonPiece(
        "kofi", "Kofi Adu-Lamptey", "Product manager", "Product", *TORONTO,
        role="topic steward, learns",
        languages=("en", "fr"),
        bio="I write down what growers tell us until it becomes something we can build. "
        "Glad to be asked why we said no to something.",
        groups=(TOPIC_STEWARDS,),
    ),
    PersonPiece(
        "lian", "Lian Zhou-Mertens", "Lead hardware engineer", "Sensors", *HAMBURG,
        role="leads Sensor people, teaches",
        languages=("zh", "de", "en"),
        bio="Moisture, light and carbon dioxide, in that order. I draw on paper first. "
        "My workbench is the one with the tomato plant.",
    ),
    PersonPiece(
        "noor", "Noor Kassabian", "Technical writer", "Documentation", *PORTO,
        role="leads Plain words, teaches",
        languages=("ar", "en", "pt", "fr"),
        bio="I turn what engineers know into pages a grower can use at five in the morning with wet hands.",
    ),
    PersonPiece(
        "tomas", "Tomás Figueirinha", "Senior firmware engineer", "Firmware", *PORTO,
        role="teaches, mentors newcomers",
        languages=("pt", "en", "es"),
        bio="I write the small programs inside the sensors. They have to run four winters on one battery, "
        "so I like code that does little.",
    ),
    PersonPiece(
        "priya", "Priya Venkataroyan", "Data analyst", "Data", *TORONTO,
        role="teaches",
        languages=("en", "hi"),
        bio="Ask me about spreadsheets, charts, and what a number leaves out. I answer questions "
        "on Thursdays over tea.",
        manager="kofi",
    ),
    PersonPiece(
        "wambui", "Wambui Ndirithe", "Support engineer", "Support", *NAIROBI,
        role="on the support team, teaches",
        languages=("en", "fr"),
        bio="Growers ring me when a reading looks odd. Most of the time the sensor is right "
        "and the door is open.",
    ),
    PersonPiece(
        "chidera", "Chidera Umeoku", "Agronomist", "Field trials", *NAIROBI,
        role="author, teaches",
        languages=("en", "fr"),
        bio="Peppers, herbs and cut flowers. I give talks to growers most weeks, and I used to be "
        "terrified of it. Happy to help you with your first one.",
    ),
    PersonPiece(
        "aylin", "Aylin Korkutsoy", "Account manager", "Sales", *HAMBURG,
        role="teaches in German",
        languages=("de", "en"),
        bio="Ich betreue Gärtnereien zwischen Flensburg und Freiburg. Am meisten lerne ich, "
        "wenn ich still bin und zuhöre.",
    ),
    PersonPiece(
        "bjoern", "Björn Mattfeldt", "Assembly lead", "Assembly", *HAMBURG,
        role="leads the works council's group",
        languages=("de", "en"),
        bio="Seit 2011 in der Montage, seit sechs Jahren im Betriebsrat. Meine Tür ist offen, "
        "und Kaffee ist da.",
    ),
    PersonPiece(
        "ruta", "Rūta Balčiūnytė", "Junior firmware engineer", "Firmware", *PORTO,
        role="new here, learns",
        languages=("en", "de"),
        bio="Third week. I came from a company that made alarm clocks, and I am learning "
        "what a greenhouse sounds like.",
        manager="tomas",
    ),
)  # fmt: skip
