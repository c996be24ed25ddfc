"""The command line of the guard."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from aegis_multimodal_ai_system.tools.find_sdk_usage.check import Report, check
from aegis_multimodal_ai_system.tools.find_sdk_usage.findings import Finding

_CODES = """\
Exit code: 0 no use found; 1 uses found; 2 wrong usage; 3 a file could not be checked, whatever was found.

A comment "# aegis: allow-sdk REASON" allows its line, and what is done with what that line imports.
"""


@click.command(epilog=_CODES)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERN",
    help="Leave out files and folders of this name; with a slash in it, of this path from PATHS.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(paths: tuple[Path, ...], exclude: tuple[str, ...], as_json: bool) -> None:
    """List direct uses of provider SDKs in an application, and what it has in their place.

    PATHS are Python files, and folders of them; none of them is imported.
    """
    report = check(paths, exclude)
    if as_json:
        click.echo(json.dumps(asdict(report), indent=2))
    else:
        _print_text(report)
    sys.exit(3 if report.failures else 1 if report.found else 0)


def _print_text(report: Report) -> None:
    for finding in report.found:
        click.echo(_printable(_line(finding)))
    for failure in report.failures:
        click.echo(_printable(f"{failure.path}: {failure.reason}"), err=True)
    uses = len(report.found)
    click.echo(
        f"{uses or 'No'} {'use' if uses == 1 else 'uses'} of provider SDKs; files: {report.files}, "
        f"not checked: {len(report.failures)}, uses allowed: {len(report.allowed)}.",
        err=True,
    )


def _line(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    return f"{place}: {finding.kind} of {finding.name}; use {finding.replacement}"


def _printable(line: str) -> str:
    # The name of a file may be no text, or move the cursor.
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in line)
