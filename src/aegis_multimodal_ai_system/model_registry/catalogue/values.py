"""The values of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

SCHEME = "aegis://"


class Stage(StrEnum):
    """What a version is for."""

    STAGING = "staging"
    PRODUCTION = "production"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version that is to be recorded.

    Attributes:
        name: the model's name.
        key: the key of its object.
        file_name: the name of its file, by which programs know the format.
        size: bytes.
        digest: its SHA-256, in hexadecimal.
        signer: the name of the key or the identity that signed it, or ``None``.
        key_hint: the hint of that key, or ``None``.
        parents: the URIs of the versions that it was made from.
        provenance: where it comes from, in the words of whoever registers it.
    """

    name: str
    key: str
    file_name: str
    size: int
    digest: str
    signer: str | None = None
    key_hint: str | None = None
    parents: tuple[str, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)


@dataclass(frozen=True, slots=True)
class ModelVersion(NewVersion):
    """A version that is recorded.

    Attributes:
        version: its number; the first of a model is 1.
        stage: what it is for.
        created_at: when it was recorded.
    """

    version: int = field(kw_only=True)
    stage: Stage = field(kw_only=True)
    created_at: datetime = field(kw_only=True)

    @property
    def uri(self) -> str:
        """Its address, as ``aegis://chat/3``."""
        return f"{SCHEME}{self.name}/{self.version}"
