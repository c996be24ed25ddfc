"""What a private Sigstore has signed, and who may sign."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aegis_multimodal_ai_system.model_registry.signatures import Identity, TrustRoot

WEIGHTS = b"weights\n" * 100_000
ISSUER = "https://token.actions.githubusercontent.com"
WORKFLOW = "https://github.com/org/repo/.github/workflows/release.yml@refs/heads/main"

_RELEASE = {"issuer": ISSUER, "subject": WORKFLOW}
SCENARIOS: dict[str, dict[str, Any]] = {
    "release": _RELEASE,
    "other_branch": _RELEASE | {"subject": WORKFLOW.replace("main", "evil")},
    "other_issuer": _RELEASE | {"issuer": "https://issuer.example"},
    "expired": _RELEASE | {"issued": -3600},
    "not_yet_valid": _RELEASE | {"issued": 3600},
    "stamped": _RELEASE | {"stamped": 0},
    "stamped_late": _RELEASE | {"stamped": 3600},
    "other_authority": _RELEASE | {"authority": "stranger"},
    "other_ctlog": _RELEASE | {"ctlog": "stranger"},
    "other_tlog": _RELEASE | {"tlog": "stranger"},
}


@dataclass(frozen=True)
class PrivateSigstore:
    """A trusted root and bundles of one file by scenario, in a folder."""

    folder: Path

    @classmethod
    def write(cls, folder: Path, root: dict[str, Any], bundles: dict[str, Any]) -> PrivateSigstore:
        """The same, after they were written there."""
        (folder / "trusted_root.json").write_text(json.dumps(root))
        for name, bundle in bundles.items():
            (folder / f"{name}.sigstore.json").write_text(json.dumps(bundle))
        return cls(folder)

    @property
    def root(self) -> Path:
        """The trusted root."""
        return self.folder / "trusted_root.json"

    def bundle(self, scenario: str) -> Path:
        """The bundle of a scenario."""
        return self.folder / f"{scenario}.sigstore.json"

    def document(self, scenario: str) -> dict[str, Any]:
        """The same, as JSON."""
        found: dict[str, Any] = json.loads(self.bundle(scenario).read_bytes())
        return found

    def identity(self, identity: str = WORKFLOW, issuer: str = ISSUER) -> Identity:
        """Somebody whom it has given a certificate."""
        return Identity(issuer, identity, TrustRoot(self.root))
