"""What others may want to hear about pages."""

from django.dispatch import Signal

page_changed = Signal()
"""Sent inside the transaction that saved, moved or deleted a page.

Arguments: `page` (specific where known), `subtree` (true when all below it changed too, as after a
move or a change of audience), `deleted` (true when the row is about to go).
"""
