"""The server by itself, for measurements: ``python -m tests.servers.newsletter``.

It prints one line of JSON, which says where it is, and serves until its standard input ends.
"""

from __future__ import annotations

import json
import sys

from tests.servers.newsletter.server import TOKEN, NewsletterServer


def main() -> None:
    """Serve an empty newsletter. Nothing is limited."""
    with NewsletterServer() as server:
        place = {"base_url": server.endpoint, "token": TOKEN, "domain": str(server.domain.id)}
        sys.stdout.write(f"{json.dumps(place)}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
