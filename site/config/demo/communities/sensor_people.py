from config.demo.pieces import CommunityPiece, PagePiece

START = """\
Welcome. This wiki is what we would tell you on your first day at a bench, if there were time.

- New here? Read [[Moisture, warmth, light, air]] and then walk once through a hall with
  [[The plan beside the door]].
- A sensor says nothing? [[A silent sensor]].
- A reading looks odd? [[Odd readings that were right]] may cheer you up.

Ask in the Tuesday round if you cannot find something. If you had to ask, a page is missing, and you now
know enough to begin it.
"""

FOUR = """\
We measure four things. Each has its own way of being wrong.

| What | Unit | Good for | Goes wrong when |
| --- | --- | --- | --- |
| Moisture of the soil | percent | deciding when to water | the probe stands in an air pocket |
| Warmth | °C | frost, ventilation | the sun shines on the probe |
| Light | µmol/m²s | shading, lamps | leaves grow over it |
| Carbon dioxide | ppm | ventilation, growth | somebody breathes on it |

A reading is sent every ten minutes, and kept for two days inside the sensor if nobody hears it. How we set
them right is in [[Setting a moisture probe right]].
"""

CALIBRATE = """\
You need a dry cloth, a cup of water and six minutes. No tools.

1. Wipe the probe dry and hold it in the air. Wait for one minute.
2. Hold it in the water up to the ring. Wait for one minute.
3. Send both readings to the sensor:

```bash
probe calibrate HAL2-R07-B3-M1 --dry 812 --wet 371
```

The numbers are examples; yours stand on the small display. Afterwards the probe should show between 0 and 3
percent in air. If it shows more, it has a crack: see [[A silent sensor]] for where to send it.
"""

PLAN = """\
Each hall has a plan beside its door. It shows what is measured where, and how far the gateway hears.

The signs are explained in the course *Read the sensor plan of a greenhouse*. What is **not** on the plan:

- hoses and pipes, which the grower moves
- anything that hangs from the roof
- the date of the last change. Write it on the back, in pencil.

Moved a sensor? Change the plan first. A wrong plan costs the next person an hour.
"""

SILENT = """\
No reading for an hour. Go from the easy to the difficult, and stop as soon as it speaks.

- [ ] Is it still inside the dashed line of [[The plan beside the door]]?
- [ ] Are its neighbours silent too? Then it is the gateway. Stop here and ring support.
- [ ] Has something of metal come to stand between them? Trolleys like to.
- [ ] Hold the magnet to the ring. One green flash: it lives. Wait ten minutes.
- [ ] No flash: the battery. It lasts four winters; the date is under the cap.

Still silent? Post it to Hamburg, “Workshop, second bench”, with a note saying what you tried. Readings of
the last two days are still inside, so do not open it.
"""

ODD = """\
We collect these because each taught us something.

**The bed that was warm at night.** Row 3 was four degrees above its neighbours from midnight to six. The
probe was right. A cat slept there.

**The light that came on at three.** A light sensor saw dawn far too early, but only on Thursdays. On
Thursdays the baker's van parked outside, headlights on.

**Dry soil after rain.** Hall 2 dropped from 38 to 22 percent in one day. The roof had been mended, and with
it the leak that had watered that bed for years.

Add yours. What to do before you believe a reading: [[Moisture, warmth, light, air]].
"""

TUESDAYS = """\
Every Tuesday at half past three in Nairobi, for thirty minutes. The room is
`https://example.org/rooms/sensor-people`.

1. One thing that puzzled somebody (ten minutes).
2. One thing somebody built (ten minutes).
3. Which page was missing this week (five minutes), and who begins it.

Notes are written by whoever spoke least. Nobody has to show anything finished.
"""

COMMUNITY = CommunityPiece(
    slug="sensor-people",
    title="Sensor people",
    lead="lian",
    purpose="Everyone who builds, mends, mounts or explains sensors, and wants the readings to be true.",
    charter=(
        "<p>We keep what we know about our sensors in one place, so that a question needs to be "
        "answered only once. Mistakes are welcome; they are how we learned most of "
        "it.</p><ul><li><b>Every Tuesday</b> a round of thirty minutes.</li><li><b>Every spring</b> "
        "we visit a greenhouse together.</li></ul>"
    ),
    audience="public",
    topics=("Sensors", "Greenhouse climate"),
    members=("ruta", "chidera", "priya", "leif", "aylin"),
    core=("wambui", "tomas"),
    pages=(
        PagePiece(
            "Start here",
            "lian",
            "Where to begin, and where to look when something is odd.",
            START,
            keeper="lian",
            verified_days=120,
            topics=("Sensors", "Starting here"),
        ),
        PagePiece(
            "Moisture, warmth, light, air",
            "lian",
            "The four things we measure, and how each goes wrong.",
            FOUR,
            parent="Start here",
            keeper="lian",
            verified_days=300,
            topics=("Sensors",),
        ),
        PagePiece(
            "Setting a moisture probe right",
            "tomas",
            "Six minutes, a cloth and a cup of water.",
            CALIBRATE,
            parent="Moisture, warmth, light, air",
            keeper="tomas",
            verified_days=45,
            topics=("Sensors",),
        ),
        PagePiece(
            "The plan beside the door",
            "wambui",
            "What the plan shows, and what it does not.",
            PLAN,
            parent="Start here",
            keeper="wambui",
            verified_days=75,
            topics=("Sensors", "Greenhouse climate"),
        ),
        PagePiece(
            "A silent sensor",
            "wambui",
            "No reading for an hour: five things to try, the easy ones first.",
            SILENT,
            keeper="wambui",
            verified_days=-5,
            topics=("Sensors",),
        ),
        PagePiece(
            "Odd readings that were right",
            "wambui",
            "A cat, a baker and a roof.",
            ODD,
            parent="A silent sensor",
            topics=("Greenhouse climate",),
        ),
        PagePiece(
            "The Tuesday round",
            "lian",
            "When we meet, and what we talk about.",
            TUESDAYS,
            keeper="lian",
            verified_days=30,
        ),
    ),
)
