"""The blocks that lessons are written in."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractImage

from content.anchors import Anchors, headings_in

TEXT_FEATURES = ["h3", "h4", "bold", "italic", "link", "ol", "ul", "code"]
CODE_LANGUAGES = [
    ("text", _("plain text")),
    ("bash", "Shell"),
    ("c", "C"),
    ("cpp", "C++"),
    ("css", "CSS"),
    ("diff", "Diff"),
    ("go", "Go"),
    ("html", "HTML"),
    ("ini", "INI"),
    ("java", "Java"),
    ("javascript", "JavaScript"),
    ("json", "JSON"),
    ("markdown", "Markdown"),
    ("output", _("output of a program")),
    ("python", "Python"),
    ("r", "R"),
    ("ruby", "Ruby"),
    ("rust", "Rust"),
    ("sql", "SQL"),
    ("typescript", "TypeScript"),
    ("yaml", "YAML"),
]
CALLOUT_KINDS = [
    ("note", _("Note")),
    ("tip", _("Tip")),
    ("warning", _("Careful")),
    ("objectives", _("Objectives")),
    ("questions", _("Questions")),
    ("keypoints", _("Key points")),
    ("prerequisites", _("Before you start")),
    ("quote", _("Somebody says")),
    ("teacher", _("For the teacher")),
    ("more", _("More to read")),
]


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs and lists, with headings, links and emphasis.")
        template = "content/blocks/text.html"
        preview_value = "<p>A good question is <b>short</b>.</p><ul><li>Ask it.</li><li>Wait.</li></ul>"


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("A heading that starts a new part and shows in the contents.")
        template = "content/blocks/heading.html"
        preview_value = "What a good question looks like"


class PictureBlock(blocks.StructBlock):
    picture = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=300, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture, with words for those who cannot see it and a caption.")
        template = "content/blocks/picture.html"
        preview_template = "content/blocks/picture_preview.html"


class CodeBlock(blocks.StructBlock):
    language = blocks.ChoiceBlock(choices=CODE_LANGUAGES, default="text", label=_("Language"))
    code = blocks.TextBlock(label=_("Code"), rows=6)
    caption = blocks.CharBlock(required=False, max_length=200, label=_("Caption"))

    class Meta:
        icon = "code"
        label = _("Code")
        description = _("Code or a program's output, coloured and easy to copy.")
        template = "content/blocks/code.html"
        preview_value = {
            "language": "python",
            "code": 'def greet(name):\n    return f"Hello {name}"',
            "caption": "A first function",
        }


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(required=False, max_length=200, label=_("Caption"))
    rows = blocks.TextBlock(
        label=_("Rows"),
        rows=5,
        help_text=_("One row a line, cells apart by | or tab. The first row is the heading."),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("A small table; paste it from a spreadsheet.")
        template = "content/blocks/table.html"
        preview_value = {
            "caption": "Notice periods",
            "rows": "Kind | Notice\nService | 30 days\nLease | 180 days",
        }


class VideoBlock(blocks.StructBlock):
    url = blocks.URLBlock(label=_("Address of the video"))
    title = blocks.CharBlock(max_length=200, label=_("Title"))
    minutes = blocks.IntegerBlock(required=False, min_value=1, max_value=600, label=_("Minutes"))

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A link to a video, with its title and length.")
        template = "content/blocks/video.html"
        preview_value = {"url": "https://example.org/video", "title": "A contract read aloud", "minutes": 4}


class InnerBlocks(blocks.StreamBlock):
    """What may stand inside a callout, a step or a task."""

    text = TextBlock(features=TEXT_FEATURES)
    picture = PictureBlock()
    code = CodeBlock()
    table = TableBlock()

    class Meta:
        template = "content/blocks/inner.html"


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=CALLOUT_KINDS, default="note", label=_("Kind"))
    title = blocks.CharBlock(required=False, max_length=200, label=_("Title"))
    body = InnerBlocks(label=_("Content"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("Something to stand out: a tip, a warning, the objectives.")
        template = "content/blocks/callout.html"
        preview_value = {
            "kind": "tip",
            "title": "",
            "body": [("text", "<p>Read the end first. It was written last.</p>")],
        }


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=200, label=_("What to do"))
    body = InnerBlocks(required=False, label=_("How"))

    class Meta:
        icon = "arrow-right"
        label = _("Step")
        description = _("One step: what to do, and how.")


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=200, label=_("Title"))
    steps = blocks.ListBlock(StepBlock(), min_num=1, label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("Numbered steps to follow one after another.")
        template = "content/blocks/steps.html"
        preview_value = {
            "title": "Before the meeting",
            "steps": [
                {"title": "Read the agenda", "body": []},
                {"title": "Write down one question", "body": [("text", "<p>One is enough.</p>")]},
            ],
        }


class AnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=300, label=_("Answer"))
    correct = blocks.BooleanBlock(required=False, label=_("This is right"))
    why = blocks.CharBlock(required=False, max_length=500, label=_("Why"))

    class Meta:
        icon = "check"
        label = _("Answer")
        description = _("One answer, whether it is right, and why.")


class QuizBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=500, label=_("Question"))
    answers = blocks.ListBlock(AnswerBlock(), min_num=2, max_num=8, label=_("Answers"))

    class Meta:
        icon = "help"
        label = _("Quiz question")
        description = _("A question with answers; the learner sees at once what is right and why.")
        template = "content/blocks/quiz.html"
        preview_value = {
            "question": "Which clause do you read first?",
            "answers": [
                {"text": "The first", "correct": False, "why": "It says who signs, and you know that."},
                {"text": "The last", "correct": True, "why": "It says how the contract ends."},
            ],
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not any(answer["correct"] for answer in cleaned["answers"]):
            raise StructBlockValidationError(
                block_errors={"question": ValidationError(_("Mark at least one answer as right."))}
            )
        return cleaned


class DiscussionBlock(blocks.StructBlock):
    prompt = blocks.TextBlock(max_length=1000, rows=2, label=_("What to talk about"))

    class Meta:
        icon = "comment"
        label = _("Discussion prompt")
        description = _("A question to talk over with a neighbour or the group.")
        template = "content/blocks/discussion.html"
        preview_value = {"prompt": "Which clause surprised you? Tell your neighbour why."}


class TaskBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=200, label=_("Title"))
    minutes = blocks.IntegerBlock(required=False, min_value=1, max_value=600, label=_("Minutes"))
    body = InnerBlocks(label=_("Task"))
    solution = InnerBlocks(required=False, label=_("Solution"))

    class Meta:
        icon = "edit"
        label = _("Task")
        description = _("Something to try, with a solution that stays folded until asked for.")
        template = "content/blocks/task.html"
        preview_value = {
            "title": "Mark the five clauses",
            "minutes": 10,
            "body": [("text", "<p>Take a contract of your own and mark them.</p>")],
            "solution": [("text", "<p>They are usually numbers 3, 7, 8, 11 and the last.</p>")],
        }


class DownloadBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(required=False, max_length=200, label=_("Title"))

    class Meta:
        icon = "download"
        label = _("Download")
        description = _("A file for the learner to take along.")
        template = "content/blocks/download.html"
        preview_template = "content/blocks/download_preview.html"


class LinkCardBlock(blocks.StructBlock):
    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(max_length=200, label=_("Title"))
    description = blocks.CharBlock(required=False, max_length=300, label=_("Why it is worth reading"))

    class Meta:
        icon = "link"
        label = _("Link card")
        description = _("A page elsewhere that is worth reading, and why.")
        template = "content/blocks/link_card.html"
        preview_value = {
            "url": "https://example.org/",
            "title": "Whom to ask in legal",
            "description": "They answer within a day.",
        }


class LessonBlocks(blocks.StreamBlock):
    """Everything a lesson may hold."""

    text = TextBlock(features=TEXT_FEATURES)
    heading = HeadingBlock(max_length=200)
    picture = PictureBlock()
    code = CodeBlock()
    table = TableBlock()
    callout = CalloutBlock()
    video = VideoBlock()
    steps = StepsBlock()
    quiz = QuizBlock()
    discussion = DiscussionBlock()
    task = TaskBlock()
    download = DownloadBlock()
    link_card = LinkCardBlock()

    class Meta:
        template = "content/blocks/lesson.html"

    def get_context(self, value: Any, parent_context: Any = None) -> Any:
        """Headings get ids that stand once on the page; all pictures' sizes are fetched in one statement."""
        context = super().get_context(value, parent_context=parent_context)
        context["anchors"] = Anchors(headings_in(value))
        prefetch_related_objects(list(pictures_in(value)), "renditions")
        return context


def pictures_in(value: Any) -> Iterator[AbstractImage]:
    """Every picture in a block's value, however deep."""
    if isinstance(value, AbstractImage):
        yield value
    elif isinstance(value, blocks.StructValue):
        for part in value.values():
            yield from pictures_in(part)
    elif isinstance(value, blocks.StreamValue):
        for child in value:
            yield from pictures_in(child.value)
    elif isinstance(value, blocks.list_block.ListValue):
        for part in value:
            yield from pictures_in(part)
