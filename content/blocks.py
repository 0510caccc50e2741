"""The blocks that lessons are written in."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h3", "h4", "bold", "italic", "link", "ol", "ul", "code"]
CODE_LANGUAGES = [
    ("text", _("plain text")), ("bash", "Shell"), ("c", "C"), ("cpp", "C++"), ("css", "CSS"), ("diff", "Diff"),
    ("go", "Go"), ("html", "HTML"), ("ini", "INI"), ("java", "Java"), ("javascript", "JavaScript"), ("json", "JSON"),
    ("markdown", "Markdown"), ("output", _("output of a program")), ("python", "Python"), ("r", "R"),
    ("ruby", "Ruby"), ("rust", "Rust"), ("sql", "SQL"), ("typescript", "TypeScript"), ("yaml", "YAML"),
]
CALLOUT_KINDS = [
    ("note", _("Note")), ("tip", _("Tip")), ("warning", _("Careful")), ("objectives", _("Objectives")),
    ("questions", _("Questions")), ("keypoints", _("Key points")), ("prerequisites", _("Before you start")),
    ("quote", _("Somebody says")), ("teacher", _("For the teacher")),
]


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs and lists, with headings, links and emphasis.")
        template = "content/blocks/text.html"


class HeadingBlock(blocks.CharBlock):
    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("A heading that starts a new part and shows in the contents.")
        template = "content/blocks/heading.html"


class PictureBlock(blocks.StructBlock):
    picture = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=300, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture, with words for those who cannot see it and a caption.")
        template = "content/blocks/picture.html"


class CodeBlock(blocks.StructBlock):
    language = blocks.ChoiceBlock(choices=CODE_LANGUAGES, default="text", label=_("Language"))
    code = blocks.TextBlock(label=_("Code"), rows=6)
    caption = blocks.CharBlock(required=False, max_length=200, label=_("Caption"))

    class Meta:
        icon = "code"
        label = _("Code")
        description = _("Code or a program's output, coloured and easy to copy.")
        template = "content/blocks/code.html"


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(required=False, max_length=200, label=_("Caption"))
    rows = blocks.TextBlock(
        label=_("Rows"), rows=5, help_text=_("One row a line, cells apart by | or tab. The first row is the heading.")
    )

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("A small table; paste it from a spreadsheet.")
        template = "content/blocks/table.html"


class VideoBlock(blocks.StructBlock):
    url = blocks.URLBlock(label=_("Address of the video"))
    title = blocks.CharBlock(max_length=200, label=_("Title"))
    minutes = blocks.IntegerBlock(required=False, min_value=1, max_value=600, label=_("Minutes"))

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A link to a video, with its title and length.")
        template = "content/blocks/video.html"


class InnerBlocks(blocks.StreamBlock):
    """What may stand inside a callout, a step or a task."""

    text = TextBlock(features=TEXT_FEATURES)
    picture = PictureBlock()
    code = CodeBlock()
    table = TableBlock()


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=CALLOUT_KINDS, default="note", label=_("Kind"))
    title = blocks.CharBlock(required=False, max_length=200, label=_("Title"))
    body = InnerBlocks(label=_("Content"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("Something to stand out: a tip, a warning, the objectives.")
        template = "content/blocks/callout.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=200, label=_("What to do"))
    body = InnerBlocks(required=False, label=_("How"))

    class Meta:
        icon = "arrow-right"
        label = _("Step")


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=200, label=_("Title"))
    steps = blocks.ListBlock(StepBlock(), min_num=1, label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _("Numbered steps to follow one after another.")
        template = "content/blocks/steps.html"


class AnswerBlock(blocks.StructBlock):
    text = blocks.CharBlock(max_length=300, label=_("Answer"))
    correct = blocks.BooleanBlock(required=False, label=_("This is right"))
    why = blocks.CharBlock(required=False, max_length=500, label=_("Why"))

    class Meta:
        icon = "check"
        label = _("Answer")


class QuizBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=500, label=_("Question"))
    answers = blocks.ListBlock(AnswerBlock(), min_num=2, max_num=8, label=_("Answers"))

    class Meta:
        icon = "help"
        label = _("Quiz question")
        description = _("A question with answers; the learner sees at once what is right and why.")
        template = "content/blocks/quiz.html"

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


class DownloadBlock(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(required=False, max_length=200, label=_("Title"))

    class Meta:
        icon = "download"
        label = _("Download")
        description = _("A file for the learner to take along.")
        template = "content/blocks/download.html"


class LinkCardBlock(blocks.StructBlock):
    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(max_length=200, label=_("Title"))
    description = blocks.CharBlock(required=False, max_length=300, label=_("Why it is worth reading"))

    class Meta:
        icon = "link"
        label = _("Link card")
        description = _("A page elsewhere that is worth reading, and why.")
        template = "content/blocks/link_card.html"


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
