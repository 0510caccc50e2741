"""What the worker does for those who steer search."""

from search.steering.counting import count_files, forget_old


def count_queries() -> int:
    """Bring what was asked and opened into the counts."""
    return count_files()


def forget_queries() -> int:
    """Keep no count for longer than 90 days."""
    return forget_old()
