"""What a tool answers, as a JSON schema."""

from __future__ import annotations

from typing import Any

from codomyrmex.model_context_protocol.arguments import parameters_of
from codomyrmex.model_context_protocol.declaration import Tool

_TEXT_OR_NULL = {"anyOf": [{"type": "string"}, {"type": "null"}]}
_ERROR = {
    "properties": {
        "status": {"const": "error"},
        "message": {"type": "string"},
        "type": {"type": "string"},
        "retryable": {"type": "boolean"},
        "hint": _TEXT_OR_NULL,
    },
    "required": ["status", "message", "type", "retryable", "hint"],
}


def answer_schema(tool: Tool) -> dict[str, Any]:
    """The JSON schema of a tool's answer: the fields of its result and a status, or an error.

    Both are in it because some clients hold answers marked as errors against it too.
    """
    returns = parameters_of(tool).returns
    result: dict[str, Any] = {} if returns is None else returns.json_schema(mode="serialization")
    definitions = result.pop("$defs", None)
    success = {
        **result,
        "properties": {"status": {"const": "success"}, **result.get("properties", {})},
        "required": ["status", *result.get("required", ())],
    }
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {"status": {"enum": ["success", "error"]}},
        "required": ["status"],
        "oneOf": [success, _ERROR],
    }
    return schema if definitions is None else {**schema, "$defs": definitions}
