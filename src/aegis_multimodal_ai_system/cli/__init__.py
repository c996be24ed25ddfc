"""The command ``aegis``."""

from __future__ import annotations

import sys


def main() -> int:
    """Run ``aegis`` with the arguments of this process.

    Returns:
        The exit code; they are those of ``cmx``, see `codomyrmex.cloud.cli.exits.ExitCode`.
    """
    from aegis_multimodal_ai_system.cli.edge import run

    return run(sys.argv[1:])
