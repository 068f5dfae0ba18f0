"""Asks the State's search of firms for one SIRET, politely; nothing of the answer is stored."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests
from django.conf import settings

from geo_matching.common.download_http import PoliteSession
from geo_matching.common.errors import InputError
from geo_matching.common.source_list import read_sources
from offers.sources.companies import Answer, read_answer, siret_fault

_CONNECT_S, _READ_S = 5.0, 15.0
# The publisher's limit is 7 requests a second.
_BETWEEN_S = 1 / 7
_TRIES = 4
_LONGEST_WAIT_S = 30.0
_TOO_MANY, _FIRST_SERVER_ERROR, _OK = 429, 500, 200


class CompanySearchError(Exception):
    """The search did not answer, or not as published: one line that says what happened."""


@dataclass
class CompanySearch:
    """The search at one address. `sleep` and `clock` are replaced in tests.

    Parameters
    ----------
    address : str
        Where the search answers: "https://host/search".
    user_agent : str
        Who asks, with a contact.
    """

    address: str
    user_agent: str
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    timeout_s: tuple[float, float] = (_CONNECT_S, _READ_S)
    tries: int = _TRIES
    _asked_at: float = field(default=float("-inf"), init=False)

    def look_up(self, siret: str) -> Answer:
        """Return what is known of a SIRET.

        Raises
        ------
        InputError
            When this is no SIRET: nothing is asked then.
        CompanySearchError
            When no usable answer came, after `tries` where a retry may help.
        """
        fault = siret_fault(siret)
        if fault:
            raise InputError(fault)
        try:
            return read_answer(self._ask({"q": siret, "page": "1", "per_page": "10"}), siret)
        except InputError as error:
            raise CompanySearchError(f"the answer is not as published: {error}") from error

    def _ask(self, query: dict[str, str]) -> Any:
        for attempt in range(1, self.tries + 1):
            self._wait_for_turn()
            try:
                response = self._get(query)
            except requests.Timeout:
                problem, wait_s = "no answer in time", 2.0**attempt
            except requests.RequestException as error:
                problem, wait_s = f"no connection ({type(error).__name__})", 2.0**attempt
            else:
                if response.status_code == _OK:
                    return _json(response)
                problem = _problem(response)
                if not _may_pass(response.status_code):
                    break
                wait_s = _retry_after(response) or 2.0**attempt
            if attempt < self.tries:
                self.sleep(min(wait_s, _LONGEST_WAIT_S))
        raise CompanySearchError(problem)

    def _wait_for_turn(self) -> None:
        early_s = self._asked_at + _BETWEEN_S - self.clock()
        if early_s > 0:
            self.sleep(early_s)
        self._asked_at = self.clock()

    def _get(self, query: dict[str, str]) -> requests.Response:
        with PoliteSession(self.user_agent) as session:
            return session.get(
                self.address,
                params=query,
                timeout=self.timeout_s,
                # Nothing says that this service redirects; a redirect may lead anywhere.
                allow_redirects=False,
            )


def company_search() -> CompanySearch:
    """Return the search at the address of the source `firms`, which SOURCE_BASES may replace."""
    sources = read_sources(settings.SOURCES_FILE, settings.SOURCE_BASES)
    (found,) = sources.addresses(sources.get("firms"), ())
    return CompanySearch(
        found.url, f"stages-de-3e ({settings.DOWNLOAD_CONTACT or 'no contact set'})"
    )


def _may_pass(status: int) -> bool:
    return status == _TOO_MANY or status >= _FIRST_SERVER_ERROR


def _retry_after(response: requests.Response) -> float | None:
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isdigit() else None


def _problem(response: requests.Response) -> str:
    """Return the status, with the publisher's own words where it gives them."""
    try:
        document = response.json()
    except ValueError:
        document = None
    told = document.get("erreur") if isinstance(document, dict) else None
    return f"the search answers {response.status_code}" + (f" ({told})" if told else "")


def _json(response: requests.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        kind = response.headers.get("Content-Type", "no type")
        raise CompanySearchError(f"JSON was expected, the answer is {kind}") from None
