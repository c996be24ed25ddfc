"""``cmx providers``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.options import output_options
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.common.credentials import configuration_errors
from codomyrmex.cloud.common.errors import ConfigurationError, MissingDependencyError
from codomyrmex.cloud.connection import only_client, storage_class

if TYPE_CHECKING:
    from collections.abc import Mapping

    from codomyrmex.config_management import Profile


@click.command(short_help="Show what is installed, configured and missing.")
@output_options
@click.pass_obj
def providers(session: Session) -> None:
    """Show every profile: what is installed, what is configured, what is missing.

    A profile's name is the scheme of its addresses, where it is one of storage. Nothing is sent; to try the
    profiles, see: cmx doctor

    JSON: one object a line: profile, provider, client (null without one), installed, configured, missing
    (what to set), source (the file it is from; null for the environment), problem (null if ready).
    """
    with configuration_errors():
        from codomyrmex.config_management import load_profiles

        profiles = load_profiles()
    rows = [_row(profiles, name) for name in profiles]
    width = max(len(row["profile"]) for row in rows) + 3
    for row in rows:
        name, provider = f"{row['profile']}://", row["provider"] or ""
        session.show(row, f"{name:{width}}  {provider:10}  {text.printable(row['problem'] or 'ready')}")


def _row(profiles: Mapping[str, Profile], name: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "profile": name,
        "provider": None,
        "client": None,
        "installed": False,
        "configured": False,
        "missing": [],
        "source": None,
        "problem": None,
    }
    try:
        with configuration_errors():
            _fill(row, profiles[name])
    except (ConfigurationError, MissingDependencyError) as error:
        row["problem"] = error.message
    return row


def _fill(row: dict[str, Any], profile: Profile) -> None:
    from codomyrmex.config_management import describe

    status = describe(profile)
    row["provider"] = profile.provider
    row["source"] = str(profile.source) if profile.source else None
    row["configured"] = status.configured
    row["missing"] = list(status.missing)
    only = only_client(profile.provider)
    row["client"] = only.client if only else storage_class(profile.provider).__name__
    row["installed"] = True
    if not status.configured:
        row["problem"] = f"set {', '.join(status.missing)}"
