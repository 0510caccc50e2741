"""The rules of courses: one verb each."""
