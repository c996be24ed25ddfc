"""The modules of MLflow that save and load models, one for each library."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from codomyrmex.cloud.common.errors import InvalidRequestError, MissingDependencyError

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def require_mlflow() -> None:
    """Let pass where MLflow is installed.

    Raises:
        MissingDependencyError: it is not.
    """
    if find_spec("mlflow") is None:
        raise MissingDependencyError(
            "This needs MLflow. Install it with: pip install 'codomyrmex-cloud[aegis,mlflow]'"
        )


def flavor_function(flavor: str, name: str) -> Callable[..., Any]:
    """A function of the module of a flavor.

    Args:
        flavor: the module, by its name below ``mlflow``.
        name: ``save_model`` or ``load_model``.

    Raises:
        InvalidRequestError: MLflow has no such flavor.
        MissingDependencyError: what the flavor needs is not installed.
    """
    function: Callable[..., Any] | None = None
    if _NAME.fullmatch(flavor) and find_spec(f"mlflow.{flavor}") is not None:
        try:
            function = getattr(import_module(f"mlflow.{flavor}"), name, None)
        except ModuleNotFoundError as error:
            raise MissingDependencyError(
                f"mlflow.{flavor} needs {error.name}, which is not installed."
            ) from error
    if function is None:
        raise InvalidRequestError(f"MLflow has no flavor {flavor!r} with {name}.")
    return function
