"""Reading the environment: a value that cannot be used is refused with a sentence, never with a traceback."""

import warnings
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"
DATABASE_CURE = (
    "Write DATABASE_URL=postgres://NAME:PASSWORD@HOST:5432/DATABASE for PostgreSQL, "
    "DATABASE_URL=sqlite:////path/to/file.sqlite3 for SQLite, or leave it out."
)
MAIL_CURE = (
    "Write EMAIL_URL=smtp+tls://NAME:PASSWORD@HOST:587, or EMAIL_URL=consolemail:// to print mail instead."
)


class Environment(environ.Env):
    """The environment, with sentences. Passwords stay out of them."""

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().get_value(var, *args, **kwargs)
        except (ValueError, TypeError) as error:
            raise ImproperlyConfigured(f"{var} cannot be read. Look at how its value is written.") from error

    def database(self, default_file: Path) -> dict[str, Any]:
        """Django's setting for the one database. Raises ImproperlyConfigured when it cannot be used."""
        found = {"ENGINE": SQLITE, "NAME": str(default_file)}
        if self.str("DATABASE_URL", default=""):
            found = self._address("DATABASE_URL", self.db_url, DATABASE_CURE)
        if found.get("ENGINE") not in {SQLITE, POSTGRESQL} or not found.get("NAME"):
            raise ImproperlyConfigured(
                f"DATABASE_URL names no database that Guildhall can use. {DATABASE_CURE}"
            )
        more = self._sqlite(found) if found["ENGINE"] == SQLITE else self._postgresql(found)
        return {**found, **more}

    def mail(self, default: str) -> dict[str, Any]:
        """Django's mail settings. Raises ImproperlyConfigured when EMAIL_URL cannot be used."""
        found = self._address("EMAIL_URL", lambda var: self.email_url(var, default=default), MAIL_CURE)
        if found["EMAIL_BACKEND"].endswith("smtp.EmailBackend") and not found["EMAIL_HOST"]:
            raise ImproperlyConfigured(f"EMAIL_URL names no mail server. {MAIL_CURE}")
        return found

    def _address(self, var: str, read: Any, cure: str) -> dict[str, Any]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found: dict[str, Any] = read(var)
        except (ValueError, TypeError, KeyError, ImproperlyConfigured):
            # Without the cause: it may quote the address, and with it the password.
            raise ImproperlyConfigured(f"{var} cannot be read. {cure}") from None
        return found

    def _sqlite(self, found: dict[str, Any]) -> dict[str, Any]:
        """Writers wait in line from their first statement; readers never wait."""
        test_file = Path(found["NAME"]).with_name("test.sqlite3")
        return {
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
            "TEST": {"NAME": self.str("TEST_DATABASE", default=str(test_file))},
        }

    def _postgresql(self, found: dict[str, Any]) -> dict[str, Any]:
        """A pool, so that many threads share few connections; what the address says (`sslmode`) stays."""
        pool = {"min_size": 1, "max_size": self.int("DATABASE_POOL", default=10), "timeout": 60}
        return {"OPTIONS": {"pool": pool, **found.get("OPTIONS", {})}}
