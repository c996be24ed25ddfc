"""``cmx identity``: who calls, and with what."""

from __future__ import annotations

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.commands.identity_credentials import credentials, keystone
from codomyrmex.cloud.cli.options import output_options, profile_option, yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import show_list, show_one
from codomyrmex.cloud.cli.text import printable


@click.group(short_help="Who calls, with which roles and keys.")
def identity() -> None:
    """Who calls, in which project, with which roles and keys."""


identity.add_command(credentials)


@identity.command(short_help="Show who calls.")
@profile_option
@output_options
@click.pass_obj
def whoami(session: Session, profile: str) -> None:
    """Show who calls, in which project, and with which roles.

    JSON: one object.
    """
    show_one(session, session.connections.cloud(profile).identity.whoami())


@identity.command(short_help="List your projects.")
@profile_option
@output_options
@click.pass_obj
def projects(session: Session, profile: str) -> None:
    """List the projects that you have a role in.

    JSON: one project a line.
    """
    found = session.connections.cloud(profile).identity.list_projects()
    show_list(session, found, {"ID": "id", "NAME": "name", "DESCRIPTION": "description"})


@identity.command(short_help="List your roles, or all.")
@click.option("--all", "everything", is_flag=True, help="All that there are, which administrators may see.")
@profile_option
@output_options
@click.pass_obj
def roles(session: Session, everything: bool, profile: str) -> None:
    """List the roles that you have in the current project.

    JSON: one role a line: id, name, description.
    """
    client = session.connections.cloud(profile).identity
    found = client.list_roles() if everything else (one.role for one in client.list_role_assignments())
    show_list(session, found, {"ID": "id", "NAME": "name", "DESCRIPTION": "description"})


@identity.command(short_help="List the services of the cloud.")
@click.option("--type", "kind", metavar="TYPE", help="Only services that do this, such as compute.")
@click.option("--region", metavar="NAME", help="Only of this region.")
@click.option("--interface", default="public", show_default=True, help="public, internal or admin.")
@profile_option
@output_options
@click.pass_obj
def catalog(session: Session, kind: str | None, region: str | None, interface: str, profile: str) -> None:
    """List the services of the cloud and their addresses.

    JSON: one address a line: service, type, region, interface, url.
    """
    found = keystone(session, profile).list_endpoints(type=kind, region=region, interface=interface)
    show_list(session, found, {"TYPE": "type", "SERVICE": "service", "REGION": "region", "URL": "url"})


@identity.group(short_help="Pairs of keys for S3.")
def keys() -> None:
    """Pairs of keys for services that sign requests, such as S3."""


@keys.command("ls", short_help="List your keys.")
@profile_option
@output_options
@click.pass_obj
def keys_ls(session: Session, profile: str) -> None:
    """List your pairs of keys, without their secrets.

    JSON: one pair a line: access_key, user_id, project_id, created_at.
    """
    found = session.connections.cloud(profile).identity.list_access_keys()
    show_list(session, found, {"ACCESS KEY": "access_key", "PROJECT": "project_id"})


@keys.command("create", short_help="Make a pair of keys.")
@profile_option
@output_options
@click.pass_obj
def keys_create(session: Session, profile: str) -> None:
    """Make a pair of keys, and print its secret, which is not shown again.

    JSON: one object: access_key, secret, user_id, project_id, created_at.
    """
    made = session.connections.cloud(profile).identity.create_access_key()
    show_one(session, made)


@keys.command("rm", short_help="Delete a pair of keys.")
@click.argument("access_key")
@yes_option
@profile_option
@output_options
@click.pass_obj
def keys_rm(session: Session, access_key: str, yes: bool, profile: str) -> None:
    """Delete a pair of keys, which does no longer sign from then on.

    JSON: one object: access_key.
    """
    if not yes:
        ask(session, f"Delete the access key {access_key}?")
    session.connections.cloud(profile).identity.delete_access_key(access_key)
    session.done({"access_key": access_key}, f"{printable(access_key)} deleted")
