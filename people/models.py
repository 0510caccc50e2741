"""The employee, and the team they work in."""

import secrets
import zoneinfo
from functools import cache
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from content.languages import LANGUAGES

MOST_WORDS = 8


@cache
def known_zones() -> frozenset[str]:
    """Every name in the zone database; read once, because it walks a folder."""
    return frozenset(zoneinfo.available_timezones())


def validate_zone(name: str) -> None:
    """Refuse a time zone that the zone database does not know."""
    if name not in known_zones():
        raise ValidationError(
            _("“%(name)s” is no time zone. Choose one such as Europe/Berlin."), params={"name": name}
        )


class Team(models.Model):
    """A part of the company; teams hang below one another."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    def current(self) -> Self:
        """People who work here today."""
        return self.filter(state=Person.State.ACTIVE)

    def visible_to(self, person: "Person | None") -> Self:
        """Colleagues see colleagues; a visitor sees nobody."""
        if person is None or not person.is_active:
            return self.none()
        return self.current()

    def operators(self) -> Self:
        """Those who run the installation, the first one first."""
        return self.current().filter(is_superuser=True).order_by("pk")

    def matching(self, words: str) -> Self:
        """People whose name, handle or title holds every one of the first eight words."""
        people = self
        for word in words.split()[:MOST_WORDS]:
            people = people.filter(
                models.Q(name__folded__icontains=word)
                | models.Q(handle__icontains=word)
                | models.Q(title__folded__icontains=word)
            )
        return people


class PersonManager(BaseUserManager["Person"].from_queryset(PersonQuerySet)):  # type: ignore[misc]  # made at run time
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person: Person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "Person":
        found: Person = self.get(email__iexact=email)
        return found


class Person(AbstractBaseUser, PermissionsMixin):
    """An employee with an account: sign-in identity and profile are one row.

    A leaver's row stays, because what they taught and wrote stays; only access ends.
    """

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        LEFT = "left", _("left")

    class Theme(models.TextChoices):
        SYSTEM = "system", _("as the device")
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    handle = models.SlugField(_("handle"), max_length=60, unique=True, blank=True)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    team = models.ForeignKey(
        Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.SET_NULL, related_name="people"
    )
    site = models.CharField(_("site"), max_length=80, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_zone])
    language = models.CharField(_("language of the pages"), max_length=10, default="en")
    languages = models.JSONField(_("languages you speak"), default=list, blank=True)
    bio = models.TextField(_("about you"), blank=True, max_length=2000)
    manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ACTIVE)
    is_active = models.BooleanField(default=True)
    theme = models.CharField(_("theme"), max_length=8, choices=Theme, default=Theme.SYSTEM)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    audience_tokens: frozenset[str] | None = None
    """What `people.audience.tokens_for` worked out, kept for as long as this object lives."""

    proves_address = False
    """Set while somebody signs up: their address is not to be trusted before they followed the mail."""

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_without_case"),
            models.CheckConstraint(
                condition=models.Q(state__in=["active", "suspended", "left"]), name="person_state_known"
            ),
            # Django and Wagtail ask the database for `is_active`; it may never disagree with the state.
            models.CheckConstraint(
                condition=models.Q(state="active", is_active=True)
                | ~models.Q(state="active") & models.Q(is_active=False),
                name="person_active_is_the_state",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.is_active = self.state == self.State.ACTIVE
        if not self.handle:
            self.handle = free_handle(self.name or self.email.partition("@")[0])
        super().save(*args, **kwargs)

    @property
    def initials(self) -> str:
        words = str(self).split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def tzinfo(self) -> zoneinfo.ZoneInfo:
        """Where the person's clock stands; UTC when the zone is no longer known."""
        try:
            return zoneinfo.ZoneInfo(self.zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo("UTC")

    @property
    def language_names(self) -> list[str]:
        """The languages the person speaks, each in its own words."""
        return [name for code, name in LANGUAGES if code in self.languages]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0] if self.name else self.email

    def get_absolute_url(self) -> str:
        return reverse("people:person", args=[self.handle]) if self.handle else ""


def free_handle(name: str) -> str:
    """A handle made of the name that nobody has yet."""
    base = slugify(name)[:50] or "person"
    if not Person.objects.filter(handle=base).exists():
        return base
    return f"{base}-{secrets.token_hex(3)}"
