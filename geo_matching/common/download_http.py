"""One exchange with a server: redirects among allowed hosts only, and what each answer means."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import requests

from geo_matching.common.errors import InputError

MAX_REDIRECTS = 5
RETRIES = 3
# "Too many requests" is no failure: the server is well and only asks for patience.
RETRIES_TOO_MANY = 6


class TryAgainError(Exception):
    """An exchange that failed but may succeed later.

    `after_s` is what the server asks to wait (None: back off), `retries` how often this kind of
    failure is tried again, `progressed` whether bytes were received that can be built upon.
    """

    def __init__(
        self,
        reason: str,
        *,
        after_s: float | None = None,
        retries: int = RETRIES,
        progressed: bool = False,
    ) -> None:
        super().__init__(reason)
        self.after_s, self.retries, self.progressed = after_s, retries, progressed


class PoliteSession(requests.Session):
    """A session that never sends credentials of a .netrc file; proxies of the environment hold."""

    def __init__(self, user_agent: str) -> None:
        super().__init__()
        self.headers.update({"User-Agent": user_agent, "Accept-Encoding": "identity"})
        self.auth = _no_credentials


def _no_credentials(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def ask(
    session: requests.Session,
    url: str,
    headers: Mapping[str, str],
    hosts: frozenset[str],
    timeout: tuple[float, float],
) -> requests.Response:
    """Return a streamed answer with status 200, 206, 304 or 416.

    Raises
    ------
    TryAgainError
        No connection, a time-out, 429 or 5xx.
    InputError
        Any other status, a redirect to a host that is not allowed, or too many redirects.
    """
    allowed = hosts | {urlsplit(url).hostname or ""}
    for _ in range(MAX_REDIRECTS + 1):
        response = _get(session, url, headers, timeout)
        if not response.is_redirect:
            return _accepted(response)
        target = urljoin(url, response.headers["Location"])
        response.close()
        _check_redirect(url, target, allowed)
        url = target
    raise InputError(f"more than {MAX_REDIRECTS} redirects", file=url)


def _get(
    session: requests.Session, url: str, headers: Mapping[str, str], timeout: tuple[float, float]
) -> requests.Response:
    try:
        return session.get(
            url, headers=dict(headers), stream=True, allow_redirects=False, timeout=timeout
        )
    except requests.exceptions.SSLError as error:
        raise InputError("the server's certificate is not accepted", file=url) from error
    except requests.Timeout as error:
        raise TryAgainError(f"no answer within {timeout[1]:g} s") from error
    except requests.ConnectionError as error:
        raise TryAgainError("no connection to the server, or it hung up") from error
    except requests.RequestException as error:
        raise InputError(f"cannot be asked for ({error})", file=url) from error


def _check_redirect(url: str, target: str, allowed: frozenset[str]) -> None:
    before, after = urlsplit(url), urlsplit(target)
    if after.scheme not in {"http", "https"} or after.hostname not in allowed:
        raise InputError(
            f"redirected to {after.scheme}://{after.netloc}, a host that is not listed for this "
            "source: add it to `hosts` if it is right",
            file=url,
        )
    if before.scheme == "https" and after.scheme == "http":
        raise InputError("redirected from https to http: refused", file=url)


def _accepted(response: requests.Response) -> requests.Response:
    status = response.status_code
    good = {
        HTTPStatus.OK,
        HTTPStatus.PARTIAL_CONTENT,
        HTTPStatus.NOT_MODIFIED,
        HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
    }
    if status in good:
        return response
    after_s = retry_after_s(response.headers.get("Retry-After", ""))
    response.close()
    said = f"the server answers {status} {response.reason or ''}".rstrip()
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise TryAgainError(said, after_s=after_s, retries=RETRIES_TOO_MANY)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise TryAgainError(said, after_s=after_s)
    raise InputError(said, file=response.url)


def retry_after_s(text: str, now: datetime | None = None) -> float | None:
    """Return the seconds that a Retry-After header asks for, given as seconds or as a date.

    >>> retry_after_s("30"), retry_after_s("soon")
    (30.0, None)
    """
    if text.strip().isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    # "-0000" in the header: a date in UTC without a zone.
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
