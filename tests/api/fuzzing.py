"""What the tests share that ask the API whatever its schema allows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck
from schemathesis import checks

from geo_matching.wsgi import application

QUIET: dict[str, Any] = {
    "deadline": None,
    "derandomize": True,
    "suppress_health_check": list(HealthCheck),
}


@contextmanager
def one_transaction() -> Iterator[None]:
    """Keep the test's connection open between requests, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def published_schema(path: str) -> Any:
    """Ask the application for its schema."""
    with one_transaction():
        return schemathesis.openapi.from_wsgi(path, application)


def ask_as_foreseen(
    case: Any, headers: dict[str, str] | None = None, before: Callable[[], Any] = lambda: None
) -> int:
    """Send one made-up request; fail on an answer that the schema does not tell of."""
    with one_transaction():
        before()
        # The checks read no gzip.
        response = case.call(headers={"Accept-Encoding": "identity", **(headers or {})})
        case.validate_response(
            response,
            checks=[
                checks.not_a_server_error,
                checks.response_schema_conformance,
                checks.status_code_conformance,
                checks.content_type_conformance,
            ],
        )
        return response.status_code


def check_answered_or_refused(response: Any) -> None:
    """Fail on a server error, and on a refusal that does not say why in a sentence."""
    assert response.status_code < 500 or response.status_code == 503
    answer = response.json()
    if response.status_code != 200:
        assert set(answer) == {"code", "error", "field"}
        assert answer["error"].endswith(".")
