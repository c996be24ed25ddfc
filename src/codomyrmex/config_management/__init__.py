"""Profiles: where a service is and who calls it, from the environment and from one file.

The names are imported on first use. None of it needs pydantic, whose import takes longer than most commands
take to run.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from codomyrmex.config_management.errors import SettingsError

if TYPE_CHECKING:
    from codomyrmex.config_management.file import config_path
    from codomyrmex.config_management.loading import get_profile, load_profiles
    from codomyrmex.config_management.profile import Profile, ProviderName
    from codomyrmex.config_management.references import SecretReference
    from codomyrmex.config_management.secret import Secret
    from codomyrmex.config_management.status import ProfileStatus, describe

__all__ = [
    "Profile",
    "ProfileStatus",
    "ProviderName",
    "Secret",
    "SecretReference",
    "SettingsError",
    "config_path",
    "describe",
    "get_profile",
    "load_profiles",
]

_MODULES = {
    "Profile": "profile",
    "ProfileStatus": "status",
    "ProviderName": "profile",
    "Secret": "secret",
    "SecretReference": "references",
    "config_path": "file",
    "describe": "status",
    "get_profile": "loading",
    "load_profiles": "loading",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
