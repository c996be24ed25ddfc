"""Who calls, in which project, with which roles, and what there is to call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.clients import identity_of, keystone_of
from codomyrmex.cloud.cli.kinds import command, listing
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.table import Column, show_one

if TYPE_CHECKING:
    from codomyrmex.cloud.common.identity import IdentityClient, Project, Role, RoleAssignment
    from codomyrmex.cloud.infomaniak.identity import Endpoint, InfomaniakIdentityClient

_DESCRIBED: dict[str, Column] = {"ID": "id", "NAME": "name", "DESCRIPTION": "description"}


@command(identity_of, "Show who calls.")
def whoami(session: Session, client: IdentityClient) -> None:
    """Show who calls, in which project, and with which roles.

    JSON: one object.
    """
    show_one(session, client.whoami())


@listing(identity_of, "List your projects.", _DESCRIBED)
def projects(client: IdentityClient) -> Iterable[Project]:
    """List the projects that you have a role in.

    JSON: one project a line.
    """
    return client.list_projects()


@listing(identity_of, "List your roles, or all.", _DESCRIBED)
@click.option("--all", "everything", is_flag=True, help="All that there are, which administrators may see.")
def roles(client: IdentityClient, everything: bool) -> Iterable[Role]:
    """List the roles that you have in the current project.

    JSON: one role a line: id, name, description.
    """
    if everything:
        return client.list_roles()
    return (one.role for one in client.list_role_assignments())


@listing(
    identity_of,
    "List who has which role.",
    {
        "ROLE": lambda assignment: assignment.role.name,
        "USER": "user_id",
        "GROUP": "group_id",
        "PROJECT": "project_id",
    },
)
@click.option("--user", "user_id", metavar="ID", help="Those of a user, which administrators may see.")
@click.option("--project", "project_id", metavar="ID", help="Those in a project, likewise.")
def assignments(
    client: IdentityClient, user_id: str | None, project_id: str | None
) -> Iterable[RoleAssignment]:
    """List who has which role where: yourself in the current project if nothing is given.

    JSON: one assignment a line: role (id, name, description), user_id, group_id, project_id.
    """
    return client.list_role_assignments(user_id=user_id, project_id=project_id)


@listing(
    keystone_of,
    "List the services of the cloud.",
    {"TYPE": "type", "SERVICE": "service", "REGION": "region", "URL": "url"},
)
@click.option("--type", metavar="TYPE", help="Only services that do this, such as compute.")
@click.option("--region", metavar="NAME", help="Only of this region.")
@click.option("--interface", default="public", show_default=True, help="public, internal or admin.")
def catalog(
    client: InfomaniakIdentityClient, type: str | None, region: str | None, interface: str
) -> Iterable[Endpoint]:
    """List the services of the cloud and their addresses.

    JSON: one address a line: service, type, region, interface, url.
    """
    return client.list_endpoints(type=type, region=region, interface=interface)


@command(keystone_of, "Change your password.")
@click.option("--old", prompt="Password", hide_input=True, help="The one there is; asked for if not given.")
@click.option(
    "--new",
    prompt="New password",
    hide_input=True,
    confirmation_prompt=True,
    help="The one from now on; asked for if not given.",
)
def password(session: Session, client: InfomaniakIdentityClient, old: str, new: str) -> None:
    """Change the password of the user that calls.

    JSON: one object: changed.
    """
    client.change_password(old, new)
    session.done({"changed": True}, "password changed")
