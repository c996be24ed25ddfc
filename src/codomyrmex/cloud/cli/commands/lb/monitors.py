"""``cmx lb monitor``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import network_of
from codomyrmex.cloud.cli.kinds import command, listing
from codomyrmex.cloud.cli.options import timeout_option, yes_option
from codomyrmex.cloud.cli.removing import label_of
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of
from codomyrmex.cloud.common.errors import NotFoundError
from codomyrmex.cloud.common.network import HealthMonitor, NetworkClient, Pool


@click.group(short_help="What finds out which members serve requests.")
def monitor() -> None:
    """What finds out which members of a pool serve requests. A pool has one at most."""


@listing(
    network_of,
    "List health monitors.",
    {"ID": "id", "POOL": "pool_id", "CHECK": "check", "EVERY S": "interval", "STATE": "state"},
    group=monitor,
)
def ls(client: NetworkClient) -> Iterator[HealthMonitor]:
    """List health monitors.

    JSON: one monitor a line, with all fields.
    """
    return client.list_health_monitors()


@command(network_of, "Watch the members of a pool.", group=monitor)
@click.argument("pool")
@click.argument("check")
@click.option("--interval", type=int, default=5, show_default=True, help="Seconds between two questions.")
@click.option(
    "--answer",
    "answer_timeout",
    type=int,
    default=3,
    show_default=True,
    help="Seconds to wait for an answer.",
)
@click.option("--path", metavar="PATH", help="What http and https ask for; / by default.")
@click.option(
    "--expect",
    "expected_codes",
    metavar="CODES",
    help="The good statuses, such as 200,301-308; 200 by default.",
)
@timeout_option
def create(session: Session, client: NetworkClient, pool: str, check: str, **options: Any) -> None:
    """Watch the members of a pool by http, https, tcp, tls, udp, sctp or ping.

    JSON: one object with all fields of the monitor.
    """
    found = client.find_pool(pool)
    made = client.create_health_monitor(found.id, check, **options)
    session.done(fields_of(made), f"pool {label_of(found)} is watched by {made.check}, id {made.id}")


@command(network_of, "Change how the members of a pool are watched.", group=monitor)
@click.argument("pool")
@click.option("--interval", type=int, help="Seconds between two questions.")
@click.option("--answer", "answer_timeout", type=int, help="Seconds to wait for an answer.")
@click.option("--healthy", "healthy_threshold", type=int, help="Good answers until a member gets requests.")
@click.option("--unhealthy", "unhealthy_threshold", type=int, help="Bad answers until it gets none.")
@click.option("--path", metavar="PATH", help="What http and https ask for.")
@click.option("--expect", "expected_codes", metavar="CODES", help="The good statuses, such as 200,301-308.")
@timeout_option
def update(session: Session, client: NetworkClient, pool: str, **changes: Any) -> None:
    """Change the health monitor of a pool. What is not given stays as it is.

    JSON: one object with all fields of the monitor.
    """
    found = client.find_pool(pool)
    made = client.update_health_monitor(_monitor_of(found), **changes)
    session.done(fields_of(made), f"health monitor of pool {label_of(found)} changed")


@command(network_of, "Watch the members of a pool no more.", group=monitor)
@click.argument("pool")
@timeout_option
@yes_option
def rm(session: Session, client: NetworkClient, pool: str, timeout: float, yes: bool) -> None:
    """Delete the health monitor of a pool.

    JSON: one object: id, pool_id, deleted.
    """
    found = client.find_pool(pool)
    monitor_id = _monitor_of(found)
    if not yes:
        ask(session, f"Delete the health monitor of pool {label_of(found)}?")
    client.delete_health_monitor(monitor_id, timeout=timeout)
    fields = {"id": monitor_id, "pool_id": found.id, "deleted": True}
    session.done(fields, f"health monitor of pool {label_of(found)} deleted")


def _monitor_of(pool: Pool) -> str:
    if pool.health_monitor_id is None:
        raise NotFoundError("The pool has no health monitor.", resource=pool.name or pool.id)
    return pool.health_monitor_id
