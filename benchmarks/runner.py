"""Runs contenders in turn, and says what each run took.

Contenders of one comparison alternate within one run of the benchmark, so that whatever else the machine does
meets all of them. The first round warms caches and checks the results; it is not counted.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import IO

from benchmarks.contenders.meter import kilobytes
from tests.servers.process import clean_environment

ROOT = Path(__file__).resolve().parent.parent
_LOOK_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Sample:
    """What one run took.

    Attributes:
        seconds: wall time.
        user: CPU seconds of the contender in its own code.
        system: CPU seconds of the contender in the kernel.
        server: CPU seconds of the servers meanwhile; 0 where none runs.
        memory: peak memory in bytes: of the whole process, or its growth where the contender measures
            itself; 0 where it is not known.
        requests: how many it sent, where the contender counts them.
    """

    seconds: float
    user: float
    system: float
    server: float = 0.0
    memory: int = 0
    requests: int = 0

    @property
    def cpu(self) -> float:
        """CPU seconds of the contender."""
        return self.user + self.system


@dataclass(frozen=True)
class Contender:
    """One of those compared.

    Attributes:
        name: what the table calls it.
        run: makes one run; it is given the number of the round, so that each run can have its own target.
        command: what is run, for the reader.
        check: looks at what the first run made, and raises unless it is right.
        clean: removes what a run made.
    """

    name: str
    run: Callable[[int], Sample]
    command: str
    check: Callable[[int], object] = field(default=lambda _round: None)
    clean: Callable[[int], object] = field(default=lambda _round: None)


@dataclass(frozen=True)
class Result:
    """The counted runs of one contender."""

    contender: Contender
    samples: tuple[Sample, ...]

    @property
    def name(self) -> str:
        """The contender's name."""
        return self.contender.name

    def median(self, of: Callable[[Sample], float]) -> float:
        """The median of something over all runs."""
        return median(of(sample) for sample in self.samples)

    @property
    def seconds(self) -> float:
        """The median wall time."""
        return self.median(lambda sample: sample.seconds)

    @property
    def cpu(self) -> float:
        """The median of CPU seconds."""
        return self.median(lambda sample: sample.cpu)


def alternate(contenders: Sequence[Contender], rounds: int) -> dict[str, Result]:
    """Let the contenders take turns; returns their results by name.

    Args:
        contenders: all of them.
        rounds: how many runs of each count. One more comes first. Who begins changes from round to round.
    """
    samples: dict[str, list[Sample]] = {contender.name: [] for contender in contenders}
    for number in range(rounds + 1):
        turn = number % len(contenders)
        for contender in (*contenders[turn:], *contenders[:turn]):
            sample = contender.run(number)
            print(
                f"  {contender.name:<28} round {number}  {sample.seconds:8.3f} s  CPU {sample.cpu:8.3f} s",
                flush=True,
            )
            if number == 0:
                contender.check(number)
            else:
                samples[contender.name].append(sample)
            contender.clean(number)
    return {contender.name: Result(contender, tuple(samples[contender.name])) for contender in contenders}


def run_command(command: Sequence[str | Path], environment: Mapping[str, str]) -> Sample:
    """Run a program to its end and measure it as a whole, its start included.

    Raises:
        RuntimeError: it failed.
    """
    with tempfile.TemporaryFile() as errors:
        before = _server_seconds()
        started = perf_counter()
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        memory = _peak_until_end(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        seconds = perf_counter() - started
        server = _server_seconds() - before
        process.returncode = os.waitstatus_to_exitcode(status)
        _demand_success(command, process.returncode, errors)
    return Sample(seconds, used.ru_utime, used.ru_stime, server, memory)


def _peak_until_end(process: int) -> int:
    """Wait until a process has ended; returns the bytes of memory that it had at most, 0 off Linux.

    What `os.wait4` says of it begins at the peak of the process that started it.
    """
    status = Path(f"/proc/{process}/status")
    if not status.exists():
        return 0
    peak = 0
    ended = os.pidfd_open(process)
    try:
        while not select.select([ended], [], [], _LOOK_SECONDS)[0]:
            with suppress(FileNotFoundError, ProcessLookupError):  # it has ended just now
                peak = max(peak, kilobytes(status, "VmHWM"))
    finally:
        os.close(ended)
    return peak * 1024


def run_script(command: Sequence[str | Path], environment: Mapping[str, str]) -> Sample:
    """Run a script that measures its own work, without its start, and prints the sample as JSON.

    Raises:
        RuntimeError: it failed.
    """
    with tempfile.TemporaryFile() as errors:
        before = _server_seconds()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        server = _server_seconds() - before
        _demand_success(command, done.returncode, errors)
    return Sample(**json.loads(done.stdout), server=server)


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a contender may see: no credentials but those given, and nobody's configuration."""
    python_path = {"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}
    return clean_environment(home) | python_path | more


def _demand_success(command: Sequence[str | Path], code: int, errors: IO[bytes]) -> None:
    if code != 0:
        errors.seek(0)
        shown = " ".join(map(str, command))
        raise RuntimeError(f"{shown} ended with {code}: {errors.read()[-1000:].decode(errors='replace')}")


def _server_seconds() -> float:
    """CPU seconds of all that this process has running: the servers, and what they have started."""
    ticks = 0
    for process in _descendants(Path("/proc/self")):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            # The name of the program, in parentheses, may itself have blanks.
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            # Its own time, and that of its children that have ended: PostgreSQL has one for each connection.
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _descendants(process: Path) -> Iterator[Path]:
    for children in process.glob("task/*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):
            for child in children.read_text().split():
                yield (found := Path("/proc", child))
                yield from _descendants(found)
