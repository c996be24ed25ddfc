"""The file of a policy."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from aegis_multimodal_ai_system.model_registry.errors import PolicyError
from aegis_multimodal_ai_system.model_registry.policy.policy import Policy, TrustedKey
from aegis_multimodal_ai_system.model_registry.signatures.public_key import PublicKey

_STRICT = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)
_Name = Annotated[str, Field(min_length=1)]


class _Key(BaseModel):
    model_config = _STRICT

    file: _Name
    models: list[_Name] = ["*"]


class _Permissions(BaseModel):
    model_config = _STRICT

    unsigned: list[_Name] = []
    unsafe_formats: list[_Name] = []


class _File(BaseModel):
    model_config = _STRICT

    keys: dict[_Name, _Key]
    allow: _Permissions = _Permissions()


def load_policy(path: str | os.PathLike[str]) -> Policy:
    """The policy of a file.

    It has a table ``[keys.NAME]`` for each key that counts, with ``file``, a public key in PEM whose path
    starts at the policy, and ``models``, the names of what it may sign, by default all. The table ``[allow]``
    has the exceptions: the models that may be ``unsigned``, and those that may be of ``unsafe_formats``.

    Args:
        path: a TOML file.

    Raises:
        PolicyError: it or a key cannot be read, or it has an unknown key or a value of the wrong type.
    """
    file = _read(Path(path))
    keys = {
        name: TrustedKey(_key(Path(path), name, one), tuple(one.models)) for name, one in file.keys.items()
    }
    return Policy(MappingProxyType(keys), tuple(file.allow.unsigned), tuple(file.allow.unsafe_formats))


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
        reasons = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in problems)
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
