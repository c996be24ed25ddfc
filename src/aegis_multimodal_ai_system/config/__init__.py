"""The settings of an application, in one place: ``config.cfg``.

``cfg`` is read on first use, from the environment, from ``.env``, from a folder of secrets and from a YAML
file, and stays as it is for the life of the process. Importing this module reads nothing.
"""

from __future__ import annotations

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from aegis_multimodal_ai_system.config.loading import load
    from aegis_multimodal_ai_system.config.settings import Settings

    cfg: Settings

__all__ = ["Settings", "cfg", "load"]

_MODULES = {"Settings": "settings", "load": "loading"}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "cfg":
        loading = import_module(f"{__name__}.loading")
        # Of two threads that are the first, both get what one of them has read.
        return globals().setdefault("cfg", loading.load())
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
