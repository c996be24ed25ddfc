"""What the gate costs a call of a tool, and how soon a server answers."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.report import Goal, Section
from benchmarks.runner import Contender, Result, alternate, environment, run_script

GATE_MS = 1.0
FSYNC_MS = 5.0
START_MS = 700.0


def run(bench: Bench) -> Iterator[Section]:
    """The gate alone, then a server from its start."""
    count = bench.pick(1_000, 50)
    title = f"{count:,} calls through the gate"
    print(title, flush=True)
    gate, fsync = _measured(bench, {"gate": ["gate", str(count)], "gate, with fsync": ["fsync", str(count)]})
    goals = [
        Goal(
            "A call through the gate",
            "–",
            gate.seconds / count * 1000,
            GATE_MS,
            "ms",
            at_most=True,
            ours=gate,
        ),
        Goal(
            "A call through the gate, with fsync",
            "–",
            fsync.seconds / count * 1000,
            FSYNC_MS,
            "ms",
            at_most=True,
            ours=fsync,
        ),
    ]
    intro = "A tool that does nothing: role, policy, arguments, a thread of its own, and a line of the audit."
    yield Section(title, intro, [gate, fsync], goals)
    (start,) = _measured(bench, {"cmx mcp serve": ["stdio"]})
    goals = [
        Goal(
            "From a server's start to its first answer",
            "–",
            start.seconds * 1000,
            START_MS,
            "ms",
            at_most=True,
        )
    ]
    yield Section("The first answer", "Over standard input and output: the list of tools.", [start], goals)


def _measured(bench: Bench, works: dict[str, list[str]]) -> list[Result]:
    seen = environment(bench.scratch)

    def contender(name: str, arguments: list[str]) -> Contender:
        command = tools.contender("mcp_calls", *arguments)
        return Contender(name, lambda _turn: run_script(command, seen), tools.shown(command, {}))

    return list(alternate([contender(*work) for work in works.items()], bench.pick(9, 1)).values())
