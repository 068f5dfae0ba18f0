"""Task: look at each page once in this process, count its queries, and answer who looks at what."""

from collections import Counter, defaultdict
from dataclasses import asdict
from typing import Any

import django
from django.conf import settings

from geo_matching.bench.process import answer

OK = 200
# Pages with more looks than that are counted on the first of them.
MOST_COUNTED = 20


def main(requests: int) -> dict[str, Any]:
    django.setup()
    from geo_matching.bench.season_asking import (  # noqa: PLC0415 - models need the set-up
        bulk_keys,
        partner_looks,
        reach_looks,
    )
    from geo_matching.bench.season_pages import page_looks  # noqa: PLC0415
    from geo_matching.bench.season_writing import coming_weeks  # noqa: PLC0415
    from offers.weeks import format_week  # noqa: PLC0415

    # Asked in two passes: a place is never asked for twice.
    looks = [*reach_looks(2 * requests), *page_looks(), *partner_looks()]
    queries: dict[str, int] = defaultdict(int)
    seen: Counter[str] = Counter()
    wrong = []
    for look in looks:
        seen[look.page] += 1
        if seen[look.page] <= MOST_COUNTED:
            count, fault = _counted(look)
            queries[look.page] = max(queries[look.page], count)
            wrong += [fault] if fault else []
    return {
        "looks": [asdict(look) for look in looks],
        "queries": queries,
        "wrong": wrong,
        "bulk": bulk_keys(),
        "weeks": [format_week(week) for week in coming_weeks()],
    }


def _counted(look: Any) -> tuple[int, str]:
    """Return how many queries a look costs, and what is wrong with its answer."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    headers = {"host": "127.0.0.1"}
    if look.token:
        headers["authorization"] = f"Bearer {look.token}"
    client = Client(headers=headers)
    if look.cookie:
        client.cookies[settings.SESSION_COOKIE_NAME] = look.cookie
    with CaptureQueriesContext(connection) as captured:
        response = client.get(look.path)
        content = b"".join(response) if response.streaming else response.content
    if response.status_code != OK:
        return len(captured), f"{look.path} answered {response.status_code}"
    if look.holds and look.holds not in content.decode():
        return len(captured), f"{look.path} ({look.page}) does not show {look.holds}"
    return len(captured), ""


if __name__ == "__main__":
    answer(main)
