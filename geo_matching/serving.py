"""How gunicorn serves the site, the same everywhere: `gunicorn -c python:geo_matching.serving ...`.

A process of gunicorn's own `gthread` takes every connection that comes while others stand idle: one
holds seven requests, its neighbour three, and the slowest waits twice as long as the middle one
(docs/season.md). Here a process takes a connection only when one of its threads is free. Gunicorn's
`sync` does that too, but a browser that connects early and says nothing holds its process.
"""

import os
import time
from concurrent.futures import Future
from functools import partial
from selectors import EVENT_READ
from socket import socket
from types import FrameType

from gunicorn.workers.gthread import TConn, ThreadWorker

# Chromium connects before it knows what to ask; a phone's first packet may be lost once or twice.
SILENCE_S = 10.0


class FairWorker(ThreadWorker):
    """Leave a connection to the other processes while all threads of this one are at work."""

    busy = 0

    def set_accept_enabled(self, enabled: bool) -> None:
        """Open the door when asked to and a thread is free; called at each turn of the loop."""
        super().set_accept_enabled(enabled and self.busy < self.cfg.threads)

    def accept(self, listener: socket) -> None:
        """Take one connection; while it is silent it waits beside, without a thread."""
        if self.busy >= self.cfg.threads:
            return  # A request that came in the same turn has just taken the last free thread.
        try:
            client, address = listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return  # Another process was faster, or the client has gone.
        self.nr_conns += 1
        conn = TConn(self.cfg, client, address, listener.getsockname())
        if conn.wait_for_data(0):
            self.enqueue_req(conn)
        else:
            conn.timeout = time.monotonic() + SILENCE_S
            self.pending_conns.append(conn)
            speaks = partial(self.on_pending_socket_readable, conn)
            self.poller.register(client, EVENT_READ, speaks)

    def enqueue_req(self, conn: TConn) -> None:
        """Hand a request to a thread; with the last free one the door is closed."""
        self.busy += 1
        if self.busy >= self.cfg.threads:
            self.set_accept_enabled(False)
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: "Future[object]") -> None:
        """Free the thread; the loop opens the door at its next turn."""
        self.busy -= 1
        super().finish_request(conn, fs)

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """Leave at once, as `sync` does; Python ends the threads.

        Gunicorn's own ends them here and waits for a lock. At Ctrl-C the terminal and the master
        both signal: the second handler waits for what the first one, below it, holds for ever.
        """
        super(ThreadWorker, self).handle_quit(sig, frame)

    def _cap_keepalive(self, deadline: float) -> None:
        """Wait for silent connections no longer than for kept ones when the process stops."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)


worker_class = FairWorker
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 2
# Django, the kernels and the networks are read once; the processes fork from there.
preload_app = True
control_socket_disable = True
