"""What is wrong with this installation, and what to do about it."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.http.request import validate_host
from django.utils import timezone

from config.elastic import elasticsearch_problem
from config.health import PATIENCE, UNANSWERED, knock, pending_migrations
from notifications.models import Notice, NoticeQuerySet
from search.models import SearchDocument

LATE = timedelta(minutes=10)
MOST_NAMED = 10
SHORTEST_KEY = 50


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong. `broken`: something will not work until it is cured."""

    what: str
    cure: str
    broken: bool = True


def examine() -> list[Finding]:
    """Everything found. Each question is asked only when those it rests on are answered well."""
    found: list[Finding] = []
    for questions in (OF_SETTINGS, [database_answers], [migrations], OF_DATABASE):
        found += (answers := [finding for ask in questions for finding in ask()])
        if answers and questions is not OF_SETTINGS:
            break
    return found


def addresses() -> Iterator[Finding]:
    site = urlsplit(settings.SITE_URL)
    if site.scheme not in {"http", "https"} or not site.hostname:
        yield Finding(
            f"SITE_URL is “{settings.SITE_URL}”, which is no address.",
            "Write SITE_URL=https://guildhall.example.org.",
        )
        return
    if not settings.ALLOWED_HOSTS:
        yield Finding(
            "ALLOWED_HOSTS is empty: every page is refused.", f"Write ALLOWED_HOSTS={site.hostname}."
        )
    elif not validate_host(site.hostname, settings.ALLOWED_HOSTS):
        yield Finding(
            f"ALLOWED_HOSTS lacks {site.hostname}, the host of SITE_URL: its pages are refused.",
            f"Add {site.hostname} to ALLOWED_HOSTS.",
        )


def secrets() -> Iterator[Finding]:
    if len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield Finding(
            f"SECRET_KEY has only {len(settings.SECRET_KEY)} characters: sessions could be forged.",
            "Make one with python -c 'import secrets; print(secrets.token_urlsafe(50))'; all sign in anew.",
            broken=False,
        )
    if settings.DEBUG and settings.SITE_URL.startswith("https://"):
        yield Finding(
            "DEBUG is on and SITE_URL is public: errors show the inside of the house.", "Write DEBUG=off."
        )
    if settings.DEMO and settings.SITE_URL.startswith("https://"):
        yield Finding(
            "DEMO is on and SITE_URL is public: anyone signs in as a demo person.",
            "Write DEMO=off.",
            broken=False,
        )


def folders() -> Iterator[Finding]:
    for name, loss, broken in (
        ("MEDIA_ROOT", "Pictures and files cannot be kept.", True),
        ("SPOOL_DIR", "What is searched for is not counted.", False),
    ):
        if why := _cannot_write(folder := Path(getattr(settings, name))):
            yield Finding(
                f"{name} ({folder}) cannot be written: {why}. {loss}",
                f"Give the folder to the user that runs Guildhall, or name another in {name}.",
                broken=broken,
            )
    manifest = "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]
    if manifest and not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        yield Finding(
            "The style sheets are not collected: no page can be shown.", "Run manage.py collectstatic."
        )


def _cannot_write(folder: Path) -> str:
    """Why not; nothing when it can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def zones() -> Iterator[Finding]:
    try:
        ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        yield Finding(
            "There is no time zone data: no session can have a date.", "Install tzdata: pip install tzdata."
        )


def mail() -> Iterator[Finding]:
    try:
        server = get_connection(timeout=PATIENCE)
        if "smtp" in settings.EMAIL_BACKEND:
            server.open()
            server.close()
    except (OSError, ImportError, ImproperlyConfigured, ValueError) as error:
        yield Finding(
            f"The mail server cannot be used: {type(error).__name__}: {error}",
            "Look at EMAIL_URL (smtp+tls://NAME:PASSWORD@HOST:587) and whether the server answers from here.",
        )
    if settings.SITE_URL.startswith("https://") and "smtp" not in settings.EMAIL_BACKEND:
        yield Finding(
            f"Mail goes to {settings.EMAIL_BACKEND.split('.')[-2]}, not to people.",
            "Write EMAIL_URL=smtp+tls://NAME:PASSWORD@HOST:587.",
            broken=False,
        )


def elasticsearch() -> Iterator[Finding]:
    if settings.ELASTICSEARCH_URL and (problem := elasticsearch_problem()):
        yield Finding(*problem)


def database_answers() -> Iterator[Finding]:
    try:
        knock()
    except UNANSWERED as error:
        yield Finding(
            f"The database cannot be reached: {_first_line(error)}",
            "Look at DATABASE_URL, and whether the server runs and takes this name and password. "
            "For SQLite, the folder of the file has to exist and be writable.",
        )


def migrations() -> Iterator[Finding]:
    try:
        waiting = pending_migrations()
    except DatabaseError as error:
        yield Finding(
            f"The tables cannot be read: {_first_line(error)}", "Look at the rights of the database user."
        )
        return
    if waiting:
        yield Finding(
            f"Migrations wait: {len(waiting)}, the first is {waiting[0]}.",
            "Stop the servers, run manage.py migrate.",
        )


def journal() -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if mode not in {"wal", "memory"}:
        yield Finding(
            f"SQLite keeps its journal as {mode}: readers wait for writers.",
            "Put the file on a local disk; on network disks WAL does not work, use PostgreSQL there.",
        )


def system_checks() -> Iterator[Finding]:
    """What `manage.py check --database default` would refuse."""
    for message in checks.run_checks(databases=["default"]):
        if message.level >= checks.ERROR:
            yield Finding(f"{message.msg} ({message.id})", message.hint or "Undo the change that brought it.")


def late_mail() -> Iterator[Finding]:
    waiting = Notice.objects.claimable(timezone.now() - LATE).count()
    if waiting:
        yield Finding(
            f"Mails due for over ten minutes: {waiting}. No worker is running, or it does not keep up.",
            "Start manage.py worker, beside the web server.",
        )


def interrupted_mail() -> Iterator[Finding]:
    for notice in _some(Notice.objects.interrupted().exclude(lease_until__gt=timezone.now())):
        yield Finding(
            f"Mail {notice.pk} ({notice.kind} to {notice.person.email}) was interrupted while it was handed "
            f"over, {notice.handed_over_at:%d %B %Y, %H:%M} UTC. Nobody knows whether it arrived.",
            f"Ask them, then run manage.py resend_mail {notice.pk}, or the same with --forget.",
            broken=False,
        )


def resting_mail() -> Iterator[Finding]:
    for notice in _some(Notice.objects.resting().filter(handed_over_at=None)):
        mail = f"Mail {notice.pk} ({notice.kind} to {notice.person.email})"
        yield Finding(
            f"{mail} failed ten times: {notice.last_error}",
            f"Cure the cause, then run manage.py resend_mail {notice.pk}, or the same with --forget.",
            broken=False,
        )


def resting_search() -> Iterator[Finding]:
    for document in SearchDocument.objects.behind().resting()[:MOST_NAMED]:
        yield Finding(
            f"{document} did not reach Elasticsearch in ten attempts: {document.last_error}",
            "Cure the cause, then run manage.py search_verify --repair.",
            broken=False,
        )


OF_SETTINGS: list[Callable[[], Iterable[Finding]]] = [addresses, secrets, folders, zones, mail, elasticsearch]
OF_DATABASE: list[Callable[[], Iterable[Finding]]] = [
    journal,
    system_checks,
    late_mail,
    interrupted_mail,
    resting_mail,
    resting_search,
]


def _some(notices: NoticeQuerySet) -> Iterator[Notice]:
    return itertools.islice(notices.select_related("person").order_by("pk"), MOST_NAMED)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
