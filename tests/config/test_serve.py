"""The web server and the worker live and end together."""

import os
import signal
import socket
import subprocess
import sys
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture
def house(port, tmp_path):
    """`manage.py serve` on an empty database, open already; whatever a test leaves running is ended."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3",
        "SECRET_KEY": "only for this test",
        "DEBUG": "1",
        "LOG_LEVEL": "CRITICAL",
    }
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, **pipes) as serving:
        said = iter(serving.stdout.readline, "")
        assert any("Guildhall is open" in line for line in said), serving.stderr.read()
        yield serving
        serving.terminate()


def children_of(serving):
    listed = ["ps", "--ppid", str(serving.pid), "-o", "pid=,args="]
    lines = subprocess.run(listed, capture_output=True, text=True, check=True).stdout.splitlines()
    return {"worker" if "worker" in line else "web server": int(line.split()[0]) for line in lines}


def is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_taken_port_is_refused_with_its_cure(port):
    with socket.create_server(("127.0.0.1", port)), pytest.raises(CommandError) as refusal:
        call_command("serve", port=port)
    assert str(refusal.value).startswith(f"The web server cannot listen on port {port} ")
    assert str(refusal.value).endswith("or choose another port: make run PORT=8001")


@pytest.mark.slow
def test_told_to_stop_both_stop(house, port):
    assert urlopen(f"http://127.0.0.1:{port}/livez").read() == b"alive\n"
    assert sorted(children_of(house)) == ["web server", "worker"]
    house.send_signal(signal.SIGTERM)
    out, err = house.communicate(timeout=60)
    assert (house.returncode, out, err) == (0, "Stopped.\n", "")
    assert is_free(port)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["web server", "worker"])
def test_when_one_dies_the_other_ends(house, port, name):
    os.kill(children_of(house)[name], signal.SIGKILL)
    _out, err = house.communicate(timeout=60)
    assert house.returncode == 1
    assert f"The {name} ended by itself, so all was stopped. Its reason is above." in err
    assert is_free(port)
