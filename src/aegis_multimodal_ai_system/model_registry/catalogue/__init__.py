"""What is known of each version of each model, in PostgreSQL or in a file of SQLite.

The names are imported on first use.
"""

from __future__ import annotations

from aegis_multimodal_ai_system.model_registry.requirements import require

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aegis_multimodal_ai_system.model_registry.catalogue.catalogue import Catalogue
    from aegis_multimodal_ai_system.model_registry.catalogue.values import ModelVersion, NewVersion, Stage

__all__ = ["Catalogue", "ModelVersion", "NewVersion", "Stage"]

_MODULES = {"Catalogue": "catalogue", "ModelVersion": "values", "NewVersion": "values", "Stage": "values"}

require("sqlalchemy", "alembic")


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
