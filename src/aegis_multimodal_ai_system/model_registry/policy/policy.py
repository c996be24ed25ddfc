"""The policy as a value, and what it says of a file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import TYPE_CHECKING

from aegis_multimodal_ai_system.model_registry.errors import (
    MissingSignatureError,
    PolicyError,
    UnsafeFormatError,
)
from aegis_multimodal_ai_system.model_registry.policy.formats import unsafe_format
from aegis_multimodal_ai_system.model_registry.signatures.identities import verify_keyless
from aegis_multimodal_ai_system.model_registry.signatures.keyless import KeylessSignature
from aegis_multimodal_ai_system.model_registry.signatures.verification import verify

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.model_registry.signatures.identities import Identity
    from aegis_multimodal_ai_system.model_registry.signatures.public_key import PublicKey
    from aegis_multimodal_ai_system.model_registry.signatures.signature import Signature

ALL = ("*",)


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A key that counts.

    Attributes:
        key: the key.
        models: the names of the models that it may sign, with ``*``, ``?`` and ``[…]`` as in a shell.
    """

    key: PublicKey
    models: tuple[str, ...] = ALL


@dataclass(frozen=True, slots=True)
class TrustedIdentity:
    """An identity that counts.

    Attributes:
        identity: the identity.
        models: the names of the models that it may sign, as of `TrustedKey`.
    """

    identity: Identity
    models: tuple[str, ...] = ALL


@dataclass(frozen=True, slots=True)
class Policy:
    """What lets a model in; without arguments, nothing is let in.

    Attributes:
        keys: the keys that count, by name.
        unsigned: the models that need no signature. One that they have must be right all the same.
        unsafe: the models whose files may be of a format that runs code when it is loaded.
        identities: the identities that count, by name. No key has that name: by it, the catalogue says who
            signed.
    """

    keys: Mapping[str, TrustedKey] = field(default_factory=lambda: MappingProxyType({}))
    unsigned: tuple[str, ...] = ()
    unsafe: tuple[str, ...] = ()
    identities: Mapping[str, TrustedIdentity] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        for name in self.identities:
            if name in self.keys:
                raise PolicyError(f"The policy has both a key and an identity with the name {name}.")

    def check_signature(self, model: str, digest: bytes, signature: Signature | None) -> str | None:
        """Let pass what is signed as it must be.

        Args:
            model: the model's name.
            digest: the SHA-256 of the file, computed here.
            signature: its signature, if it has one.

        Returns:
            The name of the key or the identity, or ``None`` for a model that needs no signature and has none.

        Raises:
            MissingSignatureError: there is none.
            InvalidSignatureError: it is no signature of these bytes by a key or an identity that counts for
                this model; see also `verify_keyless`.
        """
        if isinstance(signature, KeylessSignature):
            identities = {
                name: one.identity for name, one in self.identities.items() if _matches(model, one.models)
            }
            return verify_keyless(signature, digest, identities, model)
        if signature is not None:
            keys = {name: one.key for name, one in self.keys.items() if _matches(model, one.models)}
            return verify(signature, digest, keys, model)
        if not _matches(model, self.unsigned):
            raise MissingSignatureError(f"{model} has no signature, and the policy demands one.")
        return None

    def check_format(self, model: str, path: str | os.PathLike[str]) -> None:
        """Let pass a file that runs no code when it is loaded, or may.

        Args:
            model: the model's name.
            path: the file, under the name that it is loaded by.

        Raises:
            UnsafeFormatError: it can run code, and the policy does not permit that for this model.
            LocalFileError: it cannot be read.
        """
        if self.permits_unsafe(model):
            return
        found = unsafe_format(path)
        if found is not None:
            raise UnsafeFormatError(
                f"{model} is {found}, which runs code when loaded, and the policy does not permit it."
            )

    def permits_unsafe(self, model: str) -> bool:
        """Whether the files of a model may run code when they are loaded.

        Args:
            model: the model's name.
        """
        return _matches(model, self.unsafe)


def _matches(model: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(model, pattern) for pattern in patterns)
