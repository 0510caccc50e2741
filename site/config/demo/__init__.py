"""The small company of the demo: what it knows and teaches, kept apart from how it is written down."""
