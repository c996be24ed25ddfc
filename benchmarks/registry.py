"""What the measurements of the model registry run on: an object store, PostgreSQL, a key and a policy."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aegis_multimodal_ai_system.model_registry import Catalogue, KeyFileSigner, ModelRegistry, load_policy
from aegis_multimodal_ai_system.storage import MinIOStorageAdapter
from benchmarks import tools
from benchmarks.bench import Bench
from benchmarks.runner import environment
from benchmarks.servers import Server
from tests.servers.postgresql import postgresql

BUCKET = "models"


@dataclass(frozen=True)
class Place:
    """A registry that is ready.

    Attributes:
        registry: the same as the contenders' own.
        environment: theirs, with the settings.
        private_key: the key that counts, in PEM.
        public_key: the same, public.
    """

    registry: ModelRegistry
    environment: dict[str, str]
    private_key: Path
    public_key: Path

    @property
    def signer(self) -> KeyFileSigner:
        """Signs with the key that counts."""
        return KeyFileSigner(self.private_key)


@contextmanager
def registry(bench: Bench, server: Server) -> Iterator[Place]:
    """An empty registry on this store.

    Raises:
        ServerUnavailableError: PostgreSQL is not installed.
    """
    folder = bench.folder(f"registry-{server.name}")
    private, public, policy = folder / "release.key", folder / "release.pub", folder / "policy.toml"
    _openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", private)
    _openssl("pkey", "-in", private, "-pubout", "-out", public)
    policy.write_text('[keys.release]\nfile = "release.pub"\n')
    with postgresql(fsync=True) as database:
        url = database.create_database()
        settings = {
            "OBJECT_STORE_TYPE": "minio",
            "OBJECT_STORE_BUCKET": BUCKET,
            "OBJECT_STORE_ENDPOINT": server.endpoint,
            "OBJECT_STORE_ACCESS_KEY": server.access_key,
            "OBJECT_STORE_SECRET_KEY": server.secret_key,
            "DATABASE_URL": url,
            "MODEL_SIGNATURE_POLICY": str(policy),
            "PRIVATE_KEY": str(private),
        }
        storage = MinIOStorageAdapter(
            BUCKET,
            endpoint_url=server.endpoint,
            access_key=server.access_key,
            secret_key=server.secret_key,
        )
        storage.client.create_bucket(BUCKET)
        seen = environment(bench.scratch, **tools.credentials(server), **settings)
        with ModelRegistry(storage, Catalogue.upgrade(url), load_policy(policy)) as made:
            yield Place(made, seen, private, public)


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)
