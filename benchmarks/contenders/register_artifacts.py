"""Small artifacts in the registry that the settings describe: ``register|upload|record|list NAME COUNT``.

``register`` does all: digest, signature, both objects, the row. ``upload`` stores a file and one of a
signature's size for each, ``record`` writes the rows alone, ``list`` reads those that are there.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from aegis_multimodal_ai_system.model_registry import KeyFileSigner, ModelRegistry
from aegis_multimodal_ai_system.model_registry.catalogue import NewVersion
from benchmarks.contenders.meter import measure

# What a file of safetensors begins with: the length of its header, and that.
FIELDS = b'{"w":{"dtype":"F32","shape":[1024],"data_offsets":[0,4096]}}'.ljust(64)
HEADER = len(FIELDS).to_bytes(8, "little") + FIELDS
SIZE = len(HEADER) + 4096
SIGNATURE_SIZE = 400
Work = Callable[[], object]


def _files(folder: Path, count: int) -> list[Path]:
    files = [folder / f"{number:06}.safetensors" for number in range(count)]
    for file in files:
        file.write_bytes(HEADER + os.urandom(4096))
    return files


def register(registry: ModelRegistry, name: str, files: list[Path]) -> Work:
    """Register each file."""
    signer = KeyFileSigner(os.environ["PRIVATE_KEY"])

    def work() -> None:
        for file in files:
            registry.register(name, file, signer=signer)

    return work


def upload(registry: ModelRegistry, name: str, files: list[Path]) -> Work:
    """Store what `register` stores."""
    signature = files[0].parent / "signature"
    signature.write_bytes(os.urandom(SIGNATURE_SIZE))

    def work() -> None:
        for file in files:
            key = f"uploads/{name}/{file.name}"
            registry.storage.upload(signature, f"{key}.sigstore.json")
            registry.storage.upload(file, key)

    return work


def record(registry: ModelRegistry, name: str, files: list[Path]) -> Work:
    """Record what `register` records."""
    digests = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]

    def work() -> None:
        for file, digest in zip(files, digests, strict=True):
            key = f"models/{name}/{digest[:32]}/{file.name}"
            registry.catalogue.record(NewVersion(name, key, file.name, SIZE, digest, "release", "hint"))

    return work


def list_versions(registry: ModelRegistry, name: str, files: list[Path]) -> Work:
    """List what is there."""

    def work() -> None:
        assert len(registry.list(name)) == len(files)

    return work


def main() -> None:
    """Measure one piece of work."""
    verb, name, count = sys.argv[1:]
    make = {"register": register, "upload": upload, "record": record, "list": list_versions}[verb]
    with tempfile.TemporaryDirectory() as folder, ModelRegistry.from_settings() as registry:
        measure(make(registry, name, _files(Path(folder), int(count))))


if __name__ == "__main__":
    main()
