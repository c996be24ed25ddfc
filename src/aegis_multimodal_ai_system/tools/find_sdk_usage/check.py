"""Checking a file, and all files of several trees."""

from __future__ import annotations

import ast
import tokenize
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aegis_multimodal_ai_system.tools.find_sdk_usage.findings import Failure, Finding
from aegis_multimodal_ai_system.tools.find_sdk_usage.search import search
from aegis_multimodal_ai_system.tools.find_sdk_usage.tree import PythonFiles


@dataclass(slots=True)
class Report:
    """What a check has found.

    Attributes:
        files: how many files were looked at.
        found: the uses that nothing allows.
        allowed: those that a comment allows.
        failures: what could not be checked.
    """

    files: int = 0
    found: list[Finding] = field(default_factory=list)
    allowed: list[Finding] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)


def check(paths: Sequence[Path], exclude: Sequence[str] = ()) -> Report:
    """Look at every Python file below the paths, each once.

    Args:
        paths: files and folders.
        exclude: patterns of what to leave out, as in `PythonFiles`.
    """
    report = Report()
    seen: set[Path] = set()
    for path in paths:
        for file in PythonFiles(path, exclude):
            if isinstance(file, Failure):
                report.failures.append(file)
            elif (real := file.resolve()) not in seen:
                seen.add(real)
                _check_file(file, report)
    return report


def _check_file(file: Path, report: Report) -> None:
    report.files += 1
    try:
        findings = _findings(file)
    except OSError as error:
        report.failures.append(Failure(str(file), f"cannot be read: {error.strerror}"))
    except UnicodeDecodeError as error:
        report.failures.append(Failure(str(file), f"is not text in {error.encoding}"))
    except SyntaxError as error:
        line = f" in line {error.lineno}" if error.lineno else ""
        report.failures.append(Failure(str(file), f"does not parse{line}: {error.msg}"))
    except ValueError as error:
        report.failures.append(Failure(str(file), f"does not parse: {error}"))
    except (MemoryError, RecursionError):
        report.failures.append(Failure(str(file), "does not parse: it is nested too deeply"))
    else:
        report.found += [finding for finding in findings if finding.reason is None]
        report.allowed += [finding for finding in findings if finding.reason is not None]


def _findings(file: Path) -> list[Finding]:
    with tokenize.open(file) as source:
        text = source.read()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the application's own making, and not asked for here
        return search(text, ast.parse(text), str(file))
