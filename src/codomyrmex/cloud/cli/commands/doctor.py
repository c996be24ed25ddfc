"""``cmx doctor``."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from codomyrmex.cloud.cli import text
from codomyrmex.cloud.cli.exits import exit_code_of_all
from codomyrmex.cloud.cli.options import output_options
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.common.credentials import configuration_errors
from codomyrmex.cloud.common.errors import AuthenticationError, CloudError, PermissionDeniedError
from codomyrmex.cloud.connection import connect

if TYPE_CHECKING:
    from codomyrmex.cloud.connection import Cloud

_PATIENCE = {"budget": 5.0, "connect_timeout": 5.0, "stall_timeout": 5.0}


@click.command(short_help="Try each configured profile and say what is wrong.")
@click.argument("profiles", nargs=-1)
@output_options
@click.pass_obj
def doctor(session: Session, profiles: tuple[str, ...]) -> None:
    """Try profiles, by listing their buckets or asking who calls, and say in one line each what is wrong.

    Without names, those that are configured. Each gets five seconds to answer. The exit code is that of what
    is wrong.

    JSON: one object a line: profile, provider, ok, seconds, buckets (how many; null if there are
    none or they may not be listed), error (its type, or null), problem (a sentence, or null).
    """
    names = profiles or _configured()
    width = max(map(len, names)) + 3
    errors = []
    for name in names:
        row, error = _try(name)
        if error is not None:
            errors.append(error)
        mark = "ok " if error is None else "BAD"
        session.show(row, f"{mark}  {name + '://':{width}}  {text.printable(_finding(row))}")
    raise click.exceptions.Exit(exit_code_of_all(errors))


def _configured() -> list[str]:
    """The profiles to try: those with nothing missing, and of the built-in ones of a provider the first."""
    from codomyrmex.config_management import SettingsError, describe, load_profiles

    names, seen = [], set()
    with configuration_errors():
        profiles = load_profiles()
    for name in profiles:
        try:
            profile = profiles[name]
            another = profile.source is not None or profile.provider not in seen
            wanted = another and describe(profile).configured
        except SettingsError:
            # Wrong and not merely absent: trying it says what is wrong.
            wanted = True
        else:
            seen.add(profile.provider)
        if wanted:
            names.append(name)
    return names


def _try(name: str) -> tuple[dict[str, Any], CloudError | None]:
    row: dict[str, Any] = {"profile": name, "provider": None, "ok": True, "seconds": 0.0}
    row |= {"buckets": None, "error": None, "problem": None}
    wrong: CloudError | None = None
    try:
        cloud = connect(name, **_PATIENCE)
        row["provider"] = cloud.provider
        ask = _question(cloud)
        started = monotonic()
        try:
            row["buckets"] = ask()
        finally:
            row["seconds"] = round(monotonic() - started, 3)
    except CloudError as error:
        row["error"], row["problem"] = type(error).__name__, error.message
        # Credentials for some buckets alone are in order, and may not list them all.
        row["ok"] = isinstance(error, PermissionDeniedError) and not isinstance(error, AuthenticationError)
        wrong = None if row["ok"] else error
    return row, wrong


def _question(cloud: Cloud) -> Callable[[], int | None]:
    """What tells by one request whether the profile is in order, and counts buckets where there are some."""
    ask: Callable[[], object]
    if cloud.provider == "coda":
        ask = cloud.documents.whoami
    elif cloud.provider == "newsletter":
        ask = cloud.newsletter.get_domain
    else:
        storage = cloud.storage
        return lambda: len(storage.list_buckets())

    def question() -> None:
        ask()

    return question


def _finding(row: dict[str, Any]) -> str:
    if row["problem"] is None and row["buckets"] is None:
        return f"it answers in {text.seconds(row['seconds'])}"
    if row["problem"] is None:
        return f"{text.counted(row['buckets'], 'bucket')} in {text.seconds(row['seconds'])}"
    problem: str = row["problem"]
    return f"it answers, and does not let the buckets be listed: {problem}" if row["ok"] else problem
