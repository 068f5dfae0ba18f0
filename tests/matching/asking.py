"""Clients that ask the web API again and again over real HTTP while something else happens."""

import json
import threading
import urllib.request
from contextlib import contextmanager


@contextmanager
def asking(address: str):
    """Ask again and again from two clients until the block ends; gather (status, minutes)."""
    stop, answers = threading.Event(), []

    def ask():
        while not stop.is_set():
            with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - our own server
                results = json.loads(answer.read())["results"]
            answers.append((answer.status, tuple(one["commute"]["minutes"] for one in results)))

    clients = [threading.Thread(target=ask) for _ in range(2)]
    for client in clients:
        client.start()
    try:
        yield answers
    finally:
        stop.set()
        for client in clients:
            client.join()


def wait_until(happened) -> None:
    for _ in range(400):
        if happened():
            return
        threading.Event().wait(0.05)
    raise AssertionError("it never came")
