"""Courses, the sessions that offer them, and the people who come."""

from courses.models.course import CourseIndexPage, CoursePage, CourseTeam, CourseTopic
from courses.models.enrolment import Attendance, Debrief, Enrolment, EnrolmentEvent, Priority, SeatHold
from courses.models.lesson import LessonPage, LessonProgress
from courses.models.preparing import (
    Material,
    Prerequisite,
    Recognition,
    RosterMessage,
    RunSheet,
    RunUnit,
    SessionEvent,
)
from courses.models.requests import Request
from courses.models.series import Series
from courses.models.session import Occurrence, Session, SessionAudience
from courses.models.teaching import Cover, CoverAsked, Limits, QuietWeek, Teaching

__all__ = [
    "Attendance",
    "CourseIndexPage",
    "CoursePage",
    "CourseTeam",
    "CourseTopic",
    "Cover",
    "CoverAsked",
    "Debrief",
    "Enrolment",
    "EnrolmentEvent",
    "LessonPage",
    "LessonProgress",
    "Limits",
    "Material",
    "Occurrence",
    "Prerequisite",
    "Priority",
    "QuietWeek",
    "Recognition",
    "Request",
    "RosterMessage",
    "RunSheet",
    "RunUnit",
    "SeatHold",
    "Series",
    "Session",
    "SessionAudience",
    "SessionEvent",
    "Teaching",
]
