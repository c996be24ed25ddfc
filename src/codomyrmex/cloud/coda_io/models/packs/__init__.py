"""What Coda's API of Packs sends and takes.

The modules are imported on first use: there are many classes, and few programs have to do with Packs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from codomyrmex.cloud.coda_io.models.packs import (
        access,
        connections,
        credentials,
        drafts,
        featured,
        grouped_logs,
        ingestions,
        invitations,
        listings,
        log_details,
        logs,
        makers,
        packs,
        patches,
        permissions,
        reviews,
        uploads,
        versions,
    )

__all__ = [
    "access",
    "connections",
    "credentials",
    "drafts",
    "featured",
    "grouped_logs",
    "ingestions",
    "invitations",
    "listings",
    "log_details",
    "logs",
    "makers",
    "packs",
    "patches",
    "permissions",
    "reviews",
    "uploads",
    "versions",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")


def __dir__() -> list[str]:
    return __all__
