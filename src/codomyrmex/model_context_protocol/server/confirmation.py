"""Questions to whoever sits before the client, and what came of them."""

from __future__ import annotations

from typing import Any

from mcp.server.elicitation import AcceptedElicitation
from mcp.server.mcpserver import Context
from mcp_types.version import is_version_at_least
from pydantic import BaseModel, Field

from codomyrmex.model_context_protocol.session import Answer

_WITHOUT_BACK_CHANNEL = "2026-07-28"
"""From this revision on a question is sent as a result, and needs no request of the server's own."""


class Yes(BaseModel):
    """What a client is asked for."""

    confirm: bool = Field(description="Whether it may be done.")


def can_be_asked(context: Context) -> bool:
    """Whether the client can put a question to somebody."""
    capabilities = context.client_capabilities
    elicitation = capabilities.elicitation if capabilities is not None else None
    # One that names no kind has forms: there was no other kind when it was made.
    if elicitation is None or (elicitation.form is None and elicitation.url is not None):
        return False
    version = context.protocol_version
    if version is not None and is_version_at_least(version, _WITHOUT_BACK_CHANNEL):
        return True
    return bool(context.session.can_send_request)


def answer_of(outcome: Any) -> Answer | None:
    """What came of a question; ``None`` where there was none. Whatever is no clear yes is a no.

    Args:
        outcome: of an elicitation, or what was known without one.
    """
    if not isinstance(outcome, AcceptedElicitation):
        return Answer.NO
    if outcome.data is None or isinstance(outcome.data, Answer):
        return outcome.data
    return Answer.YES if isinstance(outcome.data, Yes) and outcome.data.confirm else Answer.NO
