"""The entry points of ``pyproject.toml``, for a Python in which the library is not installed."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENTRY_POINTS: dict[str, dict[str, str]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
    "entry-points"
]


def installed_in(folder: Path) -> str:
    """Make a folder that offers the entry points; returns the ``PYTHONPATH`` with it and the library."""
    metadata = folder / "entry_points_of_test-0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: entry-points-of-test\nVersion: 0\n")
    groups = [
        f"[{group}]\n" + "".join(f"{name} = {target}\n" for name, target in entries.items())
        for group, entries in ENTRY_POINTS.items()
    ]
    (metadata / "entry_points.txt").write_text("\n".join(groups))
    return f"{folder}:{ROOT / 'src'}"
