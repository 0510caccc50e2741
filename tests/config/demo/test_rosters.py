"""What is told to rosters, kept for somebody, and left behind, is there to be looked at."""

from courses.models import Material, RosterMessage, SeatHold, Session
from notifications.models import Notice
from tests.config.demo.test_sessions import FULL, session_of


def test_a_message_went_to_everybody_with_a_seat(shown):
    message = RosterMessage.objects.get()
    session = session_of(FULL, capacity=4)
    assert (message.session, message.subject, message.told) == (session, "Bring your one sentence", 4)
    told = set(Notice.objects.filter(kind="roster.message").values_list("person", flat=True))
    assert told == set(session.enrolments.holding_a_seat().values_list("person", flat=True))


def test_slides_and_recording_stay_with_what_is_over(shown):
    kept = Material.objects.order_by("pk").values_list("kind", "session__course__slug")
    assert list(kept) == [("slides", FULL), ("recording", FULL)]
    assert Session.objects.get(materials__kind="slides").has_started


def test_seats_are_kept_for_somebody(shown):
    hold = SeatHold.objects.get()
    assert (hold.purpose, hold.seats) == ("New colleagues in Nairobi", 2)
    assert hold.until < hold.session.starts_at
