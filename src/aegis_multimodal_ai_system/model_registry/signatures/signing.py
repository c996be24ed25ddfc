"""Signing files, and the files that signatures are in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from aegis_multimodal_ai_system.model_registry.errors import MalformedSignatureError, SigningError
from aegis_multimodal_ai_system.model_registry.signatures.bundle import format_bundle, parse_bundle
from aegis_multimodal_ai_system.model_registry.signatures.digest import file_digest
from aegis_multimodal_ai_system.model_registry.signatures.signature import Signature, format_sig, parse_sig
from codomyrmex.cloud.common.errors import LocalFileError

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.model_registry.signatures.signer import Signer

SIG_SUFFIX = ".sig"
BUNDLE_SUFFIX = ".sigstore.json"
# A bundle with a chain and proofs has some 10 KiB.
LARGEST_SIGNATURE_BYTES = 1024 * 1024


def sign_file(path: str | os.PathLike[str], signer: Signer) -> Signature:
    """The signature of a file, which is read in pieces.

    Args:
        path: the file.
        signer: what signs.

    Raises:
        LocalFileError: the file cannot be read.
        SigningError: the signer fails, or signs with another key than it names.
    """
    return sign_digest(file_digest(path), signer)


def sign_digest(digest: bytes, signer: Signer) -> Signature:
    """The signature of what has this digest.

    Args:
        digest: a SHA-256.
        signer: what signs.

    Raises:
        SigningError: the signer fails, or signs with another key than it names.
    """
    value = signer.sign_digest(digest)
    # A key that a service has rotated would be found out by whoever loads the model.
    if not signer.public_key.verifies(value, digest):
        raise SigningError("The signer made a signature that its own public key does not verify.")
    return Signature(value, digest, signer.public_key.hint)


def write_signature(signature: Signature, path: str | os.PathLike[str]) -> tuple[Path, Path]:
    """Write a signature beside its file, in both forms that cosign reads.

    Args:
        signature: as `sign_file` gives it.
        path: the file that was signed.

    Returns:
        The file ``….sig`` and the bundle ``….sigstore.json``.

    Raises:
        LocalFileError: one cannot be written.
    """
    sig, bundle = Path(f"{os.fspath(path)}{SIG_SUFFIX}"), Path(f"{os.fspath(path)}{BUNDLE_SUFFIX}")
    try:
        sig.write_bytes(format_sig(signature))
        bundle.write_bytes(format_bundle(signature))
    except OSError as error:
        raise LocalFileError(f"The signature of {path} cannot be written: {error.strerror}.") from error
    return sig, bundle


def read_signature(path: str | os.PathLike[str]) -> Signature:
    """The signature in a file, a ``.sig`` or a bundle, by its content.

    Args:
        path: the file.

    Raises:
        LocalFileError: it cannot be read.
        MalformedSignatureError: it holds no signature; see also `parse_bundle`.
    """
    try:
        with Path(path).open("rb") as file:
            return parse_signature(file.read(LARGEST_SIGNATURE_BYTES + 1))
    except OSError as error:
        raise LocalFileError(f"The signature {path} cannot be read: {error.strerror}.") from error


def parse_signature(content: bytes) -> Signature:
    """The signature in the content of a ``.sig`` or of a bundle.

    Args:
        content: all of it.

    Raises:
        MalformedSignatureError: it holds no signature, or is too large for one; see also `parse_bundle`.
    """
    if len(content) > LARGEST_SIGNATURE_BYTES:
        raise MalformedSignatureError("The signature is larger than any signature.")
    return parse_bundle(content) if content.lstrip().startswith(b"{") else parse_sig(content)
