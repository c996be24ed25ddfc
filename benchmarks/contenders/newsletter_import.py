"""Subscribers of Infomaniak's newsletter: ``ours|requests|requests-session COUNT BASE_URL TOKEN DOMAIN``.

``ours`` imports them as a file; `requests` adds one with each request, as the API's own examples do.
"""

from __future__ import annotations

import sys
from typing import Any

from benchmarks.contenders.meter import measure


def ours(count: int, base_url: str, token: str, domain: str) -> None:
    """Import, and wait until all are there."""
    from codomyrmex.cloud import InfomaniakNewsletterClient

    client = InfomaniakNewsletterClient(token, domain, base_url=base_url, limits={})
    rows = ({"email": f"reader{number}@example.org"} for number in range(count))

    def work() -> None:
        assert client.import_subscribers_from(rows).wait() == count

    measure(work)
    _check(client, count)


def _check(client: Any, count: int) -> None:
    assert client.count_subscribers() >= count


def loop(session: bool, count: int, base_url: str, token: str, domain: str) -> None:
    """Add one after the other."""
    import requests

    http: Any = requests.Session() if session else requests
    url = f"{base_url}/1/newsletters/{domain}/subscribers"
    headers = {"Authorization": f"Bearer {token}"}

    def work() -> None:
        for number in range(count):
            body = {"email": f"reader{number}@example.org"}
            http.post(url, headers=headers, json=body, timeout=60).raise_for_status()

    measure(work)


if __name__ == "__main__":
    who, many, *place = sys.argv[1:]
    if who == "ours":
        ours(int(many), *place)
    else:
        loop(who == "requests-session", int(many), *place)
