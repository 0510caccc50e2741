"""How a notice becomes a mail: in the reader's language and zone, text and HTML with the same words."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils import timezone, translation

from notifications.kinds import Kind, kind_called
from notifications.models import Notice


def write_mail(notice: Notice) -> EmailMultiAlternatives:
    """The finished mail, not yet sent. Raises LookupError for a kind nobody registered."""
    kind = kind_called(notice.kind)
    person = notice.person
    with translation.override(person.language), timezone.override(person.tzinfo):
        facts = _facts(kind, notice)
        subject = " ".join((str(kind.subject) % facts).split())
        body = _plain(f"{kind.words}.txt", facts)
        around = {**facts, "subject": subject}
        text = _plain("notifications/mail/message.txt", {**around, "body": body})
        html = render_to_string(
            "notifications/mail/message.html", {**around, "body": _marked_up(kind, facts, body)}
        )
    mail = EmailMultiAlternatives(subject, f"{text}\n", settings.DEFAULT_FROM_EMAIL, [person.email])
    mail.attach_alternative(html, "text/html")
    return mail


def _facts(kind: Kind, notice: Notice) -> dict[str, Any]:
    facts = {**notice.context, **(kind.facts(notice) if kind.facts else {})}
    if str(facts.get("url", "")).startswith("/"):
        facts["url"] = f"{settings.SITE_URL}{facts['url']}"
    return {**facts, "person": notice.person, "notice": notice, "site_url": settings.SITE_URL}


def _plain(template: str, facts: dict[str, Any]) -> str:
    """The template as plain text: nothing is escaped, because nothing here is markup."""
    words: str = Engine.get_default().get_template(template).render(Context(facts, autoescape=False))
    return words.strip()


def _marked_up(kind: Kind, facts: dict[str, Any], body: str) -> str:
    try:
        return render_to_string(f"{kind.words}.html", facts)
    except TemplateDoesNotExist as missing:
        if missing.args[0] != f"{kind.words}.html":
            raise
        return render_to_string("notifications/mail/plain.html", {"body": body})
