"""``cmx lb member``."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.options import output_options, profile_option, timeout_option, yes_option
from codomyrmex.cloud.cli.removing import remove, say_made
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_list


@click.group(short_help="The members of pools.")
def member() -> None:
    """The members of pools."""


@member.command(short_help="List the members of a pool.")
@click.argument("pool")
@profile_option
@output_options
@click.pass_obj
def ls(session: Session, pool: str, profile: str) -> None:
    """List the members of a pool.

    JSON: one member a line, with all fields.
    """
    client = session.connections.cloud(profile).network
    columns = {"NAME": "name", "ID": "id", "ADDRESS": "address", "PORT": "port", "WEIGHT": "weight"}
    columns |= {"STATE": "state", "SERVES": "operating_status"}
    show_list(session, client.list_pool_members(client.find_pool(pool).id), columns)


@member.command(short_help="Share requests with one more machine.")
@click.argument("pool")
@click.argument("address")
@click.argument("port", type=int)
@click.option("--weight", type=int, default=1, show_default=True, help="How much it gets: 0 to 256.")
@click.option("--subnet", metavar="SUBNET", help="The subnet by which the balancer gets to it.")
@click.option("--name", default="", help="Its name.")
@timeout_option
@profile_option
@output_options
@click.pass_obj
def add(
    session: Session,
    pool: str,
    address: str,
    port: int,
    weight: int,
    subnet: str | None,
    name: str,
    timeout: float,
    profile: str,
) -> None:
    """Share the requests of a pool with one more machine.

    JSON: one object with all fields of the member.
    """
    client = session.connections.cloud(profile).network
    made = client.add_pool_member(
        client.find_pool(pool).id,
        address,
        port,
        weight=weight,
        subnet_id=None if subnet is None else client.find_subnet(subnet).id,
        name=name,
        timeout=timeout,
    )
    say_made(session, "member", made, "added")


@member.command(short_help="Share no more requests with a machine.")
@click.argument("pool")
@click.argument("member")
@timeout_option
@yes_option
@profile_option
@output_options
@click.pass_obj
def rm(session: Session, pool: str, member: str, timeout: float, yes: bool, profile: str) -> None:
    """Take a member from a pool.

    JSON: one object: id, name, deleted.
    """
    client = session.connections.cloud(profile).network
    of = client.find_pool(pool).id
    found = client.find_pool_member(of, member)
    remove(
        session,
        "member",
        found,
        lambda one: client.remove_pool_member(of, one.id, timeout=timeout),
        yes=yes,
    )
