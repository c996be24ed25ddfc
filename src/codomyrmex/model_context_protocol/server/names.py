"""How clients are told the names of tools."""

from __future__ import annotations

from enum import StrEnum

from codomyrmex.model_context_protocol.declaration import Tool


class Names(StrEnum):
    """How names are listed; a call may use either."""

    DOTTED = "dotted"
    UNDERSCORE = "underscore"
    """For clients that reject a dot."""

    def of(self, tool: Tool) -> str:
        """The name under which a tool is listed."""
        return tool.name if self is Names.DOTTED else tool.underscored
