"""``cmx mcp audit``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from codomyrmex.cloud.cli.exits import ExitCode
from codomyrmex.cloud.cli.options import output_options

if TYPE_CHECKING:
    from codomyrmex.cloud.cli.session import Session


@click.group(short_help="What agents have called.")
def audit() -> None:
    """What agents have called."""


@audit.command(short_help="Check that no line was changed or removed.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@output_options
@click.pass_obj
def verify(session: Session, file: Path) -> None:
    """Check that no line of an audit file was changed or removed; the exit code is 1 if one was.

    JSON: file, lines, problem (the first; null if there is none).
    """
    from codomyrmex.model_context_protocol.audit import verify as verified

    found = verified(file)
    sentence = found.problem or f"{found.lines} lines, none changed or removed"
    session.show({"file": str(file), "lines": found.lines, "problem": found.problem}, f"{file}: {sentence}")
    if found.problem is not None:
        raise click.exceptions.Exit(ExitCode.FAILED)
