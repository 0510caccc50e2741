"""A notice is a row in the caller's transaction; the worker makes a mail of it, once."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from duties.leases import LEASE, MOST_ATTEMPTS
from notifications import kinds
from notifications.actions import notify
from notifications.checks import kinds_have_words
from notifications.duties import deliver_notices
from notifications.models import Notice
from people.models import Person


def test_telling_writes_a_row_and_sends_nothing(kind, ada):
    kind()
    notice = notify(ada, "tea.ready", "kettle:7", {"at": "four"})
    assert list(Notice.objects.values_list("person", "kind", "what", "context")) == [
        (ada.pk, "tea.ready", "kettle:7", {"at": "four"})
    ]
    assert notice.what_id == 7
    assert mail.outbox == []


def test_a_kind_nobody_registered_is_refused_where_it_is_told(kind, ada):
    with pytest.raises(LookupError, match=r"No kind of notice is called tea\.cold"):
        notify(ada, "tea.cold")
    assert not Notice.objects.exists()


def test_two_kinds_of_one_key_are_a_mistake(kind):
    first = kind()
    assert kinds.register_kind(first) is first
    with pytest.raises(ValueError, match=r"Two kinds of notices are called tea\.ready"):
        kind(subject="Other words")
    assert kinds.kinds() == [first]


def test_a_change_that_is_rolled_back_tells_nobody(kind, ada):
    kind()
    with transaction.atomic():
        notify(ada, "tea.ready")
        transaction.set_rollback(True)
    assert deliver_notices() == 0
    assert mail.outbox == []


def test_the_mail_says_the_same_in_text_and_html(kind, ada, settings):
    settings.SITE_URL = "https://hall.example.org"
    kind(
        words="Ada's tea & cake at {{ at }}.\n\n{{ url }}",
        facts=lambda notice: {"url": f"/tea/{notice.what_id}/"},
    )
    notify(ada, "tea.ready", "kettle:7", {"at": "four"})
    assert deliver_notices() == 1
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([ada.email], "Tea for four")
    assert sent.body == (
        "Hello Ada,\n\nAda's tea & cake at four.\n\nhttps://hall.example.org/tea/7/\n\n--\nGuildhall\n"
        "https://hall.example.org\n"
    )
    [(html, mimetype)] = sent.alternatives
    assert mimetype == "text/html"
    assert "<p>Ada&#x27;s tea &amp; cake at four.</p>" in html
    assert 'href="https://hall.example.org/tea/7/"' in html


def test_a_kind_may_bring_its_own_html(kind, ada):
    kind(html="<p>Tea, <strong>{{ at }}</strong></p>")
    notify(ada, "tea.ready", context={"at": "<four>"})
    deliver_notices()
    assert "<p>Tea, <strong>&lt;four&gt;</strong></p>" in mail.outbox[0].alternatives[0][0]


def test_a_mail_is_in_the_readers_language_and_zone(kind, cleo):
    Person.objects.filter(pk=cleo.pk).update(language="de")
    noon = datetime(2030, 1, 15, 12, tzinfo=ZoneInfo("UTC"))
    kind(
        words='{% load i18n %}{{ when|date:"l H:i" }}',
        subject="%(when)s",
        facts=lambda notice: {"when": timezone.localtime(noon)},
    )
    notify(cleo, "tea.ready")
    deliver_notices()
    assert "Dienstag 07:00" in mail.outbox[0].body
    assert '<html lang="de"' in mail.outbox[0].alternatives[0][0]


def test_a_subject_stays_on_one_line(kind, ada):
    kind(subject="Tea\nBcc: eve@example.org %(at)s")
    notify(ada, "tea.ready", context={"at": "four\r\nfive"})
    assert deliver_notices() == 1
    assert mail.outbox[0].subject == "Tea Bcc: eve@example.org four five"


def test_what_is_not_due_waits(kind, ada):
    kind()
    now = timezone.now()
    notify(ada, "tea.ready", context={"at": "four"}, due_at=now + timedelta(hours=1))
    assert deliver_notices(now) == 0
    assert deliver_notices(now + timedelta(hours=1)) == 1
    assert deliver_notices(now + timedelta(hours=2)) == 0
    assert len(mail.outbox) == 1


def test_nobody_is_told_what_no_longer_matters(kind, ada):
    kind(void_when=lambda notice: notice.context["at"] == "four")
    notify(ada, "tea.ready", context={"at": "four"})
    assert deliver_notices() == 1
    assert mail.outbox == []
    assert Notice.objects.get().void_at is not None
    assert deliver_notices() == 0


@pytest.mark.parametrize("state", [Person.State.LEFT, Person.State.SUSPENDED])
def test_nobody_without_access_is_told_anything(kind, ada, state):
    kind()
    notify(ada, "tea.ready", context={"at": "four"})
    ada.state = state
    ada.save()
    deliver_notices()
    assert mail.outbox == []
    assert Notice.objects.get().void_at is not None


def test_a_worker_killed_before_handing_over_loses_nothing(kind, ada):
    kind()
    now = timezone.now()
    notify(ada, "tea.ready", context={"at": "four"}, due_at=now)
    assert len(Notice.objects.claim(10, now)) == 1  # and here the worker dies
    assert deliver_notices(now) == 0
    assert deliver_notices(now + LEASE) == 1
    assert len(mail.outbox) == 1


def test_a_worker_killed_while_handing_over_sends_nothing_twice(kind, ada):
    kind()
    now = timezone.now()
    notify(ada, "tea.ready", context={"at": "four"}, due_at=now)
    [notice] = Notice.objects.claim(10, now)
    assert notice.hold(handed_over_at=now)  # and here the worker dies
    assert deliver_notices(now + LEASE * 2) == 0
    assert mail.outbox == []
    assert list(Notice.objects.interrupted()) == [notice]


def test_a_worker_that_lost_its_lease_hands_nothing_over(kind, ada):
    kind()
    now = timezone.now()
    notify(ada, "tea.ready", context={"at": "four"}, due_at=now)
    [slow] = Notice.objects.claim(10, now)
    assert deliver_notices(now + LEASE) == 1
    assert not slow.hold(handed_over_at=now)
    assert not slow.fail(OSError("late"), now)
    assert Notice.objects.get().last_error == ""


class Refusing(EmailBackend):
    error: Exception = OSError("No route to host")

    def send_messages(self, messages):
        raise self.error


class Unreachable(EmailBackend):
    def open(self):
        raise SMTPServerDisconnected("Connection refused")


@pytest.mark.parametrize("backend", ["Refusing", "Unreachable"])
def test_a_mail_server_that_is_off_is_tried_again_with_growing_pauses(kind, ada, settings, backend):
    kind()
    settings.EMAIL_BACKEND = f"{__name__}.{backend}"
    now = timezone.now()
    notify(ada, "tea.ready", context={"at": "four"}, due_at=now)
    pauses = []
    for _attempt in range(MOST_ATTEMPTS):
        assert deliver_notices(now) == 0
        until = Notice.objects.get().lease_until
        pauses.append((until - now).total_seconds())
        assert deliver_notices(now + (until - now) / 2) == 0
        now = until
    assert pauses == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600]
    assert list(Notice.objects.resting()) == [Notice.objects.get()]
    assert not Notice.objects.interrupted().exists()
    assert Notice.objects.get().attempts == MOST_ATTEMPTS


def test_a_mail_goes_out_once_the_server_is_back(kind, ada, settings):
    kind()
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    now = timezone.now()
    notify(ada, "tea.ready", context={"at": "four"}, due_at=now)
    deliver_notices(now)
    settings.EMAIL_BACKEND = works
    assert deliver_notices(now + timedelta(minutes=1)) == 1
    assert Notice.objects.filter(sent_at__isnull=False, last_error="", attempts=0).count() == 1
    assert len(mail.outbox) == 1


def test_a_refused_address_does_not_hold_up_the_others(kind, ada, ben, settings, monkeypatch):
    kind()
    monkeypatch.setattr(Refusing, "error", SMTPRecipientsRefused({ada.email: (550, b"unknown")}))
    real = EmailBackend.send_messages
    monkeypatch.setattr(
        Refusing,
        "send_messages",
        lambda self, messages: real(self, messages) if messages[0].to == [ben.email] else self.refuse(),
    )
    monkeypatch.setattr(Refusing, "refuse", lambda self: (_ for _ in ()).throw(self.error), raising=False)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    for person in (ada, ben):
        notify(person, "tea.ready", context={"at": "four"})
    assert deliver_notices() == 1
    assert [sent.to for sent in mail.outbox] == [[ben.email]]
    assert "550" in Notice.objects.get(person=ada).last_error


def test_a_server_that_goes_away_with_the_mail_in_hand_gets_it_only_once(kind, ada, settings, monkeypatch):
    kind()
    monkeypatch.setattr(Refusing, "error", SMTPServerDisconnected("Connection unexpectedly closed"))
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    now = timezone.now()
    notify(ada, "tea.ready", context={"at": "four"}, due_at=now)
    assert deliver_notices(now) == 0
    assert deliver_notices(now + timedelta(days=1)) == 0
    [notice] = Notice.objects.interrupted()
    assert notice.last_error == "Connection unexpectedly closed"


def test_words_that_break_are_kept_as_the_error_and_do_not_stop_the_worker(kind, ada, ben):
    kind(subject="%(missing)s")
    kind("cake.ready", "Cake.", "Cake")
    notify(ada, "tea.ready")
    notify(ben, "cake.ready")
    assert deliver_notices() == 1
    assert Notice.objects.get(person=ada).last_error == "KeyError: 'missing'"


def test_a_person_sees_only_their_own_notices(kind, ada, eve):
    kind()
    notice = notify(ada, "tea.ready")
    assert list(Notice.objects.visible_to(ada)) == [notice]
    assert list(Notice.objects.visible_to(eve)) == []
    assert list(Notice.objects.visible_to(None)) == []


def test_a_kind_without_words_fails_at_start_up(kind):
    kind()
    assert kinds_have_words() == []
    kinds.register_kind(kinds.Kind("cake.ready", "Cake"))
    [problem] = kinds_have_words()
    assert (problem.id, problem.msg) == ("notifications.E001", "The notice “cake.ready” has no words.")


def test_every_kind_of_the_product_has_words():
    assert kinds_have_words() == []
