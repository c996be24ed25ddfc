"""``cmx identity credentials``: what programs call with in place of a user's password."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.asking import ask
from codomyrmex.cloud.cli.options import output_options, profile_option, yes_option
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import fields_of, show_list, show_one
from codomyrmex.cloud.cli.text import printable
from codomyrmex.cloud.common.errors import NotSupportedError

if TYPE_CHECKING:
    from codomyrmex.cloud.infomaniak.identity import InfomaniakIdentityClient

_COLUMNS = {"ID": "id", "NAME": "name", "ROLES": "roles", "EXPIRES": "expires_at"}


def keystone(session: Session, profile: str) -> InfomaniakIdentityClient:
    """The identity client of a profile of OpenStack.

    Raises:
        NotSupportedError: the profile is of another provider.
    """
    from codomyrmex.cloud.infomaniak.identity import InfomaniakIdentityClient

    client = session.connections.cloud(profile).identity
    if not isinstance(client, InfomaniakIdentityClient):
        raise NotSupportedError(f"{profile} is no profile of OpenStack, whose own this is.")
    return client


def _moment(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no time; write 2030-12-31 or 2030-12-31T18:00Z.") from None
    return found.astimezone()  # One without a time zone is in that of this machine.


@click.group(short_help="What programs call with in place of a password.")
def credentials() -> None:
    """Application credentials: what programs call with in place of your password.

    CREDENTIAL is an id or a name.
    """


@credentials.command(short_help="List application credentials.")
@profile_option
@output_options
@click.pass_obj
def ls(session: Session, profile: str) -> None:
    """List your application credentials, without their secrets.

    JSON: one credential a line with all that is known of it.
    """
    show_list(session, keystone(session, profile).list_application_credentials(), _COLUMNS)


@credentials.command(short_help="Make an application credential.")
@click.argument("name")
@click.option("--role", "roles", multiple=True, metavar="NAME", help="A role of it; all of yours without.")
@click.option("--expires", "expires_at", metavar="TIME", callback=_moment, help="When it ends.")
@click.option("--description", metavar="TEXT", help="What it is for.")
@click.option("--unrestricted", is_flag=True, help="Let it make further credentials and keys.")
@profile_option
@output_options
@click.pass_obj
def create(
    session: Session,
    name: str,
    roles: tuple[str, ...],
    expires_at: datetime | None,
    description: str | None,
    unrestricted: bool,
    profile: str,
) -> None:
    """Make an application credential, and print its secret, which is not shown again.

    JSON: one object.
    """
    made = keystone(session, profile).create_application_credential(
        name,
        description=description,
        roles=roles or None,
        expires_at=expires_at,
        unrestricted=unrestricted,
    )
    show_one(session, made)


@credentials.command(short_help="Delete an application credential.")
@click.argument("credential", metavar="CREDENTIAL")
@yes_option
@profile_option
@output_options
@click.pass_obj
def rm(session: Session, credential: str, yes: bool, profile: str) -> None:
    """Delete an application credential; what uses it is refused from then on.

    JSON: one object: the credential.
    """
    client = keystone(session, profile)
    found = client.find_application_credential(credential)
    if not yes:
        ask(session, f"Delete the application credential {found.name} ({found.id})?")
    client.delete_application_credential(found.id)
    session.done(fields_of(found), f"{printable(found.name)} deleted")
