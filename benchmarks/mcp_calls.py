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
    """The gate alone, a server from its start, and one with many clients."""
    yield _gate(bench)
    yield _start(bench)
    yield _clients(bench)


def _gate(bench: Bench) -> Section:
    count = bench.pick(1_000, 50)
    title = f"{count:,} calls through the gate"
    print(title, flush=True)
    works = {"gate": ["gate", str(count)], "gate, with fsync": ["fsync", str(count)]}
    results = _measured(bench, "mcp_calls", works)
    goals = [
        Goal(work, "–", result.seconds / count * 1000, limit, "ms", at_most=True, ours=result)
        for work, result, limit in zip(
            ("A call through the gate", "A call through the gate, with fsync"),
            results,
            (GATE_MS, FSYNC_MS),
            strict=True,
        )
    ]
    intro = "A tool that does nothing: role, policy, arguments, a thread of its own, and a line of the audit."
    return Section(title, intro, results, goals)


def _start(bench: Bench) -> Section:
    print("The first answer", flush=True)
    (start,) = _measured(bench, "mcp_calls", {"cmx mcp serve": ["stdio"]})
    milliseconds = start.seconds * 1000
    goals = [
        Goal("From a server's start to its first answer", "–", milliseconds, START_MS, "ms", at_most=True)
    ]
    intro = "Over standard input and output: the list of tools."
    return Section("The first answer", intro, [start], goals)


def _clients(bench: Bench) -> Section:
    clients, calls = bench.pick((200, 5), (20, 2))
    title = f"{clients} clients at once over HTTP"
    print(title, flush=True)
    works = {"cmx mcp serve --http": [str(clients), str(calls)]}
    (result,) = _measured(bench, "mcp_http", works)
    answers = min(sample.requests for sample in result.samples)
    wanted = clients * (1 + calls)
    goals = [Goal(f"Answers without an error to {title}", "–", answers, wanted, "answers", ours=result)]
    intro = (
        "Each client has a JSON Web Token of its own, lists the tools and calls one of them five times; the "
        "server checks the token of each request, asks the gate, and writes down each call with fsync. The "
        "clients are one process of the same machine, whose CPU is shown."
    )
    return Section(title, intro, [result], goals)


def _measured(bench: Bench, module: str, works: dict[str, list[str]]) -> list[Result]:
    seen = environment(bench.scratch)

    def contender(name: str, arguments: list[str]) -> Contender:
        command = tools.contender(module, *arguments)
        return Contender(name, lambda _turn: run_script(command, seen), tools.shown(command, {}))

    return list(alternate([contender(*work) for work in works.items()], bench.pick(9, 1)).values())
