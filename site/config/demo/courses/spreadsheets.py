from config.demo.blocks import (
    callout,
    code,
    discussion,
    link_card,
    picture,
    quiz,
    right,
    table,
    task,
    text,
    video,
    wrong,
)
from config.demo.pieces import CoursePiece, LessonPiece, SessionPiece

TIDY = LessonPiece(
    "One row, one thing",
    "How a table wants to be laid out, so that everything after it is easy.",
    12,
    [
        callout(
            "questions",
            text(
                "<ul><li>What is one row of my table?</li><li>Where do headings, notes and sums go?</li></ul>"
            ),
        ),
        text(
            "<p>Before any formula, finish this sentence: <b>“One row of this table is one …”</b> "
            "One reading. One customer. One box sent. If you need an “or”, you have two tables.</p>"
        ),
        table(
            "One row is one reading",
            "day | hall | moisture",
            "2 March | 1 | 41",
            "2 March | 2 | 38",
            "3 March | 1 | 40",
            "3 March | 2 | 22",
        ),
        callout(
            "warning",
            text(
                "<p>A yellow cell means something to you today. Give it a column, “checked”, and it "
                "still means something to somebody else next year.</p>"
            ),
            title="Colours are no data",
        ),
        quiz(
            "Where does the remark “door was open” belong?",
            right(
                "In a column called “remark”, in the row of that reading",
                "It stays with its reading when the table is sorted.",
            ),
            wrong(
                "In a yellow cell beside the table",
                "Sort the table once, and it stands beside another reading.",
            ),
            wrong("In the same cell as the number", "Then the cell is text, and no sum will count it."),
        ),
    ],
)

FORMULAS = LessonPiece(
    "Four formulas are enough",
    "Add, count, pick and look up.",
    15,
    [
        text(
            "<p>You need fewer formulas than you fear. Here are the four that do most of the work at "
            "Glasshaus.</p>"
        ),
        code(
            "text",
            "=SUM(C2:C5)                  add what is there",
            "=COUNTIF(B2:B5; 2)           count the rows of hall 2",
            "=AVERAGEIF(B2:B5; 2; C2:C5)  the mean of hall 2",
            "=XLOOKUP(E1; A2:A5; C2:C5)   find the row, give the number",
            caption="In some countries a comma stands where you see a semicolon",
        ),
        task(
            "What happened on 3 March?",
            text(
                "<p>Copy the table of the last lesson into a sheet. Work out the mean for each hall, "
                "then the difference from one day to the next.</p>"
            ),
            text(
                "<p>Hall 1 has a mean of 40.5, hall 2 of 30. Hall 2 lost 16 in one day, which soil does "
                "not do by itself. Somebody should look.</p>"
            ),
            minutes=6,
        ),
        callout(
            "more",
            text(
                "<p>Use one when you have many groups. For two halls a formula shows its working, and "
                "the next person can read it.</p>"
            ),
            title="Why not a pivot table?",
        ),
    ],
)

CHARTS = LessonPiece(
    "A chart that tells the truth",
    "Three choices that decide what people see.",
    13,
    [
        picture(
            "bars",
            "A bar chart of seven bars that rises and then falls; the last bar is ochre",
            "One colour for all, another for the one you talk about",
        ),
        text(
            "<p>A chart is a sentence in another language. Decide on the sentence "
            "first.</p><ol><li>Bars begin at zero. Always.</li><li>Time runs from left to "
            "right.</li><li>One thing is coloured: the one you talk about.</li></ol>"
        ),
        discussion(
            "Find a chart in last month's report. Which sentence does it say? Is it the sentence its "
            "title says?"
        ),
        video("Why bars begin at zero", "https://example.org/videos/bars-from-zero", minutes=4),
        link_card(
            "Which chart for which question",
            "https://example.org/charts/choose",
            "A page to keep open beside the sheet.",
        ),
    ],
)

COURSE = CoursePiece(
    slug="spreadsheets-without-fear",
    title="Spreadsheets without fear",
    author="priya",
    promise=("Lay out a table, ask it a question, and show the answer so that people believe it rightly."),
    outcomes=(
        "<ul><li>Lay out a table with one thing in each row</li><li>Answer questions with four "
        "formulas</li><li>Draw a chart that says one true sentence</li></ul>"
    ),
    for_whom="Anyone who opens a spreadsheet with a sigh",
    minutes=40,
    level="beginner",
    topics=("Spreadsheets",),
    lessons=(TIDY, FORMULAS, CHARTS),
    sessions=(
        SessionPiece(
            "priya",
            days=4,
            time="10:30",
            minutes=50,
            link="https://example.org/rooms/spreadsheets",
            note="Have any spreadsheet program open. We use the table of the first lesson.",
            capacity=8,
            enrolled=("aylin", "imke", "bjoern"),
            kept=("New colleagues in Nairobi", 2),
            hopes={"imke": "To count who came to which course without counting by hand."},
        ),
        SessionPiece(
            "priya",
            days=5,
            time="14:00",
            minutes=40,
            further=(7, 14),
            link="https://example.org/rooms/spreadsheets",
            note="Three afternoons that build on each other, with one small table to bring each time.",
            capacity=6,
            enrolled=("ruta", "kofi"),
        ),
        SessionPiece("priya", enrolled=("noor", "chidera", "aylin")),
    ),
    co_authors=("kofi",),
    body=("<p>No question is too small. Bring a table that bothers you; leave out what is confidential.</p>"),
    picture="bars",
    done={"noor": 1, "chidera": 2},
)
