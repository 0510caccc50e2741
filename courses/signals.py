"""What others may want to hear about sessions."""

from django.dispatch import Signal

session_changed = Signal()
"""Sent inside the transaction that changed a session. Arguments: `session`."""
