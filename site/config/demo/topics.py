"""The words by which Glasshaus finds what belongs together."""

from config.demo.pieces import TopicPiece

TOPICS = (
    TopicPiece(
        "Presenting", "Standing up and saying something so that it stays with people.",
        ("presentations", "public speaking", "slides", "talks"),
    ),
    TopicPiece(
        "Sensors", "What we build: measuring moisture, light, warmth and air, and trusting the reading.",
        ("probes", "sensor hardware", "measuring"),
    ),
    TopicPiece(
        "Greenhouse climate", "Warmth, moisture, light and air under glass, and what plants make of them.",
        ("climate control", "ventilation", "growing"),
    ),
    TopicPiece(
        "Code review", "Reading each other's code before it ships, and learning on the way.",
        ("pull requests", "merge requests", "reviewing code"),
    ),
    TopicPiece(
        "Spreadsheets", "Tables that calculate, from the first sum to a chart one can trust.",
        ("sheets", "workbooks", "pivot tables"),
    ),
    TopicPiece(
        "Conversations", "Listening, asking, and saying difficult things kindly.",
        ("listening", "Gespräche", "zuhören", "talking with each other"),
    ),
    TopicPiece(
        "Feedback", "Telling somebody what you saw, so that they can use it.",
        ("Rückmeldung", "reviews of work", "praise and criticism"),
    ),
    TopicPiece(
        "Plain language", "Writing that is understood at the first reading.",
        ("clear writing", "plain English", "technical writing", "documentation"),
    ),
    TopicPiece(
        "Starting here", "What helps in the first weeks at Glasshaus.",
        ("onboarding", "first weeks", "newcomers"),
    ),
    TopicPiece(
        "Working together", "How we agree on hours, rights and duties, and who speaks for whom.",
        ("works council", "Betriebsrat", "Mitbestimmung"),
    ),
)  # fmt: skip
