"""The settings of the product, in the environment that tests want; the machine's own choices do not count."""

import os
from pathlib import Path

Path(__file__).resolve().parent.parent.joinpath("var").mkdir(exist_ok=True)
# The tests that need a real Elasticsearch turn it on for themselves.
os.environ.setdefault("TEST_ELASTICSEARCH_URL", os.environ.get("ELASTICSEARCH_URL", ""))
os.environ.update(
    SECRET_KEY="only for tests",
    ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    SITE_URL="http://127.0.0.1:8000",
    EMAIL_URL="memorymail://",
    DEBUG="",
    DEMO="",
    SIGNUP_DOMAINS="",
    ELASTICSEARCH_URL="",
    LOG_LEVEL="WARNING",
)
os.environ.setdefault("DATABASE_POOL", "30")

from config.settings import *  # noqa: E402, F403  # the environment has to be there first
from config.settings import DATABASES, STATIC_ROOT  # noqa: E402  # the same

STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise complains when it is missing
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A test database need not outlive a power cut, and a busy machine may let a crowd wait longer than 20 s.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
    DATABASES["default"]["OPTIONS"]["timeout"] = 90
