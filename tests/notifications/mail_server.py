"""A mail server on 127.0.0.1 that can be told to refuse: it keeps what it takes.

with MailServer() as server:
    server.answer = "421 closed"
    ...
    server.answer = ""
    assert server.taken[0]["To"] == "a@essais.example"
"""

import email
import email.policy
import socketserver
import threading
from email.message import EmailMessage
from typing import Self

import pytest


class MailServer:
    """Runs in a thread of the test and stops with it."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        # What is said at the door, and to a recipient, instead of welcome.
        self.answer, self.recipient_answer = "", ""
        handler = type("Handler", (_Handler,), {"owner": self})
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return self._server.server_address[1]


class _Handler(socketserver.StreamRequestHandler):
    owner: MailServer

    def handle(self) -> None:
        self.say(self.owner.answer or "220 essais.example")
        while not self.owner.answer and (line := self.rfile.readline()):
            word = line[:4].upper()
            if word == b"DATA":
                self.say("354 go on")
                self.take()
            elif word == b"RCPT" and self.owner.recipient_answer:
                self.say(self.owner.recipient_answer)
            else:
                self.say("221 bye" if word == b"QUIT" else "250 ok")
            if word == b"QUIT":
                return

    def take(self) -> None:
        raw = b""
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            raw += line
        self.owner.taken.append(email.message_from_bytes(raw, policy=email.policy.default))
        self.say("250 taken")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def mail_server(settings):
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server
