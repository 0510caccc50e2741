"""What the people of the demo teach."""

from config.demo.courses import (
    code_review,
    feedback,
    first_presentation,
    gespraeche,
    pages_people_find,
    sensor_plan,
    spreadsheets,
    unfinished,
)

COURSES = (
    first_presentation.COURSE,
    sensor_plan.COURSE,
    code_review.COURSE,
    spreadsheets.COURSE,
    gespraeche.COURSE,
    pages_people_find.COURSE,
    feedback.COURSE,
    unfinished.SOLDERING,
    unfinished.OLD_TICKETS,
)
