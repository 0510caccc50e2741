from config.demo.pieces import CommunityPiece, PagePiece

HOW_WE_WRITE = """\
We write for somebody who has wet hands, little time and a real question. Everything else follows from that.

1. **The answer comes first.** Steps next, reasons last.
2. **The reader's words.** If support hears “the box blinks”, the page says “the box blinks”. See
   [[Words we use]].
3. **One page, one question.** Two questions are two pages with a link between them.
4. **Somebody looks after it.** Each page has an owner and a date until which it is known to be true.

When you are unsure, read the page aloud. Where you run out of breath, put a full stop.

Before you publish, go through [[The list before publishing]]. It takes four minutes.
"""

WORDS = """\
One thing has one name, everywhere: on the box, in the software, in letters and on these pages.

| We say | Not | Because |
| --- | --- | --- |
| gateway | hub, base station, box | It is printed on the lid |
| probe | feeler, stick | Growers say it too |
| reading | value, data point, sample | One measures and reads |
| hall | house, unit, compartment | It is on the plan beside the door |
| switch off | power down, deactivate | That is what the hand does |
| silent | offline, disconnected | It says what one notices |

A word is missing or wrong? Change this page, and say why in one line when you save. Words for German pages
are in [[Wörter auf Deutsch]].
"""

GERMAN_WORDS = """\
Diese Liste gehört zu [[Words we use]]. Auf deutschen Seiten duzen wir einander und siezen unsere Kundinnen
und Kunden.

| Englisch | Deutsch | Nicht |
| --- | --- | --- |
| gateway | Gateway, das | Basisstation |
| probe | Fühler, der | Sonde |
| reading | Messwert, der | Datenpunkt |
| hall | Halle, die | Abteil |
| silent | meldet sich nicht | offline |

**Satzbau.** Das Verb nach vorn, ein Gedanke je Satz. „Bei Ausfall der Stromversorgung ist eine Überprüfung
vorzunehmen“ heißt bei uns: „Ist der Strom weg? Sehen Sie nach der Sicherung.“
"""

CHECKLIST = """\
Copy this list into your draft and tick as you go.

- [ ] The title is what somebody would type into the search
- [ ] The first sentence answers the question
- [ ] Every step begins with a verb
- [ ] Names are those of [[Words we use]]
- [ ] Pictures have words for those who cannot see them
- [ ] One colleague who does not know the matter has read it
- [ ] The page has an owner and a date

If one box stays empty, publish all the same and say so at the top. A page that exists can be mended.
"""

SHORT_MARKDOWN = """\
Five signs are enough for almost every page.

```markdown
## A heading

A paragraph with **one word that matters**.

- a list
- of things

1. First do this.
2. Then this.

[[Words we use]] leads to another page of this wiki.
```

More is possible, tables for example, but most pages need no more. If a page looks as if it did, perhaps it
is two pages. [[How we write]] says why.
"""

BEFORE_AFTER = """\
A page from our help centre, before and after an hour of work by three people.

**Before**, 49 words:

> In the event that the gateway unit should fail to establish connectivity following an interruption of the
> electrical supply, users are advised that a manual restart procedure may be required to be carried out,
> which involves the disconnection and subsequent reconnection of the mains adapter, observing a waiting
> period.

**After**, 16 words:

> Light still red after a power cut? Pull the plug, count to ten, put it back.

Calls about this fell from about nine a week to two. The steps we took are in
[[The list before publishing]].
"""

COMMUNITY = CommunityPiece(
    slug="plain-words",
    title="Plain words",
    lead="noor",
    purpose="We help each other write so that people understand it the first time they read it.",
    charter=(
        "<p>We are writers, engineers, support people and anyone who writes for others. Nobody here "
        "corrects anybody who did not ask.</p><ul><li><b>Every second Wednesday</b> we read one page "
        "together, for forty minutes.</li><li><b>At any time</b> you may ask for a second pair of "
        "eyes. Somebody answers within a day.</li><li><b>Twice a year</b> we walk through old pages "
        "and mend or remove them.</li></ul>"
    ),
    audience="public",
    topics=("Plain language", "Feedback"),
    members=("imke", "chidera", "ruta", "wambui", "tomas"),
    core=("kofi",),
    pages=(
        PagePiece(
            "How we write",
            "noor",
            "Four habits that make our pages easy to use.",
            HOW_WE_WRITE,
            keeper="noor",
            verified_days=160,
            topics=("Plain language",),
        ),
        PagePiece(
            "Words we use",
            "noor",
            "One thing, one name: the list we all write by.",
            WORDS,
            parent="How we write",
            keeper="kofi",
            verified_days=90,
            topics=("Plain language",),
        ),
        PagePiece(
            "Wörter auf Deutsch",
            "imke",
            "Die gleichen Wörter für deutsche Seiten.",
            GERMAN_WORDS,
            parent="Words we use",
            keeper="imke",
            verified_days=90,
            language="de",
            topics=("Plain language",),
        ),
        PagePiece(
            "The list before publishing",
            "noor",
            "Seven boxes to tick, four minutes.",
            CHECKLIST,
            parent="How we write",
            keeper="noor",
            verified_days=200,
        ),
        PagePiece(
            "Five signs of Markdown",
            "tomas",
            "All the marks you need to write a page here.",
            SHORT_MARKDOWN,
            parent="How we write",
            keeper="tomas",
            verified_days=-12,
        ),
        PagePiece(
            "Before and after: the red light",
            "wambui",
            "One page rewritten, and what became of it.",
            BEFORE_AFTER,
        ),
    ),
)
