from config.demo.pieces import CommunityPiece, PagePiece

WELCOME = """\
Schön, dass du dich hast wählen lassen. Hier steht, was wir selbst am Anfang gern gewusst hätten.

1. Lies [[Die ersten vier Wochen]]. Mehr musst du am Anfang nicht können.
2. Ruf Björn an. Er nimmt dich zu deiner ersten Sitzung mit.
3. Frag alles. Es gibt keine Frage, die hier nicht schon jemand hatte.

What is said in this group stays in this group. Pages in English are welcome; see [[Words of the council]].
"""

FOUR_WEEKS = """\
- [ ] Woche 1: Ein Gespräch mit jemandem, der schon länger dabei ist
- [ ] Woche 2: Bei einer Sitzung dabei sein und nur zuhören
- [ ] Woche 3: Die Tagesordnung mit vorbereiten, siehe [[Eine Sitzung vorbereiten]]
- [ ] Woche 4: Den Grundlagenkurs aussuchen; die Zeit dafür ist Arbeitszeit

Wenn dir etwas zu viel wird, sag es. Wir teilen es auf.
"""

MEETING = """\
Eine Sitzung gelingt, wenn alle vorher wissen, worüber entschieden wird.

| Wann | Was | Wer |
| --- | --- | --- |
| eine Woche vorher | Punkte sammeln | alle |
| drei Tage vorher | Einladung mit Tagesordnung | Vorsitz |
| am Tag | Protokoll, reihum | jedes Mal jemand anders |
| zwei Tage danach | Beschlüsse aufschreiben, siehe [[Beschlüsse festhalten]] | wer Protokoll führt |

Wer neu ist, führt in den ersten zwei Monaten kein Protokoll.
"""

DECISIONS = """\
Ein Beschluss ist ein Satz, den man in einem Jahr noch versteht.

```text
Datum:      12. März
Beschluss:  Dienstpläne hängen künftig drei Wochen vorher aus.
Stimmen:    5 dafür, 1 Enthaltung
Gilt ab:    1. April
```

Darunter in zwei Sätzen, warum. Namen bei Abstimmungen schreiben wir nicht auf.
"""

WORDS = """\
For colleagues who read about the council in English for the first time.

| German | English | In one sentence |
| --- | --- | --- |
| Betriebsrat | works council | Colleagues elected to speak for colleagues |
| Mitbestimmung | co-determination | Some things are decided together or not at all |
| Sprechstunde | consultation hour | You come with a question, nobody asks why |
| Beschluss | resolution | What we decided, in one sentence; see [[Beschlüsse festhalten]] |

This page explains words. It is no legal advice; for that we ask somebody whose work it is.
"""

COMMUNITY = CommunityPiece(
    slug="works-council-newcomers",
    title="Works council newcomers",
    lead="bjoern",
    purpose="A quiet place for those who were just elected: what to read, whom to ask, how a meeting goes.",
    charter=(
        "<p>For members of the works council in their first two years, and those who help them. We "
        "speak German mostly, English gladly.</p><ul><li><b>What is said here stays "
        "here.</b></li><li>Every newcomer has somebody to ring.</li></ul>"
    ),
    audience="members",
    topics=("Working together", "Starting here"),
    members=("leif",),
    core=("aylin",),
    pages=(
        PagePiece(
            "Willkommen",
            "bjoern",
            "Wo du anfängst, und wen du fragst.",
            WELCOME,
            keeper="bjoern",
            verified_days=180,
            language="de",
            topics=("Working together",),
        ),
        PagePiece(
            "Die ersten vier Wochen",
            "bjoern",
            "Vier Schritte, einer je Woche.",
            FOUR_WEEKS,
            parent="Willkommen",
            keeper="aylin",
            verified_days=180,
            language="de",
            topics=("Working together", "Starting here"),
        ),
        PagePiece(
            "Eine Sitzung vorbereiten",
            "bjoern",
            "Wer was wann tut, damit eine Sitzung gelingt.",
            MEETING,
            keeper="bjoern",
            verified_days=60,
            language="de",
            topics=("Working together",),
        ),
        PagePiece(
            "Beschlüsse festhalten",
            "aylin",
            "Ein Satz, den man in einem Jahr noch versteht.",
            DECISIONS,
            parent="Eine Sitzung vorbereiten",
            keeper="aylin",
            verified_days=60,
            language="de",
        ),
        PagePiece(
            "Words of the council",
            "leif",
            "Four German words, explained in English.",
            WORDS,
            parent="Willkommen",
            keeper="leif",
            verified_days=20,
            topics=("Working together",),
        ),
    ),
)
