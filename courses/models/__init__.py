"""Courses, the sessions that offer them, and the people who come."""

from courses.models.course import CourseIndexPage, CoursePage, CourseTeam, CourseTopic
from courses.models.enrolment import Attendance, Enrolment, EnrolmentEvent
from courses.models.lesson import LessonPage, LessonProgress
from courses.models.requests import Request
from courses.models.session import Occurrence, Session, SessionAudience, Teaching

__all__ = [
    "Attendance",
    "CourseIndexPage",
    "CoursePage",
    "CourseTeam",
    "CourseTopic",
    "Enrolment",
    "EnrolmentEvent",
    "LessonPage",
    "LessonProgress",
    "Occurrence",
    "Request",
    "Session",
    "SessionAudience",
    "Teaching",
]
