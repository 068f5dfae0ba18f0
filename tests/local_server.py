"""A server on 127.0.0.1 that misbehaves on purpose: each address has a list of answers to give.

    with LocalServer() as server:
        server.answers("/file.csv", Reply(status=503), Reply(body=b"a;b"))
        ... server.url("/file.csv") ...
        assert server.requests[0].headers["User-Agent"] == ...

The last answer of an address is given again for ever; an address without one is a 404.
"""

import http.server
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """One answer.

    The line goes dead after `cut_after` bytes; `claims` is the length that is stated; `wait_s` comes
    before the answer, `drip_s` after every byte of it.
    """

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    claims: int | None = None
    wait_s: float = 0
    drip_s: float = 0


Answer = Reply | Callable[[Request], Reply]


def served_file(content: bytes | Path, *, etag: str = "", modified: float | None = None) -> Answer:
    """Answer like a well-behaved server: conditional requests and ranges with If-Range."""

    def answer(request: Request) -> Reply:
        body = content.read_bytes() if isinstance(content, Path) else content
        headers = {"Accept-Ranges": "bytes"}
        if etag:
            headers["ETag"] = etag
        if modified is not None:
            headers["Last-Modified"] = formatdate(modified, usegmt=True)
        known = {etag, headers.get("Last-Modified")} - {"", None}
        # An ETag that is asked about comes before a date.
        asked = request.headers.get("If-None-Match") or request.headers.get("If-Modified-Since")
        if asked in known:
            return Reply(304, headers=headers)
        start = request.headers.get("Range", "").removeprefix("bytes=").removesuffix("-")
        if start.isdigit() and request.headers.get("If-Range") in known:
            span = f"bytes {start}-{len(body) - 1}/{len(body)}"
            return Reply(206, body[int(start) :], {**headers, "Content-Range": span})
        return Reply(200, body, headers)

    return answer


class LocalServer:
    """Runs in a thread of the test and stops with it."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._answers: defaultdict[str, list[Answer]] = defaultdict(list)
        self._lock = threading.Lock()
        handler = type("Handler", (_Handler,), {"owner": self})
        self._server = _Server(("127.0.0.1", 0), handler)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def url(self, path: str) -> str:
        return f"{self.base}{path}"

    def answers(self, path: str, *answers: Answer) -> None:
        """Give these answers, one a request, to requests of this path, whatever their query."""
        self._answers[path] = list(answers)

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def next_reply(self, request: Request) -> Reply:
        with self._lock:
            self.requests.append(request)
            waiting = self._answers.get(request.path)
            if not waiting:
                return Reply(404, b"not here")
            answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return answer if isinstance(answer, Reply) else answer(request)


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing when a client hangs up: that is what the tests provoke."""


class _Handler(http.server.BaseHTTPRequestHandler):
    owner: LocalServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        request = Request(self.command, address.path, address.query, dict(self.headers.items()))
        self._send(self.owner.next_reply(request))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.do_GET()

    def _send(self, reply: Reply) -> None:
        time.sleep(reply.wait_s)
        self.close_connection = reply.cut_after is not None or reply.claims is not None
        try:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status != 304 and "Transfer-Encoding" not in reply.headers:
                length = len(reply.body) if reply.claims is None else reply.claims
                self.send_header("Content-Length", str(length))
            self.end_headers()
            body = reply.body[: reply.cut_after]
            for piece in (body[i : i + 1] for i in range(len(body))) if reply.drip_s else (body,):
                self.wfile.write(piece)
                time.sleep(reply.drip_s)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client has seen enough

    def log_message(self, *_: object) -> None:
        pass
