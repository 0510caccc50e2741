"""The worker is killed over and over while it sends mail; what it had in hand is known afterwards."""

import contextlib
import os
import random
import re
import signal
import socketserver
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from config.doctor import MOST_NAMED
from notifications.actions import notify
from notifications.models import Notice
from tests import factories
from tests.concurrency.server import ROOT, environment

pytestmark = [pytest.mark.concurrency, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
JOBS, KILLS = (120, 8) if os.environ.get("CI") else (1000, 50)
PATIENCE = 60


class Mailbox(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it is sent, and can call for a kill while it has a mail in hand."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received = Counter()
        self.more = threading.Condition()
        self.in_hand = threading.Event()
        self.hold = threading.Event()
        """Set: the next mail is taken but not acknowledged, until its sender is gone."""

    def receive(self, name):
        with self.more:
            self.received[name] += 1
            self.more.notify_all()

    def wait_for(self, count):
        """Until so many more mails have come, or none is left to come."""
        with self.more:
            goal = min(self.received.total() + count, JOBS)
            assert self.more.wait_for(lambda: self.received.total() >= goal, PATIENCE), "no mail came"


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        with contextlib.suppress(OSError):  # whoever speaks may be killed in the middle of a word
            self.say("220 mail.example.org")
            while line := self.rfile.readline().decode().strip():
                self.answer(line.split()[0].upper())

    def answer(self, verb):
        if verb == "DATA":
            self.say("354 go on")
            self.take()
        else:
            self.say("221 bye" if verb == "QUIT" else "250 ok")

    def take(self):
        text = b"".join(iter(self.rfile.readline, b".\r\n")).decode()
        if self.server.hold.is_set():
            self.server.hold.clear()
            self.server.in_hand.set()
            self.rfile.read()  # until the sender is gone
        else:
            self.server.receive(re.search(r"job-\d+-", text).group())
            self.say("250 taken")

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


@pytest.fixture
def mailbox():
    with Mailbox() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def jobs(ada, cleo):
    session = factories.session(factories.course("Knots", ada), ada)
    words = {"text": "Bring a rope.", "who": "Ada Brook"}
    return [
        notify(cleo, "roster.message", f"session:{session.pk}", {"subject": f"job-{n}-", **words})
        for n in range(JOBS)
    ]


def worker(mailbox, *words):
    port = mailbox.server_address[1]
    given = environment(EMAIL_URL=f"smtp://127.0.0.1:{port}", LOG_LEVEL="CRITICAL")
    command = [sys.executable, "manage.py", "worker", "--pause", "0.05", *words]
    return subprocess.Popen(command, cwd=ROOT, env=given)


def killed_at_work(mailbox, chance, *, with_mail_in_hand):
    """Starts a worker and kills it: with a mail in hand, or some mails later, wherever it is then."""
    mailbox.in_hand.clear()
    running = worker(mailbox)
    try:
        if with_mail_in_hand:
            mailbox.hold.set()
            assert mailbox.in_hand.wait(PATIENCE), "no mail was handed over"
        else:
            mailbox.wait_for(chance.randint(1, 12))
    finally:
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
    # As if the lease had run out meanwhile.
    Notice.objects.filter(lease_token__isnull=False).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_worker_that_is_killed_over_and_over(mailbox, jobs, capsys):
    """R13: all is done, no lease outlived, nothing is sent twice; what was in hand is listed by `doctor`."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")  # noqa: T201  # pytest shows it when the test fails
    chance = random.Random(seed)
    for n in range(KILLS):
        killed_at_work(mailbox, chance, with_mail_in_hand=n % 2 == 0)
    assert worker(mailbox, "--drain").wait(PATIENCE * 5) == 0
    interrupted = {notice.context["subject"] for notice in Notice.objects.interrupted()}
    sent = {notice.context["subject"] for notice in Notice.objects.filter(sent_at__isnull=False)}
    assert (len(sent) + len(interrupted), sent & interrupted) == (JOBS, set())
    assert {name: mailbox.received[name] for name in sent} == dict.fromkeys(sent, 1)
    assert max(mailbox.received[name] for name in interrupted) <= 1
    assert KILLS // 2 <= len(interrupted) < KILLS + 1
    assert not Notice.objects.filter(lease_until__gt=timezone.now()).exists()
    call_command("doctor")
    listed = set(map(int, re.findall(r"Mail (\d+) \(.*was interrupted", capsys.readouterr().out)))
    known = sorted(notice.pk for notice in Notice.objects.interrupted())
    assert sorted(listed) == known[:MOST_NAMED]
