"""What a run of the tests says at its end: the servers that were not there, what servers cannot do, and what
took longest.

The tests run in several processes; each tells the one that prints which servers it missed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.pairs import PAIRS
from tests.contract.servers_table import BY_CHANCE
from tests.openstack_plugin import openstack_seconds

CHANCES = {row: reason for rows in BY_CHANCE.values() for row, reason in rows.items()}

MISSING = pytest.StashKey[dict[str, str]]()
"""By name, why a server could not be had."""

SLOWEST_FILES = 10
WORTH_A_TABLE_SECONDS = 60

_FIELD = "missing_servers"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In a process that runs tests for another: hand over what it missed."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[_FIELD] = session.config.stash[MISSING]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """In the process that prints: take what such a process missed."""
    node.config.stash[MISSING].update(getattr(node, "workeroutput", {}).get(_FIELD, {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print both."""
    _print_unsupported(terminalreporter)
    missing = config.stash[MISSING]
    if missing:
        terminalreporter.section("servers that could not be had; their tests did not run")
        for name, reason in sorted(missing.items()):
            terminalreporter.line(f"{name}: {reason}")
    _print_slowest(terminalreporter, openstack_seconds(config))


def _print_slowest(reporter: pytest.TerminalReporter, cloud: dict[str, float]) -> None:
    files: dict[str, float] = defaultdict(float)
    for outcome in ("passed", "failed", "error", "skipped", "xfailed", ""):
        for report in reporter.stats.get(outcome, []):
            if isinstance(report, pytest.TestReport):
                files[report.nodeid.partition("::")[0]] += report.duration
    if not cloud and sum(files.values()) < WORTH_A_TABLE_SECONDS:
        return
    reporter.section("the slowest parts")
    if cloud:
        parts = (f"{name} {seconds:.0f} s" for name, seconds in cloud.items())
        reporter.write_line(f"OpenStack, since its start: {', '.join(parts)}")
    for path, seconds in sorted(files.items(), key=lambda item: -item[1])[:SLOWEST_FILES]:
        reporter.write_line(f"{seconds:7.1f} s  {path}")


def _print_unsupported(reporter: pytest.TerminalReporter) -> None:
    rows: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for pair, reason, row in _unsupported(reporter):
        rows[pair, reason][row] += 1
    if not rows:
        return
    reporter.section("not supported here")
    for (pair, reason), counts in sorted(rows.items()):
        reporter.write_line(f"{pair}: {reason}")
        for row, count in sorted(counts.items()):
            reporter.write_line(f"    {row}{f' ({count} rows)' if count > 1 else ''}")


def _unsupported(reporter: pytest.TerminalReporter) -> Iterator[tuple[str, str, str]]:
    for report in [*reporter.getreports("xfailed"), *reporter.getreports("skipped")]:
        pair = next((name for name in PAIRS if f"[{name}" in report.nodeid), None)
        if pair is None:
            continue
        row = report.nodeid.rpartition("/test_")[2].partition("[")[0].replace(".py::test_", ".")
        if hasattr(report, "wasxfail"):
            yield pair, report.wasxfail, row
        elif row in CHANCES:
            yield pair, CHANCES[row], row
