"""Tools as the protocol lists them."""

from __future__ import annotations

from functools import cache

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
    function = _function(asks=tool.asks is not None)
    annotations = ToolAnnotations(
        read_only_hint=tool.reads_only,
        destructive_hint=Action.DESTRUCTIVE in tool.actions,
        idempotent_hint=True if tool.reads_only else None,
        open_world_hint=True,
    )
    return function.model_copy(
        update={
            "name": name,
            "description": tool.description,
            "annotations": annotations,
            "meta": {
                "trust": tool.trust.value,
                "category": tool.category,
                "phases": sorted(tool.phases),
            },
            # What the function takes is the gate's business; a client sees what the tool takes.
            "parameters": parameters_of(tool).schema,
            "fn_metadata": function.fn_metadata.model_copy(update={"output_schema": answer_schema(tool)}),
        }
    )


@cache
def _function(*, asks: bool) -> Listed:
    # Its analysis takes longer than all else that is done for a tool, and is the same for all.
    return Listed.from_function(call_confirmed if asks else call)
