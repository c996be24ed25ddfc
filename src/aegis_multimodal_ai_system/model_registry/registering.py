"""Storing a file and its signature, and what is known of it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from aegis_multimodal_ai_system.model_registry.catalogue.uri import check_name
from aegis_multimodal_ai_system.model_registry.catalogue.values import NewVersion
from aegis_multimodal_ai_system.model_registry.signatures.bundle import format_bundle
from aegis_multimodal_ai_system.model_registry.signatures.digest import FileState, file_digest, file_state
from aegis_multimodal_ai_system.model_registry.signatures.keyless import KeylessSignature
from aegis_multimodal_ai_system.model_registry.signatures.signing import BUNDLE_SUFFIX, sign_digest
from codomyrmex.cloud.common.errors import (
    CloudError,
    ConflictError,
    InvalidRequestError,
    LocalFileError,
    NotFoundError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aegis_multimodal_ai_system.model_registry.catalogue.catalogue import Catalogue
    from aegis_multimodal_ai_system.model_registry.catalogue.values import ModelVersion
    from aegis_multimodal_ai_system.model_registry.policy.policy import Policy
    from aegis_multimodal_ai_system.model_registry.signatures.signature import Signature
    from aegis_multimodal_ai_system.model_registry.signatures.signer import Signer
    from aegis_multimodal_ai_system.storage.client import StorageClient

PREFIX = "models/"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that the policy lets in.

    Attributes:
        path: the file.
        state: of the file, before it was read.
        new: what is to be recorded.
        signature: its signature, if it has one.
    """

    path: Path
    state: FileState
    new: NewVersion
    signature: Signature | None


def described(
    name: str, path: Path, policy: Policy, given: Signature | Signer | None, provenance: Mapping[str, str]
) -> Candidate:
    """What is to be recorded of a file that the policy lets in, and its signature.

    Args:
        name: the model's name.
        path: the file.
        policy: the policy.
        given: its signature, or what signs it now.
        provenance: where it comes from.

    Raises:
        VerificationError: the policy would not let it be loaded.
        LocalFileError: the file cannot be read.
    """
    from aegis_multimodal_ai_system.model_registry.signatures.signer import Signer

    check_name(name)
    state = file_state(path)
    policy.check_format(name, path)
    digest = file_digest(path)
    signature = sign_digest(digest, given) if isinstance(given, Signer) else given
    signer = policy.check_signature(name, digest, signature)
    key_used = policy.keys.get(signer) if signer is not None else None
    hint = key_used.key.hint if key_used is not None else None
    if signature is not None and not isinstance(signature, KeylessSignature):
        # A bundle with all fields, whatever form it came in: it makes errors clear later.
        signature = replace(signature, digest=digest, key_hint=hint)
    key = f"{PREFIX}{name}/{secrets.token_hex(16)}/{path.name}"
    new = NewVersion(name, key, path.name, state.size, digest.hex(), signer, hint, provenance=provenance)
    return Candidate(path, state, new, signature)


def store(storage: StorageClient, catalogue: Catalogue, candidate: Candidate) -> ModelVersion:
    """Upload a file and its signature, then record it.

    What fails before a row can be there removes its objects. Where it is not certain whether there is a row,
    they stay, and `gc` finds them if there is none.

    Args:
        storage: where the file goes.
        catalogue: where it is recorded.
        candidate: the file, and what is recorded.

    Raises:
        LocalFileError: the file changed meanwhile.
        CloudError: the upload or the recording failed.
    """
    new = candidate.new
    bundle = new.key + BUNDLE_SUFFIX
    try:
        if candidate.signature is not None:
            _upload_bundle(storage, bundle, candidate.signature)
        storage.upload(candidate.path, new.key)
        _demand_unchanged(candidate)
    except BaseException:
        _remove(storage, (new.key, bundle))
        raise
    try:
        return catalogue.record(new)
    except (ConflictError, InvalidRequestError, NotFoundError):
        _remove(storage, (new.key, bundle))
        raise


def _demand_unchanged(candidate: Candidate) -> None:
    path, new = candidate.path, candidate.new
    state = file_state(path)
    # What was touched is read again: a backup may set a time, or a name be added.
    if state != candidate.state and (state.size != new.size or file_digest(path).hex() != new.digest):
        raise LocalFileError(f"{path} changed while it was registered.")


def _upload_bundle(storage: StorageClient, key: str, signature: Signature) -> None:
    from tempfile import NamedTemporaryFile

    with NamedTemporaryFile() as file:
        file.write(format_bundle(signature))
        file.flush()
        storage.upload(file.name, key)


def _remove(storage: StorageClient, keys: Sequence[str]) -> None:
    for key in keys:
        with suppress(CloudError):
            storage.delete(key)
