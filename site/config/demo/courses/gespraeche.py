from config.demo.blocks import callout, discussion, quiz, right, step, steps, table, task, text, wrong
from config.demo.pieces import CoursePiece, LessonPiece, SessionPiece

ZUHOEREN = LessonPiece(
    "Drei Minuten nur zuhören",
    "Eine Übung, die leichter klingt, als sie ist.",
    15,
    [
        text(
            "<p>Meistens hören wir zu, um zu antworten. In dieser Lektion hören wir zu, um zu "
            "verstehen, und antworten erst einmal gar nicht.</p>"
        ),
        steps(
            "Zu zweit, drei Minuten",
            step(
                "Eine Person erzählt",
                text("<p>Etwas aus der Woche, das noch nachklingt. Es muss nichts Großes sein.</p>"),
            ),
            step(
                "Die andere hört zu",
                text("<p>Kein Rat, keine eigene Geschichte, kein „Das kenne ich“. Nicken ist erlaubt.</p>"),
            ),
            step(
                "In einem Satz zurückgeben",
                text("<p>„Ich habe gehört, dass …“ Und dann fragen: „Stimmt das so?“</p>"),
            ),
        ),
        callout(
            "tip",
            text(
                "<p>Nach vier Sekunden Stille kommt oft der wichtigste Satz. Zähle im Kopf, wenn es "
                "hilft.</p>"
            ),
            title="Die Stille aushalten",
        ),
        discussion("Woran hast du gemerkt, dass dir jemand wirklich zugehört hat?"),
    ],
)

FRAGEN = LessonPiece(
    "Fragen, die etwas öffnen",
    "Von „Warum hast du …?“ zu „Was war dir dabei wichtig?“",
    15,
    [
        text("<p>Eine gute Frage ist kurz, und man kennt die Antwort noch nicht.</p>"),
        table(
            "Schließt oder öffnet",
            "Schließt | Öffnet",
            "Warum hast du nicht angerufen? | Was ist an dem Tag passiert?",
            "Findest du das etwa gut? | Was gefällt dir daran, was nicht?",
            "Alles klar? | Was brauchst du, um anzufangen?",
        ),
        quiz(
            "Eine Gärtnerin sagt: „Eure Sensoren taugen nichts.“ Was fragst du?",
            wrong(
                "Haben Sie die Anleitung gelesen?",
                "Darin steckt ein Vorwurf. Danach wird verteidigt, nicht erzählt.",
            ),
            right(
                "Was haben Sie zuletzt beobachtet?",
                "Sie darf erzählen, und du erfährst, was wirklich los ist.",
            ),
            wrong(
                "Soll ich Ihnen neue schicken?", "Freundlich gemeint, aber noch weißt du nicht, ob das hilft."
            ),
        ),
        task(
            "Drei Fragen umschreiben",
            text(
                "<p>Schreib drei Fragen auf, die du diese Woche gestellt hast. Mach aus jeder eine, die "
                "öffnet.</p>"
            ),
            text(
                "<p>Ein Anfang mit „Was“ oder „Wie“ hilft fast immer. „Warum“ klingt leicht nach "
                "Rechtfertigung.</p>"
            ),
            minutes=6,
        ),
    ],
)

COURSE = CoursePiece(
    slug="gesprache-in-denen-zugehort-wird",
    title="Gespräche, in denen zugehört wird",
    author="aylin",
    promise="Zuhören, nachfragen und gemeinsam weiterkommen, auch wenn es einmal schwierig ist.",
    outcomes=(
        "<ul><li>Drei Minuten zuhören, ohne zu antworten</li><li>Gehörtes in einem Satz "
        "zurückgeben</li><li>Fragen stellen, die etwas öffnen</li></ul>"
    ),
    for_whom="Alle, die mit Kundinnen, Kollegen oder Nachbarn sprechen",
    minutes=30,
    level="beginner",
    topics=("Conversations", "Feedback"),
    lessons=(ZUHOEREN, FRAGEN),
    sessions=(
        SessionPiece(
            "aylin",
            days=11,
            time="13:30",
            minutes=90,
            co_teachers=("bjoern",),
            place="Hamburg, Wintergarten",
            note="Bitte nichts vorbereiten. Tee ist da.",
            capacity=10,
            language="de",
            enrolled=("imke", "lian", "leif"),
            minimum=6,
            hopes={"lian": "Bei Kundenbesuchen weniger zu erklären."},
        ),
    ),
    co_authors=("bjoern",),
    language="de",
    body="<p>Wir üben zu zweit und zu dritt. Was erzählt wird, bleibt im Raum.</p>",
    picture="waves",
)
