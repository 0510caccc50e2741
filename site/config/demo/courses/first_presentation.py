from config.demo.blocks import (
    callout,
    discussion,
    download,
    heading,
    link_card,
    picture,
    quiz,
    right,
    step,
    steps,
    table,
    task,
    text,
    video,
    wrong,
)
from config.demo.pieces import CoursePiece, LessonPiece, SessionPiece

ONE_SENTENCE = LessonPiece(
    "One sentence to take home",
    "Decide what people should still know tomorrow.",
    10,
    [
        callout(
            "objectives",
            text(
                "<ul><li>Say your talk in one sentence.</li><li>Leave out what does not serve it.</li></ul>"
            ),
        ),
        text(
            "<p>A talk is a gift of one thought. People forget most of what they hear by the next "
            "morning, and that is all right, as long as the one thing that matters "
            "stays.</p><p>Write that thing down before you open any program for slides. It is a "
            "whole sentence with a verb, not a heading. <b>“Ventilation in spring”</b> is a heading. "
            "<b>“Open the vents before nine and you save a third of the water”</b> is a sentence one "
            "can take home.</p>"
        ),
        heading("Try it on a colleague"),
        steps(
            "Three minutes at the coffee machine",
            step("Say your sentence once"),
            step("Ask what they heard", text("<p>Do not correct them. What they say is what you said.</p>")),
            step("Write the sentence anew", text("<p>Use the words they used. They are usually better.</p>")),
        ),
        quiz(
            "Which of these is a sentence to take home?",
            wrong(
                "Results of the pepper trial, spring", "It says what the talk is about, not what you found."
            ),
            right(
                "Peppers that stay one degree cooler at night carry a fifth more fruit",
                "A listener can repeat it, doubt it and use it.",
            ),
            wrong(
                "I will show several interesting graphs", "It promises work for the eyes and nothing to keep."
            ),
        ),
    ],
)

THREE_PARTS = LessonPiece(
    "Three parts and a clock",
    "Divide ten minutes so that nobody has to hurry.",
    15,
    [
        text(
            "<p>Ten minutes are longer than they feel while you prepare, and shorter than they feel "
            "while you stand there. Divide them before you write.</p>"
        ),
        picture(
            "bands",
            ("Three bands side by side, the middle one widest, and one rope that runs through all of them"),
            "Short, long, short, and one sentence that runs through",
        ),
        table(
            "A talk of ten minutes",
            "Part | Minutes | What it does",
            "Beginning | 2 | Says the sentence and why it matters to these people",
            "Middle | 6 | One example, told from start to end",
            "End | 2 | Says the sentence again and asks for one thing",
        ),
        callout(
            "tip",
            text(
                "<p>Put a watch on the table where you can see it. Looking at a wrist looks like wanting "
                "to leave; looking at a table does not.</p>"
            ),
        ),
        task(
            "Tell one example",
            text(
                "<p>Choose one greenhouse, one person or one day that shows what your sentence means. "
                "Tell it aloud, alone, in two minutes.</p>"
            ),
            text("<p>If it took four minutes, you told two examples. Keep the one with a person in it.</p>"),
            minutes=8,
        ),
    ],
)

STANDING_THERE = LessonPiece(
    "Standing there",
    "Nerves, hands, questions, and what to do with each.",
    20,
    [
        text(
            "<p>Nearly everyone is nervous, and nearly nobody sees it. A fast heart is your body "
            "bringing you the energy that you asked for.</p><ul><li>Stand on both "
            "feet.</li><li>Breathe out before your first word.</li><li>Look at one friendly face for "
            "one whole sentence, then at another.</li></ul>"
        ),
        video("A calm beginning, twice", "https://example.org/videos/a-calm-beginning", minutes=3),
        heading("When somebody asks"),
        text(
            "<p>Say the question again in your own words. It gives everyone a chance to hear it, and "
            "you a moment to think. If you do not know, <b>say so, and say when you will</b>.</p>"
        ),
        discussion("Think of a talk you liked. What did the speaker do in the first minute?"),
        download("checklist", "Checklist for the day of the talk"),
        link_card(
            "Ten short talks worth watching",
            "https://example.org/talks/short",
            "None is longer than eight minutes, and each has one thought.",
        ),
        callout(
            "teacher",
            text("<p>Begin the live session with your own worst talk. Two minutes. The room relaxes.</p>"),
        ),
    ],
)

COURSE = CoursePiece(
    slug="your-first-presentation",
    title="Your first presentation",
    author="chidera",
    promise="Stand up, say one thing well, and sit down with a steady heart.",
    outcomes=(
        "<ul><li>Say in one sentence what your listeners take home</li><li>Build ten minutes "
        "around one example</li><li>Begin calmly and answer questions honestly</li></ul>"
    ),
    for_whom=("Anyone who gives a first talk to colleagues or growers, or has not given one for a long time"),
    minutes=45,
    level="beginner",
    topics=("Presenting", "Starting here"),
    lessons=(ONE_SENTENCE, THREE_PARTS, STANDING_THERE),
    sessions=(
        SessionPiece(
            "chidera",
            days=3,
            time="15:00",
            co_teachers=("imke",),
            link="https://example.org/rooms/first-presentation",
            note=(
                "Bring your one sentence. Nobody has to speak in front of the others who does not want to."
            ),
            capacity=4,
            enrolled=("ruta", "priya", "bjoern", "wambui", "lian", "kofi", "leif"),
            hopes={
                "ruta": "My first talk is the demo on Friday fortnight, so a way to begin would help.",
                "lian": "To speak slower.",
            },
            message=(
                "Bring your one sentence",
                (
                    "Write it on a card, large enough to read while standing. We begin with breathing, "
                    "so nobody needs to be ready at the first minute."
                ),
            ),
        ),
        SessionPiece("imke", enrolled=("ruta", "tomas", "leif")),
        SessionPiece(
            "chidera",
            days=-12,
            time="14:00",
            link="https://example.org/rooms/first-presentation",
            capacity=6,
            enrolled=("noor", "kofi", "wambui", "aylin"),
            hopes={"wambui": "To be heard at the back of the room."},
            marks={"noor": "attended", "kofi": "partial", "wambui": "attended", "aylin": "excused"},
            materials=(
                ("slides", "The one page of the day", "https://example.org/files/one-page"),
                ("recording", "Recording of the first half", "https://example.org/files/first-half"),
            ),
        ),
    ),
    co_authors=("imke",),
    body=(
        "<p>You write nothing long and learn nothing by heart. Bring something that you know "
        "well and that others do not: a machine, a plant, a mistake.</p>"
    ),
    picture="bands",
    done={"ruta": 2, "tomas": 1, "noor": 3},
)
