"""What a call answers, as the protocol has it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from mcp_types import CallToolResult, TextContent


def result_of(answered: Mapping[str, Any]) -> CallToolResult:
    """The answer of the gate as the result of a call: as fields, and as text for clients without them."""
    text = json.dumps(answered, ensure_ascii=False)
    return CallToolResult(
        content=[TextContent(type="text", text=text)],
        structured_content=dict(answered),
        is_error=answered["status"] == "error",
    )
