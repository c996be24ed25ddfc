"""Asking before something is deleted."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.exits import ExitCode
from codomyrmex.cloud.cli.text import printable

if TYPE_CHECKING:
    from codomyrmex.cloud.cli.session import Session


def ask(session: Session, question: str, done: str = "deleted") -> None:
    """Go on only after a yes; after a no it says that nothing was ``done``.

    Raises:
        click.UsageError: nobody is there to ask.
        click.exceptions.Exit: the answer was no.
    """
    if not sys.stdin.isatty():
        raise click.UsageError(
            f"This asks before anything is {done}, and there is no terminal to ask on; say --yes."
        )
    if not click.confirm(printable(question), err=True):
        session.warn(f"nothing was {done}")
        raise click.exceptions.Exit(ExitCode.FAILED)
