"""``completion``."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.unit.cloud.cli.conftest import PROGRAM, Cmx


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_has_a_script(cmx: Cmx, shell: str) -> None:
    script = cmx("completion", shell)
    assert (script.code, script.err) == (0, "")
    assert f"_CMX_COMPLETE={shell}_complete" in script.out
    assert cmx("completion", shell, "--json").object == {
        "shell": shell,
        "script": script.out.rstrip("\n") + "\n",
    }


def test_an_unknown_shell_is_a_usage_error(cmx: Cmx) -> None:
    assert cmx("completion", "tcsh").code == 2


@pytest.mark.parametrize(
    ("words", "expected"), [("cmx pr", {"presign", "providers"}), ("cmx cp --ex", {"--exclude"})]
)
def test_bash_completes(cmx: Cmx, tmp_path: Path, words: str, expected: set[str]) -> None:
    program = tmp_path / "cmx"
    program.write_text(f'#!/bin/sh\nexec {" ".join(PROGRAM)} "$@"\n')
    program.chmod(0o755)
    bash = shutil.which("bash")
    assert bash is not None
    script = cmx("completion", "bash").out
    listed = words.split()
    ask = (
        f"PATH={tmp_path}:$PATH\n{script}\n"
        f"COMP_WORDS=({words}); COMP_CWORD={len(listed) - 1}\n"
        f"_cmx_completion cmx {listed[-1]} {listed[-2]}\n"
        'printf "%s\\n" "${COMPREPLY[@]}"\n'
    )
    done = subprocess.run(
        [bash, "--norc", "-c", ask], capture_output=True, text=True, check=True, timeout=300
    )
    assert set(done.stdout.split()) == expected
