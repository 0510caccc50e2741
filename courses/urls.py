"""Reading goes by path, doing goes by id."""

from django.urls import path

from courses.views import catalogue, offering, reading, requests, roster, seats, teaching

app_name = "courses"

urlpatterns = [
    path("courses/", catalogue.catalogue, name="catalogue"),
    path("courses/<slug:slug>/", reading.course, name="course"),
    path("courses/<slug:course_slug>/<slug:slug>/", reading.lesson, name="lesson"),
    path("lessons/<int:pk>/done/", reading.mark_lesson, name="mark_lesson"),
    path("sessions/<int:pk>/", seats.session, name="session"),
    path("sessions/<int:pk>/enrol/", seats.enrol, name="enrol"),
    path("sessions/<int:pk>/leave/", seats.leave, name="leave"),
    path("sessions/<int:pk>/accept/", seats.accept, name="accept"),
    path("sessions/<int:pk>/decline/", seats.decline, name="decline"),
    path("sessions/<int:pk>/change/", offering.change, name="change"),
    path("sessions/<int:pk>/cancel/", offering.cancel, name="cancel"),
    path("sessions/<int:pk>/roster/", roster.roster, name="roster"),
    path("sessions/<int:pk>/attendance/", roster.attendance, name="attendance"),
    path("sessions/<int:pk>/roster/<int:enrolment_pk>/remove/", roster.remove_from_roster, name="remove"),
    path("requests/new/", requests.new, name="request"),
    path("requests/<int:pk>/withdraw/", requests.withdraw, name="withdraw_request"),
    path("me/teaching/new/", teaching.new_course, name="new"),
    path("me/teaching/<int:pk>/", teaching.desk, name="desk"),
    path("me/teaching/<int:pk>/co-authors/", teaching.co_authors, name="co_authors"),
    path("me/teaching/<int:pk>/audience/", teaching.audience, name="audience"),
    path("me/teaching/<int:pk>/offer/", offering.offer, name="offer"),
    path("me/teaching/<int:pk>/trash/", teaching.trash, name="trash"),
    path("me/teaching/<int:pk>/restore/", teaching.restore, name="restore"),
]
