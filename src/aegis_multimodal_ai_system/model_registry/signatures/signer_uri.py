"""A signer by the name of its key, as cosign has it: https://docs.sigstore.dev/cosign/key_management/overview/."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import InvalidRequestError

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.model_registry.signatures.signer import Signer
    from aegis_multimodal_ai_system.storage.secret import Secret


def open_signer(key: str, *, password: Secret | None = None) -> Signer:
    """The signer of a key.

    Args:
        key: ``awskms:///ARN``, ``awskms:///ID`` or ``awskms:///alias/NAME``, with another endpoint before the
            third slash; ``hashivault://NAME``, where ``TRANSIT_SECRET_ENGINE_PATH`` may say where the engine
            is; or the path of a file.
        password: of an encrypted file; by default ``COSIGN_PASSWORD``.

    Raises:
        SigningError: the key cannot be read, or cannot sign; see `KeyFileSigner`, `VaultTransitSigner` and
            `AWSKMSSigner`.
        InvalidRequestError: it names no key, or one of another service.
        MissingDependencyError: the extra of the service is not installed.
    """
    scheme, separator, rest = key.partition("://")
    if not separator:
        from aegis_multimodal_ai_system.model_registry.signatures.key_file import KeyFileSigner

        return KeyFileSigner(key, password=password or os.environ.get("COSIGN_PASSWORD"))
    if scheme == "hashivault":
        from aegis_multimodal_ai_system.model_registry.signatures.vault_transit import VaultTransitSigner

        return VaultTransitSigner(rest, mount=os.environ.get("TRANSIT_SECRET_ENGINE_PATH") or "transit")
    if scheme == "awskms":
        return _aws_kms(rest)
    raise InvalidRequestError(
        f"There is no signing with {scheme}://; there are awskms://, hashivault:// and files."
    )


def _aws_kms(rest: str) -> Signer:
    from aegis_multimodal_ai_system.model_registry.signatures.aws_kms import AWSKMSSigner

    host, _, key_id = rest.partition("/")
    if not key_id:
        raise InvalidRequestError("awskms:// names no key; it is awskms:///KEY, with three slashes.")
    return AWSKMSSigner(key_id, endpoint_url=f"https://{host}" if host else None)
