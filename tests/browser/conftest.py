"""The real site for browser tests: its own database, the demo company, web server and worker."""

import http.client
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
PATIENCE = 150


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The address of a running Guildhall, started as `make run` starts it."""
    folder = tmp_path_factory.mktemp("site")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DEMO": "1",
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "MEDIA_ROOT": str(folder / "media"),
        "SPOOL_DIR": str(folder / "spool"),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "WEB_CONCURRENCY": "1",
    }
    for name in ("ELASTICSEARCH_URL", "ALLOWED_HOSTS", "EMAIL_URL", "SECRET_KEY"):
        environment.pop(name, None)
    command = [sys.executable, "manage.py", "serve", "--prepare", "--port", str(port)]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT) as server,
    ):
        try:
            wait_until_open(server, port, folder / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_until_open(server, port, log):
    """The site has to be filled before it answers, which takes a while."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"The site did not open:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def chromium():
    """A browser of the machine's own; nothing is downloaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture
def window(chromium, site):
    """Opens a browser window for a demo person; every complaint of the browser fails the test."""
    complaints = []
    contexts = []

    def listen(page):
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "response",
            lambda answer: (
                complaints.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
            ),
        )

    @contextmanager
    def opened(person="", **options):
        context = chromium.new_context(
            base_url=site, **{"viewport": {"width": 1280, "height": 900}, **options}
        )
        contexts.append(context)
        page = context.new_page()
        listen(page)
        if person:
            page.goto("/accounts/login/")
            page.get_by_role("button", name=f"Be {person}", exact=True).click()
            page.wait_for_url("**/")
        yield page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
