"""The worker of background jobs, run until its queue is empty."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from procrastinate.contrib.django import procrastinate_app


def work() -> None:
    """Run the worker until its queue is empty.

    In a thread of its own: browser tests leave an event loop running in the main one.
    """
    with ThreadPoolExecutor(1) as alone:
        alone.submit(_work).result()


def _work() -> None:
    app = procrastinate_app.current_app
    try:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:
            worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    finally:
        connections.close_all()


@pytest.fixture
def queue(transactional_db):
    """Have jobs committed, or the worker would not see them."""
