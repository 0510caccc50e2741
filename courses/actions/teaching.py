"""Giving a session together: asking, answering, standing in, and not being asked too much."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from courses.actions.history import log
from courses.models import (
    CourseTeam,
    Cover,
    CoverAsked,
    Limits,
    Occurrence,
    QuietWeek,
    Session,
    Teaching,
)
from courses.notices import tell_one, tell_teachers
from courses.permissions import gives_session, may_manage_session
from courses.signals import session_changed
from people.models import Person
from people.refusals import Refusal

ASKED_FOR = timedelta(hours=48)
"""How long those who could take over are asked before the organiser is told; less near the date."""
MOST_ASKED = 10
Span = tuple[datetime, datetime]


def refuse_two_places(person: Person, spans: Iterable[Span], besides: Session | None = None) -> None:
    """Raises `Refusal` when the person gives something else at one of these times."""
    for start, end in spans:
        if clash := clash_of(person, start, end, besides):
            raise Refusal(
                _("%(name)s gives “%(session)s” on %(when)s. Choose another time, or somebody else.")
                % {"name": person, "session": clash.session, "when": _spoken(clash.starts_at)},
                code="clash",
            )


def clash_of(
    person: Person, start: datetime, end: datetime, besides: Session | None = None
) -> Occurrence | None:
    """A date that the person gives at that time."""
    own = Q(teachings__person=person, teachings__answer="accepted") | Q(
        session__teachings__person=person,
        session__teachings__answer="accepted",
        session__teachings__occurrence=None,
    )
    dates = Occurrence.objects.filter(
        own, session__state=Session.State.PUBLISHED, starts_at__lt=end, ends_at__gt=start
    ).select_related("session__course")
    return dates.exclude(session=besides).first() if besides else dates.first()


def ask(session: Session, person: Person, role: str, occurrence: Occurrence | None = None) -> Teaching:
    """Ask somebody to give the session, or one date of it, in this role."""
    teaching = Teaching.objects.create(
        session=session, person=person, role=role, occurrence=occurrence, answer=Teaching.Answer.ASKED
    )
    tell_one(person, session, "teaching.asked", role=role)
    return teaching


def invite(
    teacher: Person, session: Session, person: Person, role: str, occurrence: Occurrence | None = None
) -> Teaching:
    """Ask a colleague to give the session with one; asked twice, it is the same question."""
    if not may_manage_session(teacher, session):
        raise Refusal(_("Only those who give the session ask others to."))
    if not person.is_active:
        raise Refusal(_("%(name)s no longer works here. Ask somebody else.") % {"name": person})
    if why := unwilling(person, _moment(session, occurrence)):
        raise Refusal(why, code="limit")
    with transaction.atomic():
        Session.objects.select_for_update().get(pk=session.pk)
        known = session.teachings.filter(person=person, occurrence=occurrence).first()
        if known and known.answer != Teaching.Answer.DECLINED:
            return known
        if known:
            known.delete()
        log(session, teacher, "asked", {}, {"who": person.pk, "role": role})
        return ask(session, person, role, occurrence)


def answer(person: Person, teaching: Teaching, *, yes: bool) -> Teaching:
    """Accept or decline to give it. Nobody can be in two places."""
    if teaching.person_id != person.pk:
        raise Refusal(_("Somebody else was asked."))
    session = teaching.session
    with transaction.atomic():
        Session.objects.select_for_update().get(pk=session.pk)
        row = Teaching.objects.select_related("session", "occurrence", "person").get(pk=teaching.pk)
        wanted = Teaching.Answer.ACCEPTED if yes else Teaching.Answer.DECLINED
        if row.answer == wanted:
            return row
        if yes and row.role != Teaching.Role.OBSERVER:
            refuse_two_places(person, _spans(session, row.occurrence), besides=session)
        row.answer = wanted
        row.save()
        log(session, person, "answered", {}, {"who": person.pk, "yes": yes})
        tell_teachers(session, "teaching.answered", who=str(person), yes=yes)
        session_changed.send(Session, session=session)
        return row


def _spans(session: Session, occurrence: Occurrence | None) -> list[Span]:
    rows = [occurrence] if occurrence else list(session.occurrences.all())
    return [(row.starts_at, row.ends_at) for row in rows]


def _moment(session: Session, occurrence: Occurrence | None) -> datetime:
    return (occurrence.starts_at if occurrence else session.starts_at) or timezone.now()


# -- limits ------------------------------------------------------------------------------------------------


def set_limits(person: Person, *, teaching: int | None, learning: int | None) -> Limits:
    """Say how much in a month; none: no limit."""
    limits, _made = Limits.objects.update_or_create(
        person=person, defaults={"teaching": teaching, "learning": learning}
    )
    return limits


def keep_quiet(person: Person, day: date) -> QuietWeek:
    """Be asked for nothing in the week of this day."""
    week, _made = QuietWeek.objects.get_or_create(person=person, monday=day - timedelta(days=day.weekday()))
    return week


def end_quiet(person: Person, day: date) -> None:
    QuietWeek.objects.filter(person=person, monday=day - timedelta(days=day.weekday())).delete()


def unwilling(person: Person, at: datetime, *, learning: bool = False) -> str:
    """Why the person is not to be asked for something at this time; nothing when they may be.

    Weeks and months are those of their own calendar.
    """
    day = timezone.localtime(at, person.tzinfo).date()
    if QuietWeek.objects.filter(person=person, monday=day - timedelta(days=day.weekday())).exists():
        return _("%(name)s keeps that week free. Choose another week, or somebody else.") % {"name": person}
    limits = Limits.objects.filter(person=person).first()
    most = (limits.learning if learning else limits.teaching) if limits else None
    if most is not None and _in_month(person, day, learning=learning) >= most:
        return _("%(name)s has enough in %(month)s already. Choose another month, or somebody else.") % {
            "name": person, "month": date_format(day, "F"),
        }  # fmt: skip
    return ""


def _in_month(person: Person, day: date, *, learning: bool) -> int:
    first = datetime.combine(day.replace(day=1), datetime.min.time(), tzinfo=person.tzinfo)
    following = (first + timedelta(days=32)).replace(day=1)
    sessions = Session.objects.filter(
        state=Session.State.PUBLISHED, starts_at__gte=first, starts_at__lt=following
    )
    if learning:
        sessions = sessions.filter(enrolments__person=person, enrolments__state="confirmed")
    else:
        sessions = sessions.filter(teachings__person=person, teachings__answer="accepted")
    return sessions.distinct().count()


# -- standing in -------------------------------------------------------------------------------------------


def cannot_come(person: Person, occurrence: Occurrence, *, reason: str = "") -> Cover:
    """“I can't that day”: those who could are asked for a while, then the organiser decides."""
    session = occurrence.session
    if not gives_session(person, session):
        raise Refusal(_("Only who gives the session can say that they cannot come."))
    if occurrence.starts_at <= timezone.now():
        raise Refusal(_("This date has begun already. Mark afterwards who was there."))
    return look_for_another(person, occurrence, reason=reason)


def look_for_another(person: Person, occurrence: Occurrence, *, reason: str = "") -> Cover:
    """Ask those who could give the date instead; whoever calls has asked whether it is theirs to give."""
    session, now = occurrence.session, timezone.now()
    with transaction.atomic():
        Session.objects.select_for_update().get(pk=session.pk)
        known = occurrence.covers.filter(person=person, state__in=Cover.OPEN).first()
        if known:
            return known
        cover = Cover.objects.create(
            session=session,
            occurrence=occurrence,
            person=person,
            reason=reason[:300],
            created_at=now,
            asking_until=now + min(ASKED_FOR, (occurrence.starts_at - now) / 3),
        )
        log(session, person, "cannot_come", {}, {"who": person.pk, "date": str(occurrence.local_date)})
        asked = [CoverAsked(cover=cover, person=other) for other in who_could(cover)]
        CoverAsked.objects.bulk_create(asked)
        for row in asked:
            tell_one(row.person, session, "cover.asked", who=str(person), cover=cover.pk)
        if not asked:
            leave_to_organiser(cover)
        return cover


def who_could(cover: Cover) -> list[Person]:
    """Who gives or gave the same course, is free at that time and not beyond their limits.

    Those who give this very session come first.
    """
    session, occurrence = cover.session, cover.occurrence
    giving = Teaching.objects.filter(answer=Teaching.Answer.ACCEPTED, person__state=Person.State.ACTIVE)
    giving = giving.exclude(role=Teaching.Role.OBSERVER).exclude(person=cover.person)
    same = giving.filter(session=session)
    course = giving.filter(session__course=session.course_id) if session.course_id else giving.none()
    often = course.values("person").annotate(n=Count("pk")).order_by("-n", "person")
    order = [*same.values_list("person", flat=True), *(row["person"] for row in often)]
    people = Person.objects.in_bulk(order)
    could = [people[pk] for pk in dict.fromkeys(order)]
    start, end = occurrence.starts_at, occurrence.ends_at
    free = (
        person for person in could
        if not clash_of(person, start, end, besides=session) and not unwilling(person, start)
    )  # fmt: skip
    return [person for person, _n in zip(free, range(MOST_ASKED), strict=False)]


def take_over(person: Person, cover: Cover) -> Cover:
    """The first of those who were asked to say yes stands in for that date."""
    with transaction.atomic():
        row = (
            Cover.objects.select_for_update(of=("self",))
            .select_related("occurrence", "session")
            .get(pk=cover.pk)
        )
        if row.taken_by_id == person.pk:
            return row
        if not row.asked.filter(person=person).exists() and not may_manage_session(person, row.session):
            raise Refusal(_("Somebody else was asked."), code="forbidden")
        if row.state not in Cover.OPEN:
            raise Refusal(_("Thank you: somebody else has taken over already."), code="taken")
        refuse_two_places(person, [(row.occurrence.starts_at, row.occurrence.ends_at)], besides=row.session)
        row.state, row.taken_by = Cover.State.COVERED, person
        row.save()
        Teaching.objects.update_or_create(
            session=row.session,
            occurrence=row.occurrence,
            person=person,
            defaults={"role": Teaching.Role.SUBSTITUTE, "answer": Teaching.Answer.ACCEPTED},
        )
        log(row.session, person, "took_over", {}, {"who": person.pk, "date": str(row.occurrence.local_date)})
        tell_teachers(row.session, "cover.taken", who=str(person))
        session_changed.send(Session, session=row.session)
        return row


def decline_cover(person: Person, cover: Cover) -> Cover:
    """Say that one cannot either; when nobody is left to ask, the organiser is told at once."""
    with transaction.atomic():
        row = Cover.objects.select_for_update(of=("self",)).get(pk=cover.pk)
        row.asked.filter(person=person).update(declined=True)
        if row.state == Cover.State.ASKING and not row.asked.filter(declined=False).exists():
            leave_to_organiser(row)
        return row


def withdraw_cover(person: Person, cover: Cover) -> Cover:
    """“I can after all.”"""
    with transaction.atomic():
        row = Cover.objects.select_for_update(of=("self",)).select_related("session").get(pk=cover.pk)
        if row.person_id != person.pk:
            raise Refusal(_("Only who asked for it can take it back."), code="forbidden")
        if row.state in Cover.OPEN:
            row.state = Cover.State.WITHDRAWN
            row.save()
            log(row.session, person, "can_after_all", {}, {"who": person.pk})
        return row


def leave_to_organiser(cover: Cover) -> Cover:
    """Nobody could: who gives or writes it decides whether the date is moved, cancelled, or covered."""
    cover.state = Cover.State.ORGANISER
    cover.save(update_fields=["state"])
    for person in organisers_of(cover.session):
        tell_one(person, cover.session, "cover.organiser", who=str(cover.person))
    return cover


def organisers_of(session: Session) -> list[Person]:
    """Who leads or offered it; when none of them works here any more, those who write its course."""
    leads = session.teachings.filter(role=Teaching.Role.LEAD, answer=Teaching.Answer.ACCEPTED)
    people = Person.objects.filter(state=Person.State.ACTIVE).order_by("pk")
    found = people.filter(Q(pk=session.created_by_id) | Q(pk__in=leads.values("person")))
    writing = CourseTeam.objects.filter(course=session.course_id, role__in=CourseTeam.WRITING_ROLES)
    return list(found) or list(people.filter(pk__in=writing.values("person")))


def end_asking(now: datetime | None = None) -> int:
    """Leave to the organiser what nobody took over in time, each once; returns how many that were."""
    now = now or timezone.now()
    due = Cover.objects.filter(state=Cover.State.ASKING, asking_until__lte=now).values_list("pk", flat=True)
    return sum(_end_asking(pk) for pk in list(due))


def _end_asking(pk: int) -> bool:
    with transaction.atomic():
        row = Cover.objects.select_for_update(of=("self",)).select_related("session").get(pk=pk)
        if row.state != Cover.State.ASKING:
            return False
        leave_to_organiser(row)
        return True


def _spoken(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "l j F, H:i")
