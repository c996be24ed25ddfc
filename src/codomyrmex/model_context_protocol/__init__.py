"""Functions as tools of the Model Context Protocol: declared, found, and called through one gate."""

from __future__ import annotations

from codomyrmex.model_context_protocol.arguments import Bucket, Injected, Key, Means, Prefix, Profile
from codomyrmex.model_context_protocol.declaration import Action, Phase, Tool, Trust, mcp_tool

__all__ = [
    "Action",
    "Bucket",
    "Injected",
    "Key",
    "Means",
    "Phase",
    "Prefix",
    "Profile",
    "Tool",
    "Trust",
    "mcp_tool",
]
