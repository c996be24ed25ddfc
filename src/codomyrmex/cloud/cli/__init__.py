"""The command ``cmx``."""

from __future__ import annotations

import sys


def main() -> int:
    """Run ``cmx`` with the arguments of this process.

    Returns:
        The exit code; see `codomyrmex.cloud.cli.exits.ExitCode`.
    """
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        # Answered before anything is imported: scripts ask this often.
        from codomyrmex import __version__

        sys.stdout.write(f"cmx {__version__}\n")
        return 0
    try:
        from codomyrmex.cloud.cli.edge import run

        return run(arguments)
    except KeyboardInterrupt:
        # So early that nothing was begun.
        sys.stderr.write("cmx: Interrupted.\n")
        return 130
