"""Sigstore's own programs for JavaScript, and a Sigstore of one's own made with its mock."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.process import ServerUnavailableError

_HERE = Path(__file__).parent
_PACKAGES = ("@sigstore/mock", "sigstore")
SECONDS = 120


@dataclass(frozen=True)
class NpmSigstore:
    """The programs.

    Attributes:
        node: Node.js.
        modules: the folder of npm's packages.
        home: an empty home folder.
    """

    node: str
    modules: Path
    home: Path

    def private_instance(
        self, artifact: Path, scenarios: Mapping[str, Mapping[str, Any]]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The trusted root of a Sigstore of its own, and bundles of a file by scenario.

        See ``private_sigstore.cjs`` for what a scenario is.
        """
        made = json.loads(self._run("private_sigstore.cjs", artifact, json.dumps(scenarios)).stdout)
        return made["root"], made["bundles"]

    def sign(self, key: Path, artifact: Path) -> bytes:
        """The bundle of a file that is signed with a key."""
        return self._run("sign.cjs", key, artifact).stdout.encode()

    def verify_key(
        self, bundle: Path, artifact: Path, key: Path, *, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """What is said of a bundle that was signed with a key."""
        return self._run("verify.cjs", bundle, artifact, "key", key, check=check)

    def verify_keyless(
        self, bundle: Path, artifact: Path, root: Path, issuer: str, identity: str, *, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """What is said of a bundle that was signed keyless."""
        return self._run("verify.cjs", bundle, artifact, "root", root, issuer, identity, check=check)

    def _run(
        self, script: str, *arguments: str | Path, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        run = subprocess.run(
            [self.node, _HERE / script, self.modules, *arguments],
            env={"PATH": str(Path(self.node).parent), "HOME": str(self.home)},
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
            stdin=subprocess.DEVNULL,
        )
        assert not check or run.returncode == 0, run.stderr
        return run


@contextmanager
def npm_sigstore() -> Iterator[NpmSigstore]:
    """The programs that bootstrap has put into the environment of this Python.

    Raises:
        ServerUnavailableError: there are none.
    """
    modules, node = Path(sys.prefix, "node", "node_modules"), shutil.which("node")
    if node is None:
        raise ServerUnavailableError("no node (scripts/bootstrap dev)")
    for package in _PACKAGES:
        if not (modules / package).is_dir():
            raise ServerUnavailableError(f"no {package} of npm (scripts/bootstrap dev, with npm)")
    with tempfile.TemporaryDirectory(prefix="npm-sigstore-") as home:
        yield NpmSigstore(node, modules, Path(home))
