"""The client that a command of ``cmx compute`` uses, and the options that several have."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from codomyrmex.cloud.cli.options import no_wait_option, output_options, profile_option, timeout_option

if TYPE_CHECKING:
    from codomyrmex.cloud.cli.session import Session
    from codomyrmex.cloud.common.compute import ComputeClient
    from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient

F = TypeVar("F", bound=Callable[..., Any])

instance_argument = click.argument("instance")


def reading_options(command: F) -> F:
    """The options of a command that asks."""
    return profile_option(output_options(command))


def waiting_options(command: F) -> F:
    """The options of a command that waits until what it began is done."""
    return profile_option(timeout_option(no_wait_option(output_options(command))))


def compute_of(session: Session, profile: str) -> ComputeClient:
    """The client of the profile."""
    return session.connections.cloud(profile).compute


def openstack_of(session: Session, profile: str) -> InfomaniakComputeClient:
    """The client of the profile, for what only OpenStack has.

    Raises:
        NotSupportedError: it is another cloud's.
    """
    from codomyrmex.cloud.common.errors import NotSupportedError
    from codomyrmex.cloud.infomaniak.compute import InfomaniakComputeClient

    client = compute_of(session, profile)
    if not isinstance(client, InfomaniakComputeClient):
        raise NotSupportedError("This command is for OpenStack alone.", provider=client.provider)
    return client
