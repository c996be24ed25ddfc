"""What the registry needs of an extra, asked before it is imported."""

from __future__ import annotations

from importlib.util import find_spec

from codomyrmex.cloud.common.errors import MissingDependencyError


def require(*modules: str, extra: str = "aegis") -> None:
    """Let pass where these are installed.

    Args:
        modules: top-level modules.
        extra: the extra that has them.

    Raises:
        MissingDependencyError: one is not.
    """
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        raise MissingDependencyError(
            f"The model registry needs {' and '.join(missing)}. "
            f"Install it with: pip install 'codomyrmex-cloud[{extra}]'"
        )
