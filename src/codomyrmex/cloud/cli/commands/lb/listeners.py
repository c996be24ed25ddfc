"""``cmx lb listener``."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.options import output_options, profile_option, timeout_option, yes_option
from codomyrmex.cloud.cli.removing import remove, say_made
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_list


@click.group(short_help="The ports that load balancers take requests on.")
def listener() -> None:
    """The ports that load balancers take requests on."""


@listener.command(short_help="List listeners.")
@click.argument("balancer", required=False)
@profile_option
@output_options
@click.pass_obj
def ls(session: Session, balancer: str | None, profile: str) -> None:
    """List listeners, or those of one load balancer.

    JSON: one listener a line, with all fields.
    """
    client = session.connections.cloud(profile).network
    of = None if balancer is None else client.find_load_balancer(balancer).id
    columns = {"NAME": "name", "ID": "id", "PROTOCOL": "protocol", "PORT": "port", "STATE": "state"}
    show_list(session, client.list_listeners(of), columns)


@listener.command(short_help="Take requests on a port.")
@click.argument("balancer")
@click.argument("protocol")
@click.argument("port", type=int)
@click.option("--name", default="", help="Its name.")
@click.option("--pool", metavar="POOL", help="The pool that requests go to.")
@click.option(
    "--certificate", metavar="REFERENCE", help="The provider's reference of the certificate to show."
)
@timeout_option
@profile_option
@output_options
@click.pass_obj
def create(
    session: Session,
    balancer: str,
    protocol: str,
    port: int,
    name: str,
    pool: str | None,
    certificate: str | None,
    timeout: float,
    profile: str,
) -> None:
    """Take requests on a port: http, https, tcp, udp or sctp.

    JSON: one object with all fields of the listener.
    """
    client = session.connections.cloud(profile).network
    made = client.create_listener(
        client.find_load_balancer(balancer).id,
        protocol,
        port,
        name=name,
        default_pool_id=None if pool is None else client.find_pool(pool).id,
        certificate=certificate,
        timeout=timeout,
    )
    say_made(session, "listener", made)


@listener.command(short_help="Take requests on a port no more.")
@click.argument("listener")
@timeout_option
@yes_option
@profile_option
@output_options
@click.pass_obj
def rm(session: Session, listener: str, timeout: float, yes: bool, profile: str) -> None:
    """Delete a listener.

    JSON: one object: id, name, deleted.
    """
    client = session.connections.cloud(profile).network
    found = client.find_listener(listener)
    remove(session, "listener", found, lambda one: client.delete_listener(one.id, timeout=timeout), yes=yes)
