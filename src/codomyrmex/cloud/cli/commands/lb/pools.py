"""``cmx lb pool``."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.options import output_options, profile_option, timeout_option, yes_option
from codomyrmex.cloud.cli.removing import remove, say_made
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_list


@click.group(short_help="The machines that requests are shared among.")
def pool() -> None:
    """The machines that requests are shared among."""


@pool.command(short_help="List pools.")
@click.argument("balancer", required=False)
@profile_option
@output_options
@click.pass_obj
def ls(session: Session, balancer: str | None, profile: str) -> None:
    """List pools, or those of one load balancer.

    JSON: one pool a line, with all fields.
    """
    client = session.connections.cloud(profile).network
    of = None if balancer is None else client.find_load_balancer(balancer).id
    columns = {"NAME": "name", "ID": "id", "PROTOCOL": "protocol", "ALGORITHM": "algorithm", "STATE": "state"}
    show_list(session, client.list_pools(of), columns)


@pool.command(short_help="Make a pool.")
@click.argument("balancer")
@click.argument("protocol")
@click.option("--name", default="", help="Its name.")
@click.option("--algorithm", default="round_robin", show_default=True, help="Which member is next.")
@click.option("--listener", metavar="LISTENER", help="The listener whose requests go to it.")
@click.option("--persistence", metavar="KIND", help="One member for each source_ip or cookie.")
@timeout_option
@profile_option
@output_options
@click.pass_obj
def create(
    session: Session,
    balancer: str,
    protocol: str,
    name: str,
    algorithm: str,
    listener: str | None,
    persistence: str | None,
    timeout: float,
    profile: str,
) -> None:
    """Make a pool, whose members speak http, https, tcp, udp, sctp or proxy.

    JSON: one object with all fields of the pool.
    """
    client = session.connections.cloud(profile).network
    made = client.create_pool(
        client.find_load_balancer(balancer).id,
        protocol,
        name=name,
        algorithm=algorithm,
        listener_id=None if listener is None else client.find_listener(listener).id,
        session_persistence=persistence,
        timeout=timeout,
    )
    say_made(session, "pool", made)


@pool.command(short_help="Delete a pool.")
@click.argument("pool")
@timeout_option
@yes_option
@profile_option
@output_options
@click.pass_obj
def rm(session: Session, pool: str, timeout: float, yes: bool, profile: str) -> None:
    """Delete a pool with its members and its health monitor.

    JSON: one object: id, name, deleted.
    """
    client = session.connections.cloud(profile).network
    found = client.find_pool(pool)
    remove(session, "pool", found, lambda one: client.delete_pool(one.id, timeout=timeout), yes=yes)
