"""How pictures are refused; apart, so that both readers of pictures can raise it."""


class PictureRefused(Exception):  # noqa: N818  # a refusal is no fault
    """A picture is not taken in; the message is a translated sentence that says why."""
