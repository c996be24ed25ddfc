"""The file of a policy."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from aegis_multimodal_ai_system.model_registry.errors import PolicyError
from aegis_multimodal_ai_system.model_registry.policy.policy import Policy, TrustedIdentity, TrustedKey
from aegis_multimodal_ai_system.model_registry.requirements import require
from aegis_multimodal_ai_system.model_registry.signatures.identities import Identity
from aegis_multimodal_ai_system.model_registry.signatures.public_key import PublicKey
from aegis_multimodal_ai_system.model_registry.signatures.trust_root import PUBLIC, TrustRoot

_STRICT = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)
_Name = Annotated[str, Field(min_length=1)]
# Both are compared as they are, so what looks like a pattern would never match.
_Issuer = Annotated[str, Field(pattern=r"^https://[^\s*]+$")]
_IdentityText = Annotated[str, Field(pattern=r"^[^\s*]+$")]


class _Key(BaseModel):
    model_config = _STRICT

    file: _Name
    models: list[_Name] = ["*"]


class _Identity(BaseModel):
    model_config = _STRICT

    issuer: _Issuer
    identity: _IdentityText
    models: list[_Name] = ["*"]
    trust_root: _Name | None = None


class _Permissions(BaseModel):
    model_config = _STRICT

    unsigned: list[_Name] = []
    unsafe_formats: list[_Name] = []


class _File(BaseModel):
    model_config = _STRICT

    keys: dict[_Name, _Key] = {}
    identities: dict[_Name, _Identity] = {}
    allow: _Permissions = _Permissions()

    @model_validator(mode="after")
    def _trusts(self) -> Self:
        # An empty file is a mistake; an empty table says that nobody counts.
        if not self.model_fields_set & {"keys", "identities"}:
            raise ValueError("it has neither keys nor identities")
        return self


def load_policy(path: str | os.PathLike[str]) -> Policy:
    """The policy of a file.

    It has a table ``[keys.NAME]`` for each key that counts, with ``file``, a public key in PEM whose path
    starts at the policy, and ``models``, the names of what it may sign, by default all. It has a table
    ``[identities.NAME]`` for each identity that may sign keyless, with ``issuer`` and ``identity``, which are
    compared as they are, ``models``, and ``trust_root`` for the file of a Sigstore other than the public one.
    The table ``[allow]`` has the exceptions: the models that may be ``unsigned``, and those that may be of
    ``unsafe_formats``.

    Args:
        path: a TOML file.

    Raises:
        PolicyError: it, a key or a trusted root cannot be read, or it has an unknown key or a value of the
            wrong type.
        MissingDependencyError: it has identities, and the extra ``sigstore`` is not installed.
    """
    file = _read(Path(path))
    keys = {
        name: TrustedKey(_key(Path(path), name, one), tuple(one.models)) for name, one in file.keys.items()
    }
    return Policy(
        MappingProxyType(keys),
        tuple(file.allow.unsigned),
        tuple(file.allow.unsafe_formats),
        MappingProxyType(_identities(Path(path), file.identities)),
    )


def _read(path: Path) -> _File:
    try:
        return _File.model_validate(tomllib.loads(path.read_bytes().decode("utf-8")))
    except OSError as error:
        raise PolicyError(f"The policy {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise PolicyError(f"The policy {path} is not UTF-8 text.") from None
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"The policy {path} is not valid TOML: {error}.") from None
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        reasons = "; ".join(
            ": ".join(filter(None, (".".join(map(str, one["loc"])), one["msg"]))) for one in problems
        )
        raise PolicyError(f"The policy {path} is malformed: {reasons}.") from None


def _key(policy: Path, name: str, key: _Key) -> PublicKey:
    path = policy.parent / key.file
    try:
        return PublicKey.from_pem(path.read_bytes())
    except OSError as error:
        raise PolicyError(
            f"The key {name} of the policy, {path}, cannot be read: {error.strerror}."
        ) from None
    except ValueError as error:
        raise PolicyError(f"The key {name} of the policy, {path}, {error}.") from None


def _identities(policy: Path, identities: dict[str, _Identity]) -> dict[str, TrustedIdentity]:
    if identities:
        require("sigstore", extra="sigstore")
    return {
        name: TrustedIdentity(
            Identity(one.issuer, one.identity, _trust_root(policy, one.trust_root)), tuple(one.models)
        )
        for name, one in identities.items()
    }


def _trust_root(policy: Path, file: str | None) -> TrustRoot:
    if file is None:
        return PUBLIC
    root = TrustRoot(policy.parent / file)
    # One that is wrong shows now, and not when a model is needed. The public one comes with its package.
    _ = root.verifier
    return root
