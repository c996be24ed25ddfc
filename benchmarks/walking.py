"""A large local tree, made into the plan of an upload."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.report import Goal, Section
from benchmarks.runner import Contender, alternate, environment, run_command, run_script
from benchmarks.tree import make_tree

INTRO = (
    "`find` is measured as a whole, which starts in about a millisecond; the plan without Python's start. "
    "Both read folders whose contents the kernel has in memory."
)


def run(bench: Bench) -> Iterator[Section]:
    """Plan, and find."""
    files = bench.pick(100_000, 3000)
    tree = make_tree(bench.folder("walk"), files, 0, per_folder=100)
    work = f"Walking {files:,} local files into a plan"
    print(work, flush=True)
    seen = environment(bench.scratch)
    ours_command = tools.contender("walk", tree, str(files))
    find: list[str | Path] = ["find", tree, "-type", "f"]
    sizes = [*find, "-printf", "%s %p\\n"]
    results = alternate(
        [
            Contender(
                "plan",
                lambda _turn: run_script(ours_command, seen),
                tools.shown(ours_command, {tree: "FOLDER"}),
            ),
            Contender("find", lambda _turn: run_command(find, seen), tools.shown(find, {tree: "FOLDER"})),
            Contender(
                "find with sizes",
                lambda _turn: run_command(sizes, seen),
                tools.shown(sizes, {tree: "FOLDER"}),
            ),
        ],
        bench.pick(15, 2),
    )
    ours, names, _ = results.values()
    goal = Goal(work, "find, in wall time", ours.seconds / names.seconds, 2.0, at_most=True, ours=ours)
    yield Section(work, INTRO, list(results.values()), [goal])
