"""Presigned URLs."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.report import Section, faster
from benchmarks.runner import Contender, alternate, environment, run_script


def run(bench: Bench) -> Iterator[Section]:
    """Sign a URL for each of many keys; no server is needed for it."""
    count = bench.pick(10_000, 500)
    work = f"{count:,} presigned URLs"
    print(work, flush=True)
    seen = environment(bench.scratch)

    def contender(name: str, who: str) -> Contender:
        command = tools.contender("presign", who, str(count))
        return Contender(name, lambda _turn: run_script(command, seen), tools.shown(command, {}))

    results = alternate(
        [
            contender("generate_presigned_urls", "ours"),
            contender("generate_presigned_url", "ours-singly"),
            contender("boto3", "boto3"),
        ],
        bench.pick(5, 1),
    )
    together, singly, boto3 = results.values()
    goals = [
        faster(work, together, boto3, 10.0),
        faster(f"{work}, a call each", singly, boto3, 10.0),
    ]
    intro = "The time of signing alone, without that of starting Python and of making the client."
    yield Section(work, intro, list(results.values()), goals)
