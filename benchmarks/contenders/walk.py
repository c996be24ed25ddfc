"""Makes the plan of an upload: ``FOLDER FILES``."""

from __future__ import annotations

import sys

from benchmarks.contenders.meter import measure
from codomyrmex.cloud.connection import Connections
from codomyrmex.cloud.transfer import plan

if __name__ == "__main__":
    folder, expected = sys.argv[1:]
    connections = Connections()
    source, target = connections.resolve(folder), connections.resolve("memory://bucket/prefix")

    def work() -> None:
        """Plan, one transfer after the other, as the engine takes them."""
        found = sum(1 for _ in plan(source, target, recursive=True))
        assert found == int(expected), f"{found} files of {expected}"

    measure(work)
