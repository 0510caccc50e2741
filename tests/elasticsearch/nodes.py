"""Servers of a test's own, which may be killed and stopped; `server` beside this file starts them."""

import os
import random
import shutil
import signal
import socket
import subprocess
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

SERVER = Path(__file__).with_name("server")
STATE = Path(__file__).resolve().parent.parent.parent / "var" / "elasticsearch"


class Node:
    """One server process on a port of its own."""

    def __init__(self, port):
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def start(self):
        """Returns when it is healthy; what it held before is there again."""
        run("start", "--port", str(self.port), "--heap", "300m")

    def kill(self):
        self._signal(signal.SIGKILL)

    def pause(self):
        self._signal(signal.SIGSTOP)

    def resume(self):
        self._signal(signal.SIGCONT)

    def remove(self):
        """Stop it, in whatever state it is, and leave nothing."""
        for name in (signal.SIGCONT, signal.SIGKILL):
            self._signal(name)
        run("stop", "--port", str(self.port))
        shutil.rmtree(STATE / str(self.port), ignore_errors=True)

    def _signal(self, name):
        with suppress(ProcessLookupError, FileNotFoundError):
            os.kill(int((STATE / str(self.port) / "pid").read_text()), name)


def run(*words):
    """The script, whose nodes outlive it and must not inherit our pipes."""
    log = STATE / f"tests-{os.getpid()}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as out:
        done = subprocess.run(
            [SERVER, *words], stdin=subprocess.DEVNULL, stdout=out, stderr=out, timeout=300, check=False
        )
    said = log.read_text()
    log.unlink()
    assert done.returncode == 0, said


@contextmanager
def one_node():
    node = Node(free_ports(1))
    try:
        node.start()
        yield node
    finally:
        node.remove()


@contextmanager
def cluster(count):
    """As many nodes as one cluster; each has started and knows the others."""
    first = free_ports(count)
    nodes = [Node(port) for port in range(first, first + count)]
    try:
        run("cluster", str(count), "--port", str(first), "--heap", "256m")
        yield nodes
    finally:
        for node in nodes:
            node.remove()


def free_ports(count):
    """The first of `count` ports in a row that nobody uses, nor those 100 above them, where nodes talk."""
    for _try in range(100):
        first = random.randrange(20_000, 30_000)
        wanted = [first + n + more for n in range(count) for more in (0, 100)]
        if all(map(is_free, wanted)):
            return first
    raise AssertionError("no ports are free")


def is_free(port):
    with ExitStack() as stack:
        try:
            stack.enter_context(socket.socket()).bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
