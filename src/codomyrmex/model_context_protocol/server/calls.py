"""The functions behind the tools of a server: each leads to the gate.

The protocol's package checks no argument here. The gate does, so that a call with wrong ones is answered and
written down like any other, and no value of it is repeated.
"""

from __future__ import annotations

from typing import Annotated, Any, Protocol, cast

from mcp.server.mcpserver import Context, Elicit, ElicitationResult, Resolve
from mcp_types import CallToolResult

from codomyrmex.model_context_protocol.server.confirmation import Yes, answer_of, can_be_asked
from codomyrmex.model_context_protocol.session import Answer, Reply


class Gated(Protocol):
    """A server whose calls go through a gate."""

    async def question(self, tool: str, arguments: dict[str, Any]) -> str | None:
        """What has to be answered with yes before a call."""
        ...

    async def answer(
        self, context: Context, tool: str, arguments: dict[str, Any], reply: Reply | None = None
    ) -> CallToolResult:
        """The result of a call."""
        ...


async def call(tool: str, arguments: dict[str, Any], context: Context) -> CallToolResult:
    """Call a tool that asks nothing."""
    return await _server(context).answer(context, tool, arguments)


async def question(tool: str, arguments: dict[str, Any], context: Context) -> str | None:
    """The question before a call. It is made once for a call, or once a round."""
    return await _server(context).question(tool, arguments)


async def ask(
    question: Annotated[str | None, Resolve(question)], context: Context
) -> Elicit[Yes] | Answer | None:
    """The question, for a client that can be asked."""
    if question is None:
        return None
    return Elicit(question, Yes) if can_be_asked(context) else Answer.CANNOT_ASK


async def call_confirmed(
    tool: str,
    arguments: dict[str, Any],
    context: Context,
    question: Annotated[str | None, Resolve(question)],
    confirmed: Annotated[ElicitationResult[Yes], Resolve(ask)],
) -> CallToolResult:
    """Call a tool that may ask, with what was said."""
    said = answer_of(confirmed)
    reply = None if said is None else Reply(question, said)
    return await _server(context).answer(context, tool, arguments, reply)


def _server(context: Context) -> Gated:
    return cast("Gated", context.mcp_server)
