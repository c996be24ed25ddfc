"""``cmx lb monitor``."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.options import output_options, profile_option, timeout_option, yes_option
from codomyrmex.cloud.cli.removing import label_of
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of, show_list
from codomyrmex.cloud.common.errors import NotFoundError


@click.group(short_help="What finds out which members serve requests.")
def monitor() -> None:
    """What finds out which members of a pool serve requests. A pool has one at most."""


@monitor.command(short_help="List health monitors.")
@profile_option
@output_options
@click.pass_obj
def ls(session: Session, profile: str) -> None:
    """List health monitors.

    JSON: one monitor a line, with all fields.
    """
    columns = {"ID": "id", "POOL": "pool_id", "CHECK": "check", "EVERY S": "interval", "STATE": "state"}
    show_list(session, session.connections.cloud(profile).network.list_health_monitors(), columns)


@monitor.command(short_help="Watch the members of a pool.")
@click.argument("pool")
@click.argument("check")
@click.option("--interval", type=int, default=5, show_default=True, help="Seconds between two questions.")
@click.option("--answer", type=int, default=3, show_default=True, help="Seconds to wait for an answer.")
@click.option("--path", metavar="PATH", help="What http and https ask for; / by default.")
@click.option("--expect", metavar="CODES", help="The good statuses, such as 200,301-308; 200 by default.")
@timeout_option
@profile_option
@output_options
@click.pass_obj
def create(
    session: Session,
    pool: str,
    check: str,
    interval: int,
    answer: int,
    path: str | None,
    expect: str | None,
    timeout: float,
    profile: str,
) -> None:
    """Watch the members of a pool by http, https, tcp, tls, udp, sctp or ping.

    JSON: one object with all fields of the monitor.
    """
    client = session.connections.cloud(profile).network
    found = client.find_pool(pool)
    made = client.create_health_monitor(
        found.id,
        check,
        interval=interval,
        answer_timeout=answer,
        path=path,
        expected_codes=expect,
        timeout=timeout,
    )
    session.done(fields_of(made), f"pool {label_of(found)} is watched by {made.check}, id {made.id}")


@monitor.command(short_help="Watch the members of a pool no more.")
@click.argument("pool")
@timeout_option
@yes_option
@profile_option
@output_options
@click.pass_obj
def rm(session: Session, pool: str, timeout: float, yes: bool, profile: str) -> None:
    """Delete the health monitor of a pool.

    JSON: one object: id, pool_id, deleted.
    """
    client = session.connections.cloud(profile).network
    found = client.find_pool(pool)
    if found.health_monitor_id is None:
        raise NotFoundError("The pool has no health monitor.", resource=found.name or found.id)
    if not yes:
        ask(session, f"Delete the health monitor of pool {label_of(found)}?")
    client.delete_health_monitor(found.health_monitor_id, timeout=timeout)
    fields = {"id": found.health_monitor_id, "pool_id": found.id, "deleted": True}
    session.done(fields, f"health monitor of pool {label_of(found)} deleted")
