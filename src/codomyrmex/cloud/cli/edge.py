"""Where every failure of ``cmx`` ends: in one line and an exit code."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from codomyrmex.cloud.cli.advice import way_out
from codomyrmex.cloud.cli.exits import ExitCode, exit_code_of
from codomyrmex.cloud.cli.session import Session
from codomyrmex.cloud.cli.text import printable
from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.logging_monitoring import redact

if TYPE_CHECKING:
    from types import FrameType

_COMPLETE = "_CMX_COMPLETE"


def run(arguments: list[str]) -> int:
    """Run one command.

    Args:
        arguments: those behind ``cmx``.

    Returns:
        The exit code.
    """
    session = Session()
    return guard(session, lambda: _invoke(arguments, session))


def guard(session: Session, work: Callable[[], int]) -> int:
    """Do the work of this process, and turn whatever it raises into a line and an exit code."""
    # A name that is not Unicode must not end a listing.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    _unwind_when_terminated()
    try:
        code = work()
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the edge of the process
        if isinstance(error, KeyboardInterrupt):
            # Whoever presses again while threads end does not want to wait for them.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        code, message = _outcome(error, session)
        if isinstance(error, OSError) and not isinstance(error, CloudError):
            _abandon_output()
        if message is not None:
            _report(error, code, message, session)
    return code


def _invoke(arguments: list[str], session: Session) -> int:
    import gc

    from codomyrmex.cloud.cli.app import cmx

    # What is imported stays for the whole run: collecting garbage need not walk it again and again.
    gc.freeze()
    instruction = os.environ.get(_COMPLETE)
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(cmx, {}, "cmx", _COMPLETE, instruction)
    # Not Command.main(): it turns Ctrl-C and closed pipes into exits of its own.
    with cmx.make_context("cmx", arguments or ["--help"], obj=session) as context:
        cmx.invoke(context)
    return ExitCode.OK


def _outcome(error: BaseException, session: Session) -> tuple[int, str | None]:
    match error:
        case click.exceptions.Exit():
            return error.exit_code, None
        case click.Abort() | KeyboardInterrupt():
            return ExitCode.INTERRUPTED, "Interrupted; nothing is left half-done."
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else "cmx"
            return ExitCode.USAGE, f"{error.format_message()} See: {command} --help"
        case click.ClickException():
            return ExitCode.USAGE, error.format_message()
        case CloudError():
            advice = way_out(error, session.locations, session.target)
            # An address is known to whoever wrote it; of what has none, it is said what it is about.
            sentence = error.message if session.locations else str(error)
            return exit_code_of(error), f"{sentence} {advice}" if advice else sentence
        case BrokenPipeError():
            return ExitCode.BROKEN_PIPE, None
        case OSError():
            about = f"{error.filename}: " if error.filename else ""
            return ExitCode.FAILED, f"{about}{error.strerror or error}"
    return ExitCode.INTERNAL, (
        f"{type(error).__name__}: {error}. This is a fault in cmx, please report it; "
        "CODOMYRMEX_DEBUG=1 shows where."
    )


def _report(error: BaseException, code: int, message: str, session: Session) -> None:
    if os.environ.get("CODOMYRMEX_DEBUG") == "1":
        import traceback

        sys.stderr.write(redact("".join(traceback.format_exception(error))))
    if session.json:
        import json

        sys.stderr.write(json.dumps({"error": _fields(error, code, redact(message))}) + "\n")
    else:
        # The terminal shows ^C where the cursor is.
        start = "\n" if code == ExitCode.INTERRUPTED and sys.stderr.isatty() else ""
        sys.stderr.write(f"{start}cmx: {printable(redact(message))}\n")


def _fields(error: BaseException, code: int, message: str) -> dict[str, Any]:
    fields: dict[str, Any] = {"type": type(error).__name__, "message": message, "exit_code": int(code)}
    if isinstance(error, CloudError):
        for name in ("provider", "operation", "resource", "retryable", "request_id"):
            fields[name] = getattr(error, name)
    return fields


def _unwind_when_terminated() -> None:
    """Let a termination clean up as an interruption does, in place of ending the process where it stands."""
    for number in (signal.SIGTERM, getattr(signal, "SIGHUP", None)):
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _terminate)


def _terminate(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _abandon_output() -> None:
    """Point standard output nowhere: the interpreter would complain when it flushes it at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
