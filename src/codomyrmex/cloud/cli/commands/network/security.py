"""``cmx network group``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import click

from codomyrmex.cloud.cli.clients import network_of
from codomyrmex.cloud.cli.kinds import Kind, command
from codomyrmex.cloud.cli.options import new_description_option, new_name_option, new_tag_option
from codomyrmex.cloud.cli.removing import label_of
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of, show_rows
from codomyrmex.cloud.common.network import NetworkClient, SecurityGroup, SecurityGroupRule


@click.group(short_help="Which traffic ports let through.")
def group() -> None:
    """Security groups: which traffic the ports that are in one let through, and no other."""


_groups = Kind("security group", network_of, lambda client, name: client.find_security_group(name), group)


@_groups.ls("List security groups.", {"NAME": "name", "ID": "id", "DESCRIPTION": "description"})
def ls(client: NetworkClient) -> Iterator[SecurityGroup]:
    """List security groups.

    JSON: one group a line, with its rules.
    """
    return client.list_security_groups()


@command(network_of, "Show what a security group lets through.", group=group)
@click.argument("group")
def show(session: Session, client: NetworkClient, group: str) -> None:
    """Show what a security group lets through.

    JSON: one object with all fields and rules.
    """
    found = client.find_security_group(group)
    if session.json:
        session.show(fields_of(found), "")
        return
    titles = ("RULE", "DIRECTION", "IP", "PROTOCOL", "PORTS", "OTHER END")
    show_rows(titles, map(_row, found.rules), quiet=session.quiet)


def _row(rule: SecurityGroupRule) -> tuple[str, ...]:
    ports = "all" if rule.port_min is None else str(rule.port_min)
    if rule.port_max not in (None, rule.port_min):
        ports += f"-{rule.port_max}"
    other = rule.remote_group_id and f"group {rule.remote_group_id}"
    return (
        rule.id,
        rule.direction.value,
        f"v{rule.ip_version}",
        rule.protocol or "all",
        ports,
        other or rule.cidr or "all",
    )


@_groups.create("Make a security group.")
@click.argument("name")
@click.option("--description", default="", help="What to say about it.")
def create(client: NetworkClient, name: str, description: str) -> SecurityGroup:
    """Make a security group. It lets nothing in.

    JSON: one object with all fields of the group.
    """
    return client.create_security_group(name, description=description)


@_groups.update("Change a security group.")
@new_name_option
@new_description_option
@new_tag_option
def update(client: NetworkClient, group: SecurityGroup, **changes: Any) -> SecurityGroup:
    """Change the name, the description or the labels of a security group.

    JSON: one object with all fields of the group.
    """
    return client.update_security_group(group.id, **changes)


def _ports(_context: click.Context, _argument: click.Parameter, value: str) -> tuple[str | None, ...]:
    found = re.fullmatch(r"([a-z0-9-]+)(?::(\d{1,5})(?:-(\d{1,5}))?)?", value)
    if found is None:
        raise click.BadParameter(f"{value!r} is no traffic; write tcp:443, tcp:8000-8080, icmp or all.")
    return found.groups()


@command(network_of, "Let traffic through.", group=group)
@click.argument("group")
@click.argument("traffic", callback=_ports, metavar="TRAFFIC")
@click.option("--from", "source", metavar="CIDR", help="The addresses at the other end; all by default.")
@click.option("--group", "remote", metavar="GROUP", help="The group whose ports are at the other end.")
@click.option("--egress", is_flag=True, help="Let it out, not in.")
@click.option("--ipv6", is_flag=True, help="Of IP version 6, where the addresses do not say it.")
def allow(
    session: Session,
    client: NetworkClient,
    group: str,
    traffic: tuple[str | None, str | None, str | None],
    source: str | None,
    remote: str | None,
    egress: bool,
    ipv6: bool,
) -> None:
    """Let traffic through: tcp:443, tcp:8000-8080, udp:53, icmp or all.

    JSON: one object with all fields of the rule.
    """
    protocol, first, last = traffic
    found = client.find_security_group(group)
    made = client.add_security_group_rule(
        found.id,
        direction="egress" if egress else "ingress",
        protocol=None if protocol == "all" else protocol,
        port_min=None if first is None else int(first),
        port_max=None if last is None else int(last),
        cidr=source,
        remote_group_id=None if remote is None else client.find_security_group(remote).id,
        ip_version=6 if ipv6 else None,
    )
    session.done(fields_of(made), f"{label_of(found)} lets it through, rule {made.id}")


@command(network_of, "Let traffic through no more.", group=group)
@click.argument("group")
@click.argument("rule")
def deny(session: Session, client: NetworkClient, group: str, rule: str) -> None:
    """Take a rule, by its id, from a security group.

    JSON: one object: id, group_id, deleted.
    """
    found = client.find_security_group(group)
    client.remove_security_group_rule(found.id, rule)
    fields = {"id": rule, "group_id": found.id, "deleted": True}
    session.done(fields, f"rule {rule} taken from {label_of(found)}")


@_groups.rm("Delete a security group.")
def rm(client: NetworkClient, group: SecurityGroup) -> None:
    """Delete a security group.

    JSON: one object: id, name, deleted.
    """
    client.delete_security_group(group.id)
