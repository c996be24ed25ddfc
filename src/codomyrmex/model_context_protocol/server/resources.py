"""Addresses that a client can read: each leads to the gate, as a call of the tool that reads it."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable
from typing import Any

from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver.exceptions import ResourceError
from mcp.shared.uri_template import UriTemplate
from mcp_types import ResourceTemplate

from codomyrmex.model_context_protocol.answers import Answered
from codomyrmex.model_context_protocol.declaration import Tool

JSON = "application/json"


class Resources:
    """The addresses of some tools.

    Args:
        tools: all there are; those without addresses are passed over.
    """

    def __init__(self, tools: Iterable[Tool]) -> None:
        self._templates = [
            (tool, UriTemplate.parse(tool.resource)) for tool in tools if tool.resource is not None
        ]

    def templates(self, shown: Container[str]) -> list[ResourceTemplate]:
        """The templates of the addresses of tools with these names."""
        return [
            ResourceTemplate(
                uri_template=str(tool.resource),
                name=tool.name,
                description=tool.description,
                mime_type=JSON,
            )
            for tool, _template in self._templates
            if tool.name in shown
        ]

    def call_of(self, uri: str) -> tuple[Tool, dict[str, Any]] | None:
        """The call that reads an address: the tool and its arguments; ``None`` where it is nobody's."""
        for tool, template in self._templates:
            found = template.match(uri)
            if found is not None:
                return tool, dict(found)
        return None


def contents_of(answered: Answered) -> list[ReadResourceContents]:
    """What a call answered, as the contents of a resource.

    Raises:
        ResourceError: it was not let through, or failed.
    """
    if answered["status"] == "error":
        raise ResourceError(str(answered["message"]))
    # As a call answers it, so that what others wrote stays marked.
    return [ReadResourceContents(json.dumps(answered, ensure_ascii=False), JSON)]
