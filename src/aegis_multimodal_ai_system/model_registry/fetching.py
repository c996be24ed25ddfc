"""Downloading an artifact while it is hashed, into a file that gets its name when it is the right one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from aegis_multimodal_ai_system.model_registry.errors import (
    ArtifactMissingError,
    DigestMismatchError,
)
from aegis_multimodal_ai_system.model_registry.signatures.digest import file_digest
from aegis_multimodal_ai_system.model_registry.signatures.signing import (
    BUNDLE_SUFFIX,
    LARGEST_SIGNATURE_BYTES,
    parse_signature,
)
from aegis_multimodal_ai_system.model_registry.working_folder import working_folder
from codomyrmex.cloud.common.errors import (
    BucketNotFoundError,
    CloudError,
    IntegrityError,
    NotFoundError,
)
from codomyrmex.cloud.common.storage.localfile import local_error

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.model_registry.catalogue.values import ModelVersion
    from aegis_multimodal_ai_system.model_registry.policy.policy import Policy
    from aegis_multimodal_ai_system.model_registry.signatures.signature import Signature
    from aegis_multimodal_ai_system.storage.client import StorageClient


def check_signature(storage: StorageClient, policy: Policy, found: ModelVersion) -> None:
    """Let pass a version whose registered digest is signed as the policy demands.

    Args:
        storage: where its signature is.
        policy: whose keys count.
        found: the version.

    Raises:
        VerificationError: it is not; nothing but the signature was downloaded.
    """
    policy.check_signature(found.name, bytes.fromhex(found.digest), read_bundle(storage, found.key))


def read_bundle(storage: StorageClient, key: str) -> Signature | None:
    """The signature beside an object, or ``None`` where there is none.

    Args:
        storage: where it is.
        key: the key of the object.

    Raises:
        MalformedSignatureError: what is there is none; see also `parse_signature`.
    """
    content = b""
    try:
        for piece in storage.stream(key + BUNDLE_SUFFIX):
            content += piece
            if len(content) > LARGEST_SIGNATURE_BYTES:
                break
    except BucketNotFoundError:
        raise
    except NotFoundError:
        return None
    return parse_signature(content)


def fetch(storage: StorageClient, policy: Policy, found: ModelVersion, folder: Path, target: Path) -> Path:
    """Download the file of a version whose signature was checked, and give it its name when it is right.

    Args:
        storage: where it is.
        policy: which formats may be.
        found: the version.
        folder: the cache, which is made where it is not there. Until the file is checked it is in a folder of
            its own there.
        target: where it goes then, a folder deeper.

    Returns:
        The target.

    Raises:
        ArtifactMissingError: the object is not there.
        PreconditionFailedError: it was replaced meanwhile.
        DigestMismatchError: it is not what was registered.
        IntegrityError: it arrived damaged, twice.
        UnsafeFormatError: it runs code when it is loaded, and the policy does not permit that.
        LocalFileError: the cache cannot be written.
        QuotaExceededError: the disk is full.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with working_folder(folder) as temporary:
            # Under its own name, since that is part of the format.
            file = temporary / target.name
            _download(storage, found, file)
            policy.check_format(found.name, file)
            target.parent.mkdir(exist_ok=True, mode=0o700)
            os.replace(file, target)
    except CloudError:
        raise
    except OSError as error:
        raise local_error(error, target) from error
    return target


def _download(storage: StorageClient, found: ModelVersion, file: Path) -> None:
    def refuse_another_size(_done: int, total: int | None) -> None:
        # Before a disk is filled with it.
        if total not in (None, found.size):
            raise _another_file(found)

    digest = bytes.fromhex(found.digest)
    try:
        try:
            storage.download_verified(found.key, file, digest, progress=refuse_another_size)
        except IntegrityError as error:
            # Damage on the way is not taken for another file: now the store's own digest is compared.
            storage.download(found.key, file, progress=refuse_another_size)
            if file_digest(file) != digest:
                raise _another_file(found) from error
    except BucketNotFoundError:
        raise
    except NotFoundError as error:
        raise ArtifactMissingError(
            f"{found.uri} is registered, and its object {found.key} is gone."
        ) from error
    if file.stat().st_size != found.size:
        raise _another_file(found)


def _another_file(found: ModelVersion) -> DigestMismatchError:
    return DigestMismatchError(f"The file of {found.uri} is not the one that was registered.")
