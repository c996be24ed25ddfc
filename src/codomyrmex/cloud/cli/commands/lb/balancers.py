"""Load balancers as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from codomyrmex.cloud.cli.clients import network_of
from codomyrmex.cloud.cli.commands.lb.tree import fields_of_tree, lines_of_tree
from codomyrmex.cloud.cli.kinds import Kind, command
from codomyrmex.cloud.cli.options import (
    new_description_option,
    new_name_option,
    new_tag_option,
    no_wait_option,
    timeout_option,
    yes_option,
)
from codomyrmex.cloud.cli.removing import label_of, remove, say_made
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_one
from codomyrmex.cloud.cli.waiting import waiting
from codomyrmex.cloud.common.network import LoadBalancer, LoadBalancerState, NetworkClient

_balancers = Kind("load balancer", network_of, lambda client, name: client.find_load_balancer(name))


@_balancers.ls(
    "List load balancers.",
    {"NAME": "name", "ID": "id", "STATE": "state", "SERVES": "operating_status", "ADDRESS": "address"},
)
def ls(client: NetworkClient) -> Iterator[LoadBalancer]:
    """List load balancers.

    JSON: one load balancer a line, with all fields.
    """
    return client.list_load_balancers()


@command(network_of, "Show a load balancer and its parts.")
@click.argument("balancer")
def show(session: Session, client: NetworkClient, balancer: str) -> None:
    """Show a load balancer as a tree of listeners, pools and members, with their states.

    JSON: one object with all fields, and its listeners and pools with their members.
    """
    found = client.find_load_balancer(balancer)
    if session.json:
        session.show(fields_of_tree(client, found), "")
    else:
        session.show({}, "\n".join(lines_of_tree(client, found)))


@command(network_of, "Make a load balancer.")
@click.argument("name")
@click.argument("subnet")
@click.option("--address", metavar="ADDRESS", help="The address in front; the next free one by default.")
@no_wait_option
@timeout_option
def create(
    session: Session,
    client: NetworkClient,
    name: str,
    subnet: str,
    address: str | None,
    no_wait: bool,
    timeout: float,
) -> None:
    """Make a load balancer with an address of a subnet, and wait until it is active.

    JSON: one object with all fields of the balancer.
    """
    made = client.create_load_balancer(name, client.find_subnet(subnet).id, address=address)
    if not no_wait:
        made = _wait(session, client, made, LoadBalancerState.ACTIVE, timeout)
    say_made(session, "load balancer", made)


@_balancers.update("Change a load balancer.")
@new_name_option
@new_description_option
@new_tag_option
@timeout_option
def update(client: NetworkClient, balancer: LoadBalancer, **changes: Any) -> LoadBalancer:
    """Change the name, the description or the labels of a load balancer.

    JSON: one object with all fields of the balancer.
    """
    return client.update_load_balancer(balancer.id, **changes)


@command(network_of, "Delete a load balancer.")
@click.argument("balancer")
@click.option("--cascade", is_flag=True, help="Delete its listeners and pools too.")
@no_wait_option
@timeout_option
@yes_option
def rm(
    session: Session,
    client: NetworkClient,
    balancer: str,
    cascade: bool,
    no_wait: bool,
    timeout: float,
    yes: bool,
) -> None:
    """Delete a load balancer, and wait until it is gone.

    JSON: one object: id, name, deleted.
    """

    def delete(found: LoadBalancer) -> None:
        client.delete_load_balancer(found.id, cascade=cascade, timeout=timeout)
        if not no_wait:
            _wait(session, client, found, LoadBalancerState.DELETED, timeout)

    remove(session, "load balancer", client.find_load_balancer(balancer), delete, yes=yes)


@command(network_of, "Show what a load balancer has done.")
@click.argument("balancer")
def stats(session: Session, client: NetworkClient, balancer: str) -> None:
    """Show the connections, bytes and errors of a load balancer.

    JSON: one object: active_connections, total_connections, bytes_in, bytes_out, request_errors.
    """
    show_one(session, client.get_load_balancer_statistics(client.find_load_balancer(balancer).id))


def _wait(
    session: Session, client: NetworkClient, balancer: LoadBalancer, state: LoadBalancerState, timeout: float
) -> LoadBalancer:
    with waiting(session, f"load balancer {label_of(balancer)}") as show_state:
        return client.wait_for_load_balancer(
            balancer.id, state, timeout=timeout, progress=lambda seen: show_state(seen.state)
        )
