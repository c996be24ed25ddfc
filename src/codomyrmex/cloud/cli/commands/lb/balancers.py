"""Load balancers as a whole."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.commands.lb.tree import fields_of_tree, lines_of_tree
from codomyrmex.cloud.cli.options import (
    no_wait_option,
    output_options,
    profile_option,
    timeout_option,
    yes_option,
)
from codomyrmex.cloud.cli.removing import label_of, remove, say_made
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_list, show_one
from codomyrmex.cloud.cli.waiting import waiting
from codomyrmex.cloud.common.network import LoadBalancer, LoadBalancerState, NetworkClient


@click.command(short_help="List load balancers.")
@profile_option
@output_options
@click.pass_obj
def ls(session: Session, profile: str) -> None:
    """List load balancers.

    JSON: one load balancer a line, with all fields.
    """
    columns = {"NAME": "name", "ID": "id", "STATE": "state", "SERVES": "operating_status"}
    columns["ADDRESS"] = "address"
    show_list(session, session.connections.cloud(profile).network.list_load_balancers(), columns)


@click.command(short_help="Show a load balancer and its parts.")
@click.argument("balancer")
@profile_option
@output_options
@click.pass_obj
def show(session: Session, balancer: str, profile: str) -> None:
    """Show a load balancer as a tree of listeners, pools and members, with their states.

    JSON: one object with all fields, and its listeners and pools with their members.
    """
    client = session.connections.cloud(profile).network
    found = client.find_load_balancer(balancer)
    if session.json:
        session.show(fields_of_tree(client, found), "")
    else:
        session.show({}, "\n".join(lines_of_tree(client, found)))


@click.command(short_help="Make a load balancer.")
@click.argument("name")
@click.argument("subnet")
@click.option("--address", metavar="ADDRESS", help="The address in front; the next free one by default.")
@no_wait_option
@timeout_option
@profile_option
@output_options
@click.pass_obj
def create(
    session: Session,
    name: str,
    subnet: str,
    address: str | None,
    no_wait: bool,
    timeout: float,
    profile: str,
) -> None:
    """Make a load balancer with an address of a subnet, and wait until it is active.

    JSON: one object with all fields of the balancer.
    """
    client = session.connections.cloud(profile).network
    made = client.create_load_balancer(name, client.find_subnet(subnet).id, address=address)
    if not no_wait:
        made = _wait(session, client, made, LoadBalancerState.ACTIVE, timeout)
    say_made(session, "load balancer", made)


@click.command(short_help="Delete a load balancer.")
@click.argument("balancer")
@click.option("--cascade", is_flag=True, help="Delete its listeners and pools too.")
@no_wait_option
@timeout_option
@yes_option
@profile_option
@output_options
@click.pass_obj
def rm(
    session: Session, balancer: str, cascade: bool, no_wait: bool, timeout: float, yes: bool, profile: str
) -> None:
    """Delete a load balancer, and wait until it is gone.

    JSON: one object: id, name, deleted.
    """
    client = session.connections.cloud(profile).network

    def delete(found: LoadBalancer) -> None:
        client.delete_load_balancer(found.id, cascade=cascade, timeout=timeout)
        if not no_wait:
            _wait(session, client, found, LoadBalancerState.DELETED, timeout)

    remove(session, "load balancer", client.find_load_balancer(balancer), delete, yes=yes)


@click.command(short_help="Show what a load balancer has done.")
@click.argument("balancer")
@profile_option
@output_options
@click.pass_obj
def stats(session: Session, balancer: str, profile: str) -> None:
    """Show the connections, bytes and errors of a load balancer.

    JSON: one object: active_connections, total_connections, bytes_in, bytes_out, request_errors.
    """
    client = session.connections.cloud(profile).network
    show_one(session, client.get_load_balancer_statistics(client.find_load_balancer(balancer).id))


def _wait(
    session: Session, client: NetworkClient, balancer: LoadBalancer, state: LoadBalancerState, timeout: float
) -> LoadBalancer:
    with waiting(session, f"load balancer {label_of(balancer)}") as show_state:
        return client.wait_for_load_balancer(
            balancer.id, state, timeout=timeout, progress=lambda seen: show_state(seen.state)
        )
