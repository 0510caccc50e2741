"""What stewards do for search and learn from it: pinned answers, counted questions, the week's report."""

from search.steering.permissions import may_steer
from search.steering.pins import key_of, pins_for

__all__ = ["key_of", "may_steer", "pins_for"]
