"""Runs the suite on everything this machine has, and says what it ran and what it could not.

tests/run                               every suite
tests/run sqlite crowds                 only these
tests/run postgresql -- tests/courses   whatever follows -- goes to pytest
REQUIRE=all tests/run                   a suite that cannot run is a failure
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
ELASTICSEARCH = ROOT / "tests" / "elasticsearch" / "server"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

Environment = dict[str, str]


class Missing(Exception):  # noqa: N818  # it is a reason, not a mistake
    """This machine lacks what a suite needs; the text says what."""


@dataclass
class Suite:
    name: str
    marks: str
    place: Callable[[], AbstractContextManager[Environment]]
    workers: int = 1
    """How many processes share it. Each has a database of its own, which the next suite on the same kind of
    database takes over: making one costs more than some suites do."""
    whole: bool = False
    """No test of it may skip itself when everything is required."""

    def run(self, environment: Environment, arguments: list[str]) -> tuple[int, str]:
        """Exit status and closing line of pytest. A run that did not pass leaves no database to the next."""
        kind = urlsplit(environment["DATABASE_URL"]).scheme
        stamps = [VAR / f"test-{kind}-{worker}.migrations" for worker in range(self.workers)]
        fresh = any(not stamp.exists() or stamp.read_text() != migrations() for stamp in stamps)
        for stamp in stamps:
            stamp.unlink(missing_ok=True)
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-rfEs",
            "--durations=5",
            "-m",
            self.marks,
            "--numprocesses",
            str(self.workers),
            "--dist=loadgroup",
            *arguments,
        ]
        if fresh:
            command.append("--create-db")
        kept = {"TEST_DATABASE": str(VAR / "test.sqlite3")}
        # Without bytecode every process would compile each file anew, which takes longer than some suites.
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        status, closing = tee(command, {**inherited, **kept, **environment})
        if status == 0:
            for stamp in stamps:
                stamp.write_text(migrations())
        return status, closing


def migrations() -> str:
    """A sum over all that makes an empty database; another one means that a kept database is of no use."""
    digest = hashlib.sha256()
    for path in [*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "site" / "config" / "foundation.py"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def tee(command: list[str], environment: Environment) -> tuple[int, str]:
    """Runs a command, shows what it says, and returns its exit status and last words."""
    closing = ""
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as running:
        try:
            for line in running.stdout or []:
                print(line, end="", flush=True)
                closing = line.strip() or closing
        except BaseException:
            running.terminate()
            raise
    return running.returncode, re.sub(r"\x1b\[[0-9;]*m", "", closing).strip("= ")


@contextmanager
def sqlite() -> Iterator[Environment]:
    yield {"DATABASE_URL": f"sqlite:///{VAR}/none.sqlite3"}


@contextmanager
def postgresql() -> Iterator[Environment]:
    """The server that GUILDHALL_TEST_POSTGRESQL names, one that runs here, or Debian's, started for this."""
    with ExitStack() as stack:
        url = os.environ.get("GUILDHALL_TEST_POSTGRESQL", "")
        if not url and not answers(url := local_url("5432")):
            url = stack.enter_context(debian_cluster())
        if not answers(url):
            raise Missing(f"no PostgreSQL answers at {url.rsplit('@')[-1]}")
        yield {"DATABASE_URL": url}


def local_url(port: str) -> str:
    return f"postgresql://guildhall:guildhall@127.0.0.1:{port}/guildhall"


def answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def debian_cluster() -> Iterator[str]:
    """The address of a database in the first cluster of this machine; stopped again if it was down."""
    if os.geteuid() != 0 or not shutil.which("pg_ctlcluster"):
        raise Missing("no PostgreSQL answers here; GUILDHALL_TEST_POSTGRESQL=postgresql://… names one")
    clusters = said("pg_lsclusters", "--no-header").splitlines()
    if not clusters:
        raise Missing("PostgreSQL has no cluster here; pg_createcluster 15 main makes one")
    version, name, port, state, *_rest = clusters[0].split()
    if state.startswith("down"):
        said("pg_ctlcluster", version, name, "start")
    try:
        make_database(port)
        yield local_url(port)
    finally:
        if state.startswith("down"):
            said("pg_ctlcluster", version, name, "stop", "-m", "fast")


def make_database(port: str) -> None:
    psql = [
        "runuser",
        "-u",
        "postgres",
        "--",
        "psql",
        "--port",
        port,
        "--tuples-only",
        "--quiet",
        "--command",
    ]
    if not said(*psql, "SELECT 1 FROM pg_roles WHERE rolname = 'guildhall'").strip():
        said(*psql, "CREATE ROLE guildhall LOGIN CREATEDB PASSWORD 'guildhall'")
    if not said(*psql, "SELECT 1 FROM pg_database WHERE datname = 'guildhall'").strip():
        said(*psql, "CREATE DATABASE guildhall OWNER guildhall")


@contextmanager
def elasticsearch() -> Iterator[Environment]:
    """The server that TEST_ELASTICSEARCH_URL names, or a local one, stopped again if it did not run."""
    with ExitStack() as stack, sqlite() as environment:
        url = os.environ.get("TEST_ELASTICSEARCH_URL", "") or stack.enter_context(local_server())
        yield {**environment, "TEST_ELASTICSEARCH_URL": url}


@contextmanager
def servers() -> Iterator[Environment]:
    """Nothing runs, but the tests can start what they want."""
    need_tools()
    with sqlite() as environment:
        yield environment


def need_tools() -> None:
    lacking = [tool for tool in ("java", "mvn", "curl") if not shutil.which(tool)]
    if lacking:
        raise Missing(f"Elasticsearch needs {' and '.join(lacking)} here")


@contextmanager
def local_server() -> Iterator[str]:
    need_tools()
    began = "already" not in said(str(ELASTICSEARCH), "start")
    try:
        yield "http://127.0.0.1:9200"
    finally:
        if began:
            said(str(ELASTICSEARCH), "stop")


@contextmanager
def browser() -> Iterator[Environment]:
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not chromium:
        raise Missing("no Chromium here; CHROMIUM=/path/to/chromium names one")
    with sqlite() as environment:
        yield {**environment, "CHROMIUM": chromium}


def said(*command: str) -> str:
    """What a command prints; raises Missing with its complaint when it fails."""
    done = subprocess.run(
        command, cwd="/", stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Missing(f"{Path(command[0]).name} failed: {done.stderr.strip()[-300:]}")
    return done.stdout


ALONE = "not concurrency and not browser and not elasticsearch"
SUITES = [
    Suite("sqlite", ALONE, sqlite, workers=2),
    Suite("crowds", "concurrency", sqlite),
    Suite("postgresql", f"{ALONE} and database and not slow and not once", postgresql, workers=2),
    Suite("postgresql-crowds", "concurrency", postgresql),
    Suite("elasticsearch", "elasticsearch and not outage", elasticsearch, workers=2, whole=True),
    Suite("outages", "outage", servers, whole=True),
    Suite("browser", "browser", browser, whole=True),
]


def main(words: list[str]) -> int:
    names = list(takewhile(lambda word: word != "--", words))
    chosen = [suite for suite in SUITES if not names or suite.name in names]
    if unknown := set(names) - {suite.name for suite in chosen}:
        sys.exit(
            f"No suite is called {unknown.pop()}. There are: {', '.join(suite.name for suite in SUITES)}"
        )
    VAR.mkdir(exist_ok=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    outcomes = [(suite.name, *outcome(suite, words[len(names) + 1 :])) for suite in chosen]
    print("\nWhat ran, and what did not:")
    for name, _good, closing in outcomes:
        print(f"  {name:18} {closing}")
    return 0 if all(good for _name, good, _closing in outcomes) else 1


def outcome(suite: Suite, arguments: list[str]) -> tuple[bool, str]:
    """Whether it went well, and what to say of it."""
    print(f"\n-- {suite.name} " + "-" * (97 - len(suite.name)), flush=True)
    everything = os.environ.get("REQUIRE") == "all"
    try:
        with suite.place() as environment:
            status, closing = suite.run(environment, arguments)
    except Missing as missing:
        return not everything, f"{'FAILED' if everything else 'not run'}: {missing}"
    if status != 0 or (everything and suite.whole and "skipped" in closing):
        return False, f"FAILED: {closing}"
    return True, closing


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
