"""The built-in profiles of the embedded stores, without pydantic: its import takes longer than they do."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from codomyrmex.config_management.data_folder import local_root
from codomyrmex.config_management.file import config_path, read_tables


@dataclass(frozen=True, slots=True)
class EmbeddedProfile:
    """What a client of an embedded store is built from; a :class:`Profile` has these fields, too.

    Attributes:
        name: the scheme of its addresses.
        provider: the same, as a provider.
        root: the folder that holds the buckets; ``None`` for those in memory.
        capabilities: none, so that the store has what is known of its kind.
    """

    name: str
    provider: Literal["local", "memory"]
    root: Path | None = None
    capabilities: dict[str, bool] = field(default_factory=dict)

    def resolve(self) -> Self:
        """The same profile: there are no secrets in it."""
        return self


def embedded_profile(name: str) -> EmbeddedProfile | None:
    """The profile of an embedded store, or ``None`` where it takes :func:`get_profile` to know it.

    That is for every other name, and where the file holds profiles: one may have this name, or be wrong.

    Raises:
        SettingsError: the file cannot be read, is no TOML, or holds something beside profiles.
    """
    if name not in ("local", "memory") or read_tables(config_path()):
        return None
    if name == "local":
        return EmbeddedProfile("local", "local", local_root())
    return EmbeddedProfile("memory", "memory")
