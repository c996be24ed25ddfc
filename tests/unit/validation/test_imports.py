"""Validation stands on the standard library alone."""

from __future__ import annotations

import subprocess
import sys


def test_validation_imports_nothing_third_party() -> None:
    script = (
        "import sys; before = set(sys.modules); import codomyrmex.validation;"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before};"
        "print(sorted(new - set(sys.stdlib_module_names) - {'codomyrmex'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
