from config.demo.blocks import callout, discussion, quiz, right, table, task, text, wrong
from config.demo.pieces import CoursePiece, LessonPiece, SessionPiece

SEEN = LessonPiece(
    "What I saw, what it did",
    "Two sentences that somebody can use.",
    15,
    [
        callout(
            "prerequisites",
            text("<p>Think of one piece of work by a colleague that you saw closely this month.</p>"),
        ),
        text(
            "<p>Feedback helps when it is about something that was seen, soon after it was seen, and "
            "meant well. Two sentences are enough: <b>what I saw</b>, and <b>what it did</b>.</p>"
        ),
        table(
            "From verdict to what was seen",
            "A verdict | What I saw, what it did",
            ("Great meeting | You asked Lian before you decided. She told me afterwards that it helped."),
            ("You are unreliable | The list came on Thursday, and the growers had ordered on Wednesday."),
        ),
        task(
            "Write your two sentences",
            text("<p>About the work you thought of. No adjectives.</p>"),
            text(
                "<p>Read them aloud. If your colleague could answer “When was that?”, they are not yet "
                "exact enough.</p>"
            ),
            minutes=5,
        ),
    ],
)

ASKING = LessonPiece(
    "Ask for it first",
    "Those who ask get better feedback, and give better.",
    10,
    [
        text(
            "<p>“Any feedback?” gets “all fine”. Ask about one thing: <i>“Was the second chart clear "
            "from where you sat?”</i></p>"
        ),
        quiz(
            "Somebody tells you something you did not want to hear. What comes first?",
            right(
                "Thanks, and a question about what they saw",
                "You keep the door open, and you learn more than they first said.",
            ),
            wrong(
                "The reason why it was so",
                "It may be a good reason, and they will not tell you the next thing.",
            ),
        ),
        discussion("Whom will you ask this week, and about which one thing?"),
    ],
)

COURSE = CoursePiece(
    slug="giving-feedback-that-helps",
    title="Giving feedback that helps",
    author="imke",
    promise="Tell people what you saw so that they can use it.",
    outcomes=("<ul><li>Say what you saw and what it did</li><li>Ask for feedback about one thing</li></ul>"),
    for_whom="A first group of people who lead or mentor others, by invitation",
    minutes=25,
    level="intermediate",
    topics=("Feedback", "Conversations"),
    lessons=(SEEN, ASKING),
    sessions=(
        SessionPiece(
            "imke",
            days=18,
            time="16:00",
            minutes=75,
            link="https://example.org/rooms/feedback",
            capacity=6,
            enrolled=("kofi", "lian", "bjoern"),
            approval=True,
            approved=("kofi", "lian"),
        ),
    ),
    body="<p>We try this course in a small circle first. What is said there stays there.</p>",
    audience="invited",
    invited=("kofi", "lian", "tomas", "bjoern"),
    done={"lian": 1},
)
