"""What was measured, as tables: for the terminal, and for ``RESULTS.md``."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.runner import Result, Sample

_MIB = 1 << 20


@dataclass(frozen=True)
class Goal:
    """A figure that was promised.

    Attributes:
        work: what is measured, and on what.
        against: what it is compared with, and in what.
        measured: the figure.
        limit: what it should be at least, or with ``at_most`` at most.
        unit: what the figure is in.
        at_most: smaller is better.
        ours: our runs, to say where the time goes when the goal is missed.
    """

    work: str
    against: str
    measured: float
    limit: float
    unit: str = "×"
    at_most: bool = False
    ours: Result | None = None

    @property
    def reached(self) -> bool:
        """Whether the promise holds."""
        return self.measured <= self.limit if self.at_most else self.measured >= self.limit


@dataclass(frozen=True)
class Section:
    """One comparison.

    Attributes:
        title: what was done, and on what.
        intro: what the reader has to know to judge it.
        results: the contenders in the order of the table; the first is ours.
        goals: what was promised of it.
        extra: the heading of one more column, and what stands in it.
    """

    title: str
    intro: str
    results: Sequence[Result]
    goals: Sequence[Goal] = ()
    extra: tuple[str, Callable[[Result], str]] | None = None


def faster(work: str, ours: Result, other: Result, limit: float, *, against: str = "") -> Goal:
    """The goal to be so many times as fast as another, in wall time."""
    return Goal(work, against or other.name, other.seconds / ours.seconds, limit, ours=ours)


def leaner(work: str, ours: Result, other: Result, limit: float) -> Goal:
    """The goal to do with so many times less CPU than another."""
    return Goal(work, f"{other.name}, in CPU", other.cpu / ours.cpu, limit, ours=ours)


def summary(sections: Sequence[Section]) -> str:
    """The table of all goals."""
    rows = [
        (
            goal.work,
            goal.against,
            _limit(goal),
            _figure(goal.measured, goal.unit),
            "yes" if goal.reached else "**missed**",
        )
        for section in sections
        for goal in section.goals
    ]
    return table(("Work", "Against", "Goal", "Measured", "Reached"), rows)


def render(section: Section) -> str:
    """A section as Markdown: the table of its contenders, what they ran, and what was missed."""
    head = ["Contender", "Runs", "Wall, median (range)", "CPU user + system", "Server CPU", "Peak memory"]
    if section.extra is not None:
        head.append(section.extra[0])
    rows = []
    for result in section.results:
        row = [
            result.name,
            str(len(result.samples)),
            _wall(result),
            _cpu(result),
            _server(result),
            _memory(result),
        ]
        rows.append([*row, section.extra[1](result)] if section.extra is not None else row)
    commands = "\n".join(f"- {result.name}: `{result.contender.command}`" for result in section.results)
    parts = [f"## {section.title}", section.intro, table(head, rows), commands]
    parts += [_where_time_goes(goal) for goal in section.goals if not goal.reached]
    return "\n\n".join(part for part in parts if part)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _where_time_goes(goal: Goal) -> str:
    figure = _figure(goal.measured, goal.unit)
    text = f"**Missed** against {goal.against}: {figure}, where the goal is {_limit(goal)}."
    ours = goal.ours
    if ours is None:
        return text
    user, system, server = (
        ours.median(lambda sample: sample.user),
        ours.median(lambda sample: sample.system),
        ours.median(lambda sample: sample.server),
    )
    cores = os.cpu_count() or 1
    busy = (user + system + server) / (ours.seconds * cores)
    return (
        f"{text} Of {_duration(ours.seconds)} on {cores} cores, our own code and libraries take "
        f"{_duration(user)} of CPU, the kernel {_duration(system)} for us, the servers {_duration(server)}: "
        f"{busy:.0%} of what the machine has."
    )


def _limit(goal: Goal) -> str:
    return f"{'at most' if goal.at_most else 'at least'} {goal.limit:g} {goal.unit}"


def _figure(value: float, unit: str) -> str:
    return f"{value:.2f} {unit}" if unit == "×" else f"{value:.3g} {unit}"


def _wall(result: Result) -> str:
    every = [sample.seconds for sample in result.samples]
    return f"{_duration(result.seconds)} ({_duration(min(every))}–{_duration(max(every))})"


def _cpu(result: Result) -> str:
    user, system = result.median(lambda sample: sample.user), result.median(lambda sample: sample.system)
    return f"{_duration(user)} + {_duration(system)}"


def _server(result: Result) -> str:
    return _or_none(result, lambda sample: sample.server, _duration)


def _memory(result: Result) -> str:
    return _or_none(result, lambda sample: sample.memory, lambda value: f"{value / _MIB:.1f} MiB")


def _or_none(result: Result, of: Callable[[Sample], float], text: Callable[[float], str]) -> str:
    value = result.median(of)
    return text(value) if value else "–"


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms" if seconds < 1 else f"{seconds:.2f} s"
