"""What importing costs, and how fast ``cmx`` answers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.report import Goal, Section
from benchmarks.runner import ROOT, Contender, alternate, environment, run_command

_LOADED = "import sys; bare = set(sys.modules); {}; print(*set(sys.modules) - bare, sep='\\n')"


def run(bench: Bench) -> Iterator[Section]:
    """Start Python bare and with the import, and ``cmx``."""
    print("Starting", flush=True)
    seen = environment(bench.scratch)
    python = [sys.executable, "-c"]
    commands = {
        "bare Python": [*python, "pass"],
        "import codomyrmex.cloud": [*python, "import codomyrmex.cloud"],
        "cmx --version": [*tools.cmx(), "--version"],
        "cmx --help": [*tools.cmx(), "--help"],
    }

    def contender(name: str, command: list[str]) -> Contender:
        return Contender(name, lambda _turn: run_command(command, seen), tools.shown(command, {}))

    results = alternate([contender(*item) for item in commands.items()], bench.pick(25, 3))
    bare, imported, version, _ = results.values()
    goals = [
        Goal(
            "import codomyrmex.cloud",
            "bare Python",
            1000 * (imported.seconds - bare.seconds),
            15,
            "ms more",
            True,
        ),
        Goal("import codomyrmex.cloud", "third-party modules", len(_third_party(seen)), 0, "loaded", True),
        Goal("cmx --version", "nothing", 1000 * version.seconds, 120, "ms", at_most=True),
    ]
    yield Section("Starting", "Whole processes, from start to end.", list(results.values()), goals)


def loaded(statement: str, seen: dict[str, str]) -> set[str]:
    """The modules that a statement loads into a bare Python."""
    done = subprocess.run(
        [sys.executable, "-c", _LOADED.format(statement)],
        cwd=ROOT,
        env=seen,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def _third_party(seen: dict[str, str]) -> set[str]:
    packages = {module.partition(".")[0] for module in loaded("import codomyrmex.cloud", seen)}
    return packages - set(sys.stdlib_module_names) - {"codomyrmex"}
