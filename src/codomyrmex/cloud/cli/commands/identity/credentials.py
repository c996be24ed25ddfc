"""``cmx identity credentials`` and ``rules``: what programs call with in place of a user's password."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.clients import keystone_of
from codomyrmex.cloud.cli.kinds import Kind, command, listing
from codomyrmex.cloud.cli.options import yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of, show_one
from codomyrmex.cloud.cli.text import printable

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.identity import (
        AccessRule,
        ApplicationCredential,
        InfomaniakIdentityClient,
    )


def _moment(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no time; write 2030-12-31 or 2030-12-31T18:00Z.") from None
    return found.astimezone()  # One without a time zone is in that of this machine.


def _rules(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> list[tuple[str, ...]]:
    rules = [tuple(value.split(":", 2)) for value in values]
    if any(len(rule) != 3 or not all(rule) for rule in rules):
        raise click.BadParameter("write SERVICE:METHOD:PATH, such as compute:GET:/v2.1/servers.")
    return rules


@click.group(short_help="What programs call with in place of a password.")
def credentials() -> None:
    """Application credentials: what programs call with in place of your password.

    CREDENTIAL is an id or a name.
    """


_credentials = Kind(
    "application credential",
    keystone_of,
    lambda client, name: client.find_application_credential(name),
    credentials,
)


@_credentials.ls(
    "List application credentials.",
    {"ID": "id", "NAME": "name", "ROLES": "roles", "EXPIRES": "expires_at"},
)
def ls(client: InfomaniakIdentityClient) -> Iterator[ApplicationCredential]:
    """List your application credentials, without their secrets.

    JSON: one credential a line with all that is known of it.
    """
    return client.list_application_credentials()


@_credentials.show("Show an application credential.")
def show(_client: InfomaniakIdentityClient, credential: ApplicationCredential) -> ApplicationCredential:
    """Show an application credential with its access rules, without its secret.

    JSON: one object.
    """
    return credential


@command(keystone_of, "Make an application credential.", group=credentials)
@click.argument("name")
@click.option("--role", "roles", multiple=True, metavar="NAME", help="A role of it; all of yours without.")
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="RULE",
    callback=_rules,
    help="What it may ask, such as compute:GET:/v2.1/servers; everything without.",
)
@click.option("--expires", "expires_at", metavar="TIME", callback=_moment, help="When it ends.")
@click.option("--description", metavar="TEXT", help="What it is for.")
@click.option("--unrestricted", is_flag=True, help="Let it make further credentials and keys.")
def create(
    session: Session,
    client: InfomaniakIdentityClient,
    name: str,
    roles: tuple[str, ...],
    rules: list[tuple[str, str, str]],
    **options: Any,
) -> None:
    """Make an application credential, and print its secret, which is not shown again.

    JSON: one object.
    """
    from codomyrmex.cloud.infomaniak.identity import AccessRule

    made = client.create_application_credential(
        name,
        roles=roles or None,
        access_rules=[AccessRule(service, path, method) for service, method, path in rules],
        **options,
    )
    show_one(session, made)


@command(keystone_of, "Delete an application credential.", group=credentials)
@click.argument("credential")
@yes_option
def rm(session: Session, client: InfomaniakIdentityClient, credential: str, yes: bool) -> None:
    """Delete an application credential; what uses it is refused from then on.

    JSON: one object: the credential.
    """
    found = client.find_application_credential(credential)
    if not yes:
        ask(session, f"Delete the application credential {found.name} ({found.id})?")
    client.delete_application_credential(found.id)
    session.done(fields_of(found), f"{printable(found.name)} deleted")


@click.group(short_help="What application credentials may ask.")
def rules() -> None:
    """What application credentials may ask, if not everything. A rule outlives its credential."""


@listing(
    keystone_of,
    "List access rules.",
    {"ID": "id", "SERVICE": "service", "METHOD": "method", "PATH": "path"},
    group=rules,
    name="ls",
)
def rules_ls(client: InfomaniakIdentityClient) -> Iterator[AccessRule]:
    """List the access rules of your application credentials.

    JSON: one rule a line: id, service, method, path.
    """
    return client.list_access_rules()


@command(keystone_of, "Delete an access rule.", group=rules, name="rm")
@click.argument("rule", metavar="ID")
@yes_option
def rules_rm(session: Session, client: InfomaniakIdentityClient, rule: str, yes: bool) -> None:
    """Delete an access rule, by its id, that no application credential has any more.

    JSON: one object: id, deleted.
    """
    if not yes:
        ask(session, f"Delete the access rule {rule}?")
    client.delete_access_rule(rule)
    session.done({"id": rule, "deleted": True}, f"access rule {rule} deleted")
