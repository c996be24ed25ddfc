"""The edge of the process: whatever is raised becomes a line and an exit code."""

from __future__ import annotations

import os
import sys

import click

from codomyrmex.cloud.cli.exits import ExitCode, exit_code_of
from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.logging_monitoring import redact


def run(arguments: list[str]) -> int:
    """Run the command with these arguments.

    Args:
        arguments: those behind ``aegis``.

    Returns:
        The exit code.
    """
    from aegis_multimodal_ai_system.cli.app import aegis

    try:
        # Not Command.main(): it turns Ctrl-C into an exit of its own.
        with aegis.make_context("aegis", arguments or ["--help"]) as context:
            aegis.invoke(context)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the edge of the process
        code, message = _outcome(error)
        if os.environ.get("CODOMYRMEX_DEBUG") == "1":
            import traceback

            sys.stderr.write(redact("".join(traceback.format_exception(error))))
        if message is not None:
            sys.stderr.write(f"aegis: {redact(message)}\n")
        return code
    return ExitCode.OK


def _outcome(error: BaseException) -> tuple[int, str | None]:
    match error:
        case click.exceptions.Exit():
            return error.exit_code, None
        case click.Abort() | KeyboardInterrupt():
            return ExitCode.INTERRUPTED, "Interrupted."
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else "aegis"
            return ExitCode.USAGE, f"{error.format_message()} See: {command} --help"
        case CloudError():
            return exit_code_of(error), str(error)
        case OSError():
            return ExitCode.FAILED, str(error.strerror or error)
    return ExitCode.INTERNAL, (
        f"{type(error).__name__}: {error}. This is a fault in aegis, please report it; "
        "CODOMYRMEX_DEBUG=1 shows where."
    )
