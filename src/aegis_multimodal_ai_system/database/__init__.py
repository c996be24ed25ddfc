"""Backups of the application's database in its bucket.

The names are imported on first use.
"""

from __future__ import annotations

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aegis_multimodal_ai_system.database.backups import (
        PREFIX,
        Backup,
        back_up,
        list_backups,
        restore,
    )
    from aegis_multimodal_ai_system.database.errors import DatabaseProgramError

__all__ = ["PREFIX", "Backup", "DatabaseProgramError", "back_up", "list_backups", "restore"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = "errors" if name == "DatabaseProgramError" else "backups"
    return getattr(import_module(f"{__name__}.{module}"), name)


def __dir__() -> list[str]:
    return __all__
