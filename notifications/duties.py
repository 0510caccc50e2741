"""Sending what is due: claimed with a lease, sent outside any transaction, never twice."""

import logging
from datetime import datetime
from smtplib import SMTPServerDisconnected

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from notifications.kinds import kind_called
from notifications.models import Notice
from notifications.writing import write_mail

log = logging.getLogger(__name__)

BATCH = 20


def deliver_notices(now: datetime | None = None) -> int:
    """Carry out up to 20 due notices and say how many were sent or given up as void.

    A notice is marked as handed over before the mail server gets it. Work interrupted after that
    mark is not repeated, because the mail may be on its way: `doctor` lists it. What breaks before,
    or is refused by the server, is tried again after a growing pause.
    """
    now = now or timezone.now()
    return sum(_carry_out(notice, now) for notice in Notice.objects.claim(BATCH, now))


def _carry_out(notice: Notice, now: datetime) -> bool:
    try:
        if _is_void(notice):
            return notice.finish(void_at=now)
        mail = write_mail(notice)
        server = get_connection()
        server.open()
    except Exception as error:
        log.exception(
            "Notice %s (%s) could not be written or the mail server not reached.", notice.pk, notice.kind
        )
        notice.fail(error, now)
        return False
    return _hand_over(notice, mail, server, now)


def _hand_over(notice: Notice, mail: EmailMessage, server: BaseEmailBackend, now: datetime) -> bool:
    try:
        if not notice.hold(handed_over_at=now):
            return False
        server.send_messages([mail])
    except SMTPServerDisconnected as error:
        log.exception("The mail server went away with notice %s (%s) in hand.", notice.pk, notice.kind)
        notice.hold(last_error=str(error)[:500])
        return False
    except Exception as error:
        log.exception("The mail server refused notice %s (%s).", notice.pk, notice.kind)
        notice.fail(error, now, handed_over_at=None)
        return False
    finally:
        server.close()
    return notice.finish(sent_at=now)


def _is_void(notice: Notice) -> bool:
    void_when = kind_called(notice.kind).void_when
    return not notice.person.is_active or bool(void_when and void_when(notice))
