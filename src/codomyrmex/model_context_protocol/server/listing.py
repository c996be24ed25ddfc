"""Tools as the protocol lists them."""

from __future__ import annotations

from mcp.server.mcpserver.tools import Tool as Listed
from mcp_types import ToolAnnotations

from codomyrmex.model_context_protocol.arguments import parameters_of
from codomyrmex.model_context_protocol.declaration import Action, Tool
from codomyrmex.model_context_protocol.server.calls import call, call_confirmed
from codomyrmex.model_context_protocol.server.schemas import answer_schema


def listed(tool: Tool, name: str) -> Listed:
    """A tool as a server lists it.

    Args:
        tool: what is listed.
        name: under which name.
    """
    made = Listed.from_function(
        call if tool.asks is None else call_confirmed,
        name=name,
        description=tool.description,
        annotations=ToolAnnotations(
            read_only_hint=tool.reads_only,
            destructive_hint=Action.DESTRUCTIVE in tool.actions,
            idempotent_hint=True if tool.reads_only else None,
            open_world_hint=True,
        ),
        meta={
            "trust": tool.trust.value,
            "category": tool.category,
            "phases": sorted(tool.phases),
        },
    )
    # What the function takes is the gate's business; a client sees what the tool takes.
    made.parameters = parameters_of(tool).schema
    made.fn_metadata.output_schema = answer_schema(tool)
    return made
