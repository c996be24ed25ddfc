"""Functions as tools of the Model Context Protocol: declared, found, and called through one gate.

The names are imported on first use.
"""

from __future__ import annotations

# Type checkers take this name as true wherever it is from; importing typing costs more than this module.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from codomyrmex.model_context_protocol.arguments import Bucket, Injected, Key, Means, Prefix, Profile
    from codomyrmex.model_context_protocol.calling import mcp_call
    from codomyrmex.model_context_protocol.declaration import Action, Phase, Tool, Trust, mcp_tool
    from codomyrmex.model_context_protocol.gate import Gate
    from codomyrmex.model_context_protocol.roles import Role
    from codomyrmex.model_context_protocol.session import Answer, Session

__all__ = [
    "Action",
    "Answer",
    "Bucket",
    "Gate",
    "Injected",
    "Key",
    "Means",
    "Phase",
    "Prefix",
    "Profile",
    "Role",
    "Session",
    "Tool",
    "Trust",
    "mcp_call",
    "mcp_tool",
]

_MODULES = {
    **dict.fromkeys(("Bucket", "Injected", "Key", "Means", "Prefix", "Profile"), "arguments"),
    **dict.fromkeys(("Action", "Phase", "Tool", "Trust", "mcp_tool"), "declaration"),
    **dict.fromkeys(("Answer", "Session"), "session"),
    "Gate": "gate",
    "Role": "roles",
    "mcp_call": "calling",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
