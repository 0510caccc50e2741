"""Markdown, with the fenced divisions that teachers use, into the blocks of a lesson."""

from content.markdown_blocks.converter import Converted, Converter
from content.markdown_blocks.inline import Figure
from content.markdown_blocks.writer import Block, anchors_in

__all__ = ["Block", "Converted", "Converter", "Figure", "anchors_in"]
