"""What others may want to hear about people."""

from django.dispatch import Signal

person_changed = Signal()
"""Sent in the transaction that saved a person. Arguments: `person`."""

memberships_changed = Signal()
"""Sent when what a person may see has changed. Arguments: `person`."""
