"""Keys that openssl makes, as files."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from aegis_multimodal_ai_system.model_registry.signatures import KeyFileSigner, PublicKey


def openssl(*arguments: str | Path) -> bytes:
    """What ``openssl`` writes."""
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True).stdout


@dataclass(frozen=True)
class KeyPair:
    """A private key in PKCS#8 and its public key, in PEM files."""

    private: Path
    public: Path

    @classmethod
    def make(cls, folder: Path, name: str, curve: str = "P-256") -> KeyPair:
        """A new pair in a folder."""
        pair = cls(folder / f"{name}.key", folder / f"{name}.pub")
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{curve}", "-out", pair.private)
        openssl("pkey", "-in", pair.private, "-pubout", "-out", pair.public)
        return pair

    @property
    def signer(self) -> KeyFileSigner:
        """Signs with it."""
        return KeyFileSigner(self.private)

    @property
    def key(self) -> PublicKey:
        """Verifies with it."""
        return PublicKey.from_pem(self.public.read_bytes())
