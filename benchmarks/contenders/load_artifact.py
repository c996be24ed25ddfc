"""Loads an artifact of the registry that the settings in the environment describe.

``download KEY FILE`` is the plain download by the adapter of the registry, ``load URI`` loads the artifact,
from the cache where it is there, ``boto3 BUCKET KEY FILE PUBLIC_KEY`` is the same by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.contenders.meter import measure

Work = Callable[[], object]


def download(key: str, file: str) -> Work:
    """What the adapter does, which compares what arrives with the store's own digest."""
    from aegis_multimodal_ai_system.storage import create_storage_client

    storage = create_storage_client()
    return lambda: storage.download(key, file)


def load(uri: str) -> Work:
    """What a program does that has the registry."""
    from aegis_multimodal_ai_system.model_registry import ModelRegistry

    registry = ModelRegistry.from_settings()
    return lambda: registry.load_artifact(uri)


def boto3(bucket: str, key: str, file: str, public_key: str) -> Work:
    """What a program does that has boto3, hashlib and cryptography."""
    import base64
    import hashlib
    import json

    import boto3
    from botocore.config import Config
    from cryptography.hazmat.primitives.asymmetric import ec, utils
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    from benchmarks.contenders.boto3_file import TRANSFER

    s3 = boto3.client("s3", config=Config(max_pool_connections=TRANSFER.max_concurrency))
    trusted = load_pem_public_key(Path(public_key).read_bytes())
    assert isinstance(trusted, ec.EllipticCurvePublicKey)

    def work() -> None:
        bundle = json.load(s3.get_object(Bucket=bucket, Key=f"{key}.sigstore.json")["Body"])
        signature = base64.b64decode(bundle["messageSignature"]["signature"])
        s3.download_file(bucket, key, file, Config=TRANSFER)
        with Path(file).open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").digest()
        trusted.verify(signature, digest, ec.ECDSA(utils.Prehashed(SHA256())))

    return work


if __name__ == "__main__":
    verb, *arguments = sys.argv[1:]
    make = {"download": download, "load": load, "boto3": boto3}[verb]
    measure(make(*arguments))
