"""The order of the tests: those of one server in one process, which then is the only one to start it.

pytest-xdist hands each process an equal piece of the list, and takes from its end what is late.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TypeVar

import pytest

T = TypeVar("T")

OWN_SERVERS = ("openstack", "ceph", "moto", "azurite", "gcs", "rclone", "postgresql")
"""Those that each process starts for itself: their fixtures without ``_server``, and words of parameters."""


def pieces(items: list[T], number: int) -> list[list[T]]:
    """A list in as many equal pieces, one after the other."""
    bounds = [len(items) * i // number for i in range(number + 1)]
    return [items[start:end] for start, end in pairwise(bounds)]


def shares(items: list[pytest.Item], number: int) -> list[list[pytest.Item]]:
    """The tests in as many equal shares: all of a server in one, and those of none last, where they are taken
    from."""
    by_server: dict[str | None, list[pytest.Item]] = {}
    for item in items:
        by_server.setdefault(server_of(item), []).append(item)
    sizes = map(len, pieces(items, number))
    rest = by_server.pop(None, [])
    found: list[list[pytest.Item]] = [[] for _ in range(number)]
    for group in sorted(by_server.values(), key=len, reverse=True):
        min(found, key=len).extend(group)
    for share, size in zip(found, sizes, strict=True):
        room = max(0, size - len(share))
        share += rest[:room]
        del rest[:room]
    found[-1] += rest
    return found


def server_of(item: pytest.Item) -> str | None:
    """The server that a test needs a process to start."""
    parameters = getattr(item, "callspec", None)
    words = parameters.id.split("-") if parameters is not None else ()
    fixtures = getattr(item, "fixturenames", ())
    return next((name for name in OWN_SERVERS if f"{name}_server" in fixtures or name in words), None)
