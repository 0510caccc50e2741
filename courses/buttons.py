"""What one can press on a session, and why one cannot: the sentences are those of the rules."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import guards
from courses.models import Enrolment, Session
from courses.seating import free_seats, has_room
from people.refusals import Refusal

if TYPE_CHECKING:
    from courses.lines import SessionLine

State = Enrolment.State


@dataclass(frozen=True)
class Button:
    """The verb, the address it is posted to, and how loud it is; `why` says that it cannot be pressed now.

    `online` is posted along where one chooses between the room and joining online; `hope` asks what
    somebody hopes for.
    """

    label: str
    url: str
    quiet: bool = False
    why: str = ""
    online: bool = False
    hope: bool = False

    @property
    def key(self) -> str:
        """Tells the buttons of one session apart."""
        return f"{self.url.strip('/').replace('/', '-')}{'-online' if self.online else ''}"


def buttons_for(line: "SessionLine") -> list[Button]:
    """The one thing to do first; empty for who gives the session and when nothing is left to do."""
    if line.gives or (line.is_over and line.state):
        return []
    if line.viewer is None:
        return [_sign_in(line)]
    return _inside(line) if line.state else _ways_in(line)


def _inside(line: "SessionLine") -> list[Button]:
    """For somebody who has, wants or waits for a seat."""
    if line.state == State.OFFERED:
        return _answers(line)
    if line.state == State.WAITING:
        return [*_late(line), _leave(line, _("Leave the queue"))]
    if line.state == State.INTERESTED:
        way_in = [] if line.session.has_no_date_yet else _ways_in(line)
        return [*way_in, _leave(line, _("No longer interested"))]
    return [_leave(line, _leaving_words(line))]


def _door(line: "SessionLine", name: str) -> str:
    return reverse(f"courses:{name}", args=[line.session.pk])


def _why(*refusals: Refusal | None) -> str:
    return next((refusal.sentence for refusal in refusals if refusal), "")


def _sign_in(line: "SessionLine") -> Button:
    why = _why(guards.enrolling(line.session))
    if why:
        return Button(_("Enrol"), _door(line, "enrol"), why=why)
    return Button(_("Sign in to enrol"), f"{reverse('account_login')}?next={line.url}")


def _answers(line: "SessionLine") -> list[Button]:
    take = _("I still come") if line.was_moved else _("Take the seat")
    leave = _("I cannot come then") if line.was_moved else _("Let it pass")
    why = _why(guards.over(line.session))
    return [
        Button(take, _door(line, "accept"), why=why),
        Button(leave, _door(line, "decline"), quiet=True, why=why),
    ]


def _late(line: "SessionLine") -> list[Button]:
    """Shortly before the start whoever waits may be the first to take a seat."""
    if line.mine is None or not guards.last_call(line.session, timezone.now()):
        return []
    free = free_seats(line.session, online=line.mine.online)
    why = "" if free is None or free or line.own_hold else guards.no_late_seat().sentence
    return [Button(_("Take the free seat"), _door(line, "take"), why=why)]


def _leaving_words(line: "SessionLine") -> str:
    if line.state == State.REQUESTED:
        return _("Take the request back")
    return _("Leave this course") if line.session.is_self_paced else _("Give the seat back")


def _leave(line: "SessionLine", label: str) -> Button:
    refusal = guards.leaving(line.session, line.mine) if line.mine else None
    return Button(label, _door(line, "leave"), quiet=True, why=_why(refusal))


def _ways_in(line: "SessionLine") -> list[Button]:
    pools = (False, True) if line.session.hybrid and not line.session.approval else (False,)
    return [_way_in(line, online=online) for online in pools]


def _way_in(line: "SessionLine", *, online: bool) -> Button:
    session = line.session
    asks = session.approval or session.has_no_date_yet
    free = has_room(session, online=online) or (line.own_hold and not online)
    full = None if asks else guards.seating(session, free=free)
    why = _why(guards.enrolling(session), guards.learnt(line.missing), full)
    label = _label(session, free=free or not session.waiting_list or bool(why), online=online)
    return Button(label, _door(line, "enrol"), why=why, online=online, hope=not why)


def _label(session: Session, *, free: bool, online: bool) -> str:
    if session.has_no_date_yet:
        return _("I am interested")
    if session.approval:
        return _("Ask for a place")
    if session.is_self_paced:
        return _("Start at my own pace")
    if session.hybrid and free:
        return _("Enrol online") if online else _("Enrol in the room")
    if session.hybrid:
        return _("Join the queue online") if online else _("Join the queue for the room")
    return _("Enrol") if free else _("Join the queue")
