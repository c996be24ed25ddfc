"""Reads a list of OpenStack's to its end, and counts its requests.

    [--items=COUNT] ours resources|record_sets|NOUN [ZONE]
    [--items=COUNT] openstacksdk servers|volumes|record_sets [ZONE [PAGE]]

NOUN is what the methods of its client call a kind of resource; COUNT must be in the list.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.contenders.meter import measure

Lists = tuple[Any, Callable[[], Iterable[Any]]]
"""A connection of openstacksdk, and what reads the list through it."""


def ours(name: str, *zone: str) -> Lists:
    """Our list; that of one kind is its client's."""
    from codomyrmex.cloud import connect
    from codomyrmex.cloud.infomaniak.resources import KINDS

    cloud: Any = connect("infomaniak")
    connection = cloud.compute.native
    if name == "resources":
        return connection, cloud.list_resources
    if name == "record_sets":
        found = cloud.dns.find_zone(*zone)
        return connection, lambda: cloud.dns.list_record_sets(found)
    kind = next(kind for kind in KINDS if kind.noun == name)
    return connection, lambda: cloud.list_resources(kind.type)


def openstacksdk(name: str, zone: str = "", page: str | None = None) -> Lists:
    """openstacksdk's."""
    import openstack

    connection = openstack.connect()
    if name == "servers":
        return connection, connection.compute.servers
    if name == "volumes":
        return connection, connection.block_storage.volumes
    found = connection.dns.find_zone(zone, ignore_missing=False)
    query = {} if page is None else {"limit": int(page)}
    return connection, lambda: connection.dns.recordsets(found, **query)


def main() -> None:
    """Read the list twice, and measure the second time: the token is there, and the versions are known."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--items", type=int)
    parser.add_argument("who", choices=("ours", "openstacksdk"))
    parser.add_argument("name")
    parser.add_argument("more", nargs="*")
    given = parser.parse_args()
    connection, read = (ours if given.who == "ours" else openstacksdk)(given.name, *given.more)
    requests: list[str] = []
    connection.session.session.hooks["response"].append(
        lambda answer, *_, **__: requests.append(answer.request.url)
    )

    def work() -> None:
        found = sum(1 for _ in read())
        assert given.items in (None, found), f"{found} in the list, not {given.items}"

    work()
    measure(work, requests)


if __name__ == "__main__":
    main()
