"""The command line of the measurements: ``python -m benchmarks``."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import (
    azure_blobs,
    between,
    coda_rows,
    filesystem,
    gcs_objects,
    large_file,
    listing,
    load_artifact,
    machine,
    mcp_calls,
    newsletter_import,
    openstack_imports,
    openstack_lists,
    presigning,
    register_artifacts,
    small_files,
    small_objects,
    starting,
    swift_objects,
    walking,
)
from benchmarks.bench import Bench
from benchmarks.report import Section, render, summary, table
from benchmarks.runner import ROOT
from tests.servers.process import ServerUnavailableError

CASES: dict[str, dict[str, Callable[[Bench], Iterator[Section]]]] = {
    "RESULTS.md": {
        "starting": starting.run,
        "presigning": presigning.run,
        "walking": walking.run,
        "small-files": small_files.run,
        "large-file": large_file.run,
        "small-objects": small_objects.run,
        "listing": listing.run,
    },
    "RESULTS_CLOUDS.md": {
        "azure-blobs": azure_blobs.run,
        "gcs-objects": gcs_objects.run,
        "swift-objects": swift_objects.run,
        "between": between.run,
        "filesystem": filesystem.run,
    },
    "RESULTS_OPENSTACK.md": {
        "openstack-imports": openstack_imports.run,
        "openstack-lists": openstack_lists.run,
    },
    "RESULTS_REST.md": {
        "coda-rows": coda_rows.run,
        "newsletter-import": newsletter_import.run,
    },
    "RESULTS_MCP.md": {
        "mcp-calls": mcp_calls.run,
    },
    "RESULTS_AEGIS.md": {
        "load-artifact": load_artifact.run,
        "register-artifacts": register_artifacts.run,
    },
}
"""By the file in this folder that they are written to."""
FOLDER = ROOT / "benchmarks"
INTRO = """\
Made by `{command}` at commit {revision} on {date}. Servers and contenders run on one machine and share its
cores. Contenders take turns within one run; each figure is the median of its runs, after one more that
warms up and is not counted. "×" is the other's median divided by ours, so that more is better; where a goal
says "at most", it is ours divided by the other's. Peak memory is what the kernel says a program's was, asked
every 20 ms; – where it was not asked."""


def main() -> int:
    """Measure; a run of all that a file holds writes it, any other only prints."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = [name for cases in CASES.values() for name in cases]
    parser.add_argument(
        "--only", metavar="NAME", action="append", choices=names, help=f"{', '.join(names)}; repeatable"
    )
    parser.add_argument("--file", choices=CASES, help="all that one file holds")
    parser.add_argument(
        "--quick", action="store_true", help="little work, to see whether it runs; figures mean nothing"
    )
    parser.add_argument(
        "--scratch", type=Path, help="where files and servers' data go; the system's temporary folder"
    )
    arguments = parser.parse_args()
    # Ended like this, too, it stops its servers.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    if arguments.scratch is not None:
        tempfile.tempdir = str(arguments.scratch.resolve())
    for file in [arguments.file] if arguments.file else CASES:
        chosen = [name for name in CASES[file] if name in (arguments.only or names)]
        if chosen:
            is_written = not (arguments.quick or arguments.only)
            _measure(file, chosen, arguments.quick, FOLDER / file if is_written else None)
    return 0


def _measure(file: str, chosen: list[str], quick: bool, results: Path | None) -> None:
    sections: list[Section] = []
    missing: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        for name in chosen:
            try:
                # Kept as they come: a server that is missing costs only what was to be measured on it.
                for section in CASES[file][name](Bench(Path(scratch), quick)):
                    sections.append(section)
                    if results is not None:
                        results.write_text(_report(sections, [*missing, "what comes after the last table"]))
            except ServerUnavailableError as error:
                missing.append(f"{name}: {error}")
    report = _report(sections, missing)
    print(report)
    if results is not None:
        results.write_text(report)


def _report(sections: list[Section], missing: list[str]) -> str:
    date = f"{datetime.now(UTC):%Y-%m-%d}"
    intro = INTRO.format(command=machine.command_line(), revision=machine.revision(), date=date)
    parts = ["# Results", intro, summary(sections)]
    if missing:
        parts.append("Not measured, or not completely:\n\n" + "\n".join(f"- {reason}" for reason in missing))
    parts += [render(section) for section in sections]
    parts += ["## Machine", table(("What", "Which"), machine.describe())]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.exit(main())
