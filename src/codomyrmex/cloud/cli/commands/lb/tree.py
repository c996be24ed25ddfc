"""A load balancer as a tree: its listeners, their pools, the members of those."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from codomyrmex.cloud.cli.removing import label_of
from codomyrmex.cloud.cli.table import fields_of
from codomyrmex.cloud.common.network import Listener, LoadBalancer, NetworkClient, Pool, PoolMember


def lines_of_tree(client: NetworkClient, balancer: LoadBalancer) -> Iterator[str]:
    """The tree as lines of text."""
    yield f"{label_of(balancer)}  {balancer.address or '-'}  {_states(balancer)}"
    pools = {pool.id: pool for pool in client.list_pools(balancer.id)}
    below: set[str] = set()
    for listener in client.list_listeners(balancer.id):
        yield f"  listener {label_of(listener)}  {listener.protocol}:{listener.port}  {_states(listener)}"
        pool = pools.get(listener.default_pool_id or "")
        if pool is not None:
            below.add(pool.id)
            yield from _lines_of_pool(client, pool, "    ")
    for pool in pools.values():
        if pool.id not in below:
            yield from _lines_of_pool(client, pool, "  ")


def _lines_of_pool(client: NetworkClient, pool: Pool, indent: str) -> Iterator[str]:
    yield f"{indent}pool {label_of(pool)}  {pool.protocol}, {pool.algorithm}  {_states(pool)}"
    for member in client.list_pool_members(pool.id):
        place = f"[{member.address}]" if ":" in member.address else member.address
        yield (
            f"{indent}  member {label_of(member)}  {place}:{member.port}, weight {member.weight}"
            f"  {_states(member)}"
        )


def _states(part: LoadBalancer | Listener | Pool | PoolMember) -> str:
    return f"{part.state}, {part.operating_status}"


def fields_of_tree(client: NetworkClient, balancer: LoadBalancer) -> dict[str, Any]:
    """The tree as JSON has it: the balancer's fields, its listeners, and its pools with their members."""
    pools = [
        fields_of(pool) | {"members": fields_of(client.list_pool_members(pool.id))}
        for pool in client.list_pools(balancer.id)
    ]
    fields: dict[str, Any] = fields_of(balancer)
    return fields | {"listeners": fields_of(client.list_listeners(balancer.id)), "pools": pools}
