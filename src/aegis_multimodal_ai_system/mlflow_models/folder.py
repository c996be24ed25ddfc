"""What the folder of a model says of how it is loaded, in its file ``MLmodel``.

See https://mlflow.org/docs/latest/ml/model/ for the file. Whoever wrote it chooses which functions read the
other files; that is looked at here, beside the formats of these files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

import yaml

from aegis_multimodal_ai_system.mlflow_models.errors import MalformedModelError
from aegis_multimodal_ai_system.model_registry.errors import UnsafeFormatError
from codomyrmex.cloud.common.errors import LocalFileError

if TYPE_CHECKING:
    from aegis_multimodal_ai_system.model_registry.policy import Policy

_GENERIC = "python_function"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LOADERS = re.compile(r"mlflow(\.[a-z0-9_]+)*")


def flavors(folder: Path) -> dict[Any, dict[str, Any]]:
    """What a model says of each flavor that it can be loaded as.

    Args:
        folder: the folder.

    Raises:
        MalformedModelError: its ``MLmodel`` is missing, or is none.
        LocalFileError: that cannot be read.
    """
    try:
        document = yaml.safe_load((folder / "MLmodel").read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise MalformedModelError("This is no model of MLflow: it has no file MLmodel.") from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
        raise MalformedModelError("The file MLmodel is no YAML.") from None
    except OSError as error:
        raise LocalFileError(f"The file MLmodel cannot be read: {error.strerror}.") from error
    found = document.get("flavors") if isinstance(document, dict) else None
    if not found or not isinstance(found, dict) or not all(isinstance(one, dict) for one in found.values()):
        raise MalformedModelError("The file MLmodel names no flavor.")
    return found


def flavor_of(folder: Path) -> str:
    """The module of MLflow that loads a model as what was saved.

    Args:
        folder: the folder.

    Returns:
        The name below ``mlflow``; ``pyfunc`` where the model says nothing else.

    Raises:
        MalformedModelError: see `flavors`.
    """
    own = [name for name in flavors(folder) if isinstance(name, str) and name != _GENERIC]
    return own[0] if len(own) == 1 and _NAME.fullmatch(own[0]) else "pyfunc"


def check_loading(folder: Path, name: str, policy: Policy) -> None:
    """Let pass a model whose loading runs no code of its own, or may.

    Args:
        folder: the folder.
        name: the model's name in the registry.
        policy: which models may.

    Raises:
        UnsafeFormatError: it can, and the policy does not permit it.
        MalformedModelError: see `flavors`.
    """
    described = flavors(folder)
    if policy.permits_unsafe(name):
        return
    reason = next(filter(None, (_danger(one) for one in described.values())), None)
    if reason is not None:
        raise UnsafeFormatError(f"{name} {reason}, and the policy does not permit models that run code.")


def _danger(flavor: dict[str, Any]) -> str | None:
    if flavor.get("skops_trusted_types"):
        return "says itself which types are trusted when it is loaded"
    if flavor.get("code"):
        return "brings code"
    loader = flavor.get("loader_module")
    if loader is not None and not (isinstance(loader, str) and _LOADERS.fullmatch(loader)):
        return "is loaded by a module that is not MLflow's"
    if any(_leads_out(text) for text in _texts(flavor)):
        return "names files outside of its folder"
    return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _leads_out(text: str) -> bool:
    posix, windows = PurePosixPath(text), PureWindowsPath(text)
    return posix.is_absolute() or bool(windows.anchor) or ".." in windows.parts
