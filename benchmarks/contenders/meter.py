"""Measures a piece of work within this process, and prints the sample as JSON."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Sized
from pathlib import Path
from time import perf_counter

_STATUS = Path("/proc/self/status")


def measure(work: Callable[[], object], requests: Sized = ()) -> None:
    """Run ``work`` and print what it took; memory is the growth of the peak while it ran, 0 off Linux.

    Args:
        requests: grows with each that is sent, where they are counted.
    """
    resident = _start_peak()
    sent = len(requests)
    before = resource.getrusage(resource.RUSAGE_SELF)
    started = perf_counter()
    work()
    seconds = perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_SELF)
    sample = {
        "seconds": seconds,
        "user": after.ru_utime - before.ru_utime,
        "system": after.ru_stime - before.ru_stime,
        "memory": max(0, kilobytes(_STATUS, "VmHWM") - resident) * 1024,
        "requests": len(requests) - sent,
    }
    json.dump(sample, sys.stdout)


def _start_peak() -> int:
    """Let the kernel forget the peak so far; returns the kilobytes in use now."""
    if _STATUS.exists():
        Path("/proc/self/clear_refs").write_text("5")
    return kilobytes(_STATUS, "VmRSS")


def kilobytes(status: Path, name: str) -> int:
    """What the kernel says of a process's memory; 0 where it says nothing: off Linux, or at its end."""
    if not status.exists():
        return 0
    lines = status.read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)
