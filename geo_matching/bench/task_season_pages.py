"""Task: look at each page once in this process, count its queries, and answer who looks at what."""

from collections import defaultdict
from dataclasses import asdict
from typing import Any

import django
from django.conf import settings

from geo_matching.bench.process import answer

OK = 200


def main() -> dict[str, Any]:
    django.setup()
    from django.db import connection  # noqa: PLC0415 - models need the set-up
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from geo_matching.bench.season_pages import looks  # noqa: PLC0415

    found = looks()
    queries: dict[str, int] = defaultdict(int)
    wrong = []
    for look in found:
        client = Client(headers={"host": "127.0.0.1"})
        if look.cookie:
            client.cookies[settings.SESSION_COOKIE_NAME] = look.cookie
        with CaptureQueriesContext(connection) as captured:
            status = client.get(look.path).status_code
        queries[look.page] = max(queries[look.page], len(captured))
        if status != OK:
            wrong.append(f"{look.path} answered {status}")
    return {"looks": [asdict(look) for look in found], "queries": queries, "wrong": wrong}


if __name__ == "__main__":
    answer(main)
