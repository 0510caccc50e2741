"""A door before a server: it passes everything through, or behaves as an ill server does."""

import ssl
import threading
import time
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Gate:
    """`mode` is "open", "hung" (takes a request and never answers), "slow" (answers a byte at a time for
    two seconds), "late" (the answer comes in pieces, for two seconds), or the status that everything is
    answered with. `seen` keeps (method, path, headers).
    With a `key`, only who has it is let in; of requests with more than `most` bytes nothing is taken.
    """

    def __init__(self, behind="", *, context=None, mode="open", key="", most=10**9):
        self.behind, self.mode, self.key, self.most = behind, mode, key, most
        self.seen = []
        self.let_go = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Door", (Door,), {"gate": self}))
        self._server.daemon_threads = True
        if context:
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()


class Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    gate: Gate

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.title(): value for name, value in self.headers.items()}
        self.gate.seen.append((self.command, self.path, headers))
        mode = self.gate.mode
        if self.gate.key and self.headers.get("Authorization") != f"ApiKey {self.gate.key}":
            mode = 401
        elif len(body) > self.gate.most:
            mode = 413
        if mode == "hung":
            self.gate.let_go.wait(60)
            self.close_connection = True
        elif mode == "slow":
            self.drip()
        elif mode in {"open", "late"}:
            self.pass_on(body)
        else:
            self.say(mode, {}, b"{}")

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer  # noqa: N815  # http.server looks for them

    def pass_on(self, body):
        behind = HTTPConnection(urlsplit(self.gate.behind).netloc, timeout=60)
        kept = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        behind.request(self.command, self.path, body, kept)
        answer = behind.getresponse()
        self.say(answer.status, {"Content-Type": answer.headers.get("Content-Type", "")}, answer.read())
        behind.close()

    def say(self, status, headers, body):
        self.send_response(status)
        for name, value in {"X-Elastic-Product": "Elasticsearch", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        pieces = 8 if self.gate.mode == "late" else 1
        size = max(len(body) // pieces, 1)
        for start in range(0, len(body) if self.command != "HEAD" else 0, size):
            if start and pieces > 1:
                self.gate.let_go.wait(0.25)
            self.wfile.write(body[start : start + size])

    def drip(self):
        head = b"HTTP/1.1 200 OK\r\nX-Elastic-Product: Elasticsearch\r\nContent-Type: application/json\r\n"
        self.wfile.write(head + b"Content-Length: 4000\r\n\r\n{")
        until = time.monotonic() + 2
        while time.monotonic() < until and not self.gate.let_go.wait(0.1):
            self.wfile.write(b" ")
        self.close_connection = True

    def log_message(self, *_words):
        """Nothing is said of each request."""


def trusting(certificate, key):
    """What a server needs to speak TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
