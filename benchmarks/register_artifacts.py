"""Registering many small artifacts, and listing them by name."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.registry import Place, registry
from benchmarks.report import Goal, Section
from benchmarks.runner import Contender, Result, alternate, run_script
from benchmarks.servers import rclone_server

LIMIT_MS = 1.0
LISTED = "listed"
NOT_AWAITED = "record, not awaited"
INTRO = (
    "Files of 4 KiB, one after the other, as versions of one model, each signed with a key in a file. "
    "`register` is all of it: digest, format, signature, two objects, and a row that is on the disk before "
    "the next. `upload` is the objects alone, `record` the rows alone. `record, not awaited` is the same on "
    "a connection with `synchronous_commit=off`, so without the time that the disk takes. `list` lists them "
    "by name."
)


def run(bench: Bench) -> Iterator[Section]:
    """All of it, its two halves, and the list."""
    count = bench.pick(1_000, 100)
    title = f"{count:,} artifacts in the registry, PostgreSQL and rclone serve s3"
    print(title, flush=True)
    with rclone_server() as server, registry(bench, server) as place:
        run_script(_command("record", LISTED, count), place.environment)
        contenders = [_contender(place, verb, count) for verb in ("register", "upload", "record", "list")]
        contenders.insert(3, _contender(place, "record", count, NOT_AWAITED))
        results = alternate(contenders, bench.pick(3, 1))
    goals = [
        _goal("A row of a list by name", results["list"], count),
        _goal("A row that is recorded, and not awaited", results[NOT_AWAITED], count),
    ]
    column = ("Each", lambda result: f"{_each(result, count):.3g} ms")
    yield Section(title, INTRO, list(results.values()), goals, column)


def _command(verb: str, name: str, count: int) -> list[str]:
    return tools.contender("register_artifacts", verb, name, str(count))


def _contender(place: Place, verb: str, count: int, title: str | None = None) -> Contender:
    seen = dict(place.environment)
    if title == NOT_AWAITED:
        seen["DATABASE_URL"] += "?options=-c%20synchronous_commit%3Doff"

    def name(turn: int) -> str:
        # Each run has a model of its own, of which it makes every version.
        return LISTED if verb == "list" else f"{title or verb}-{turn}".replace(", ", "-").replace(" ", "-")

    return Contender(
        title or verb,
        lambda turn: run_script(_command(verb, name(turn), count), seen),
        tools.shown(_command(verb, "NAME", count), {}),
    )


def _each(result: Result, count: int) -> float:
    return result.seconds / count * 1000


def _goal(work: str, result: Result, count: int) -> Goal:
    return Goal(work, "–", _each(result, count), LIMIT_MS, "ms", at_most=True, ours=result)
