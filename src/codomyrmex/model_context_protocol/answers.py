"""What a call answers: the fields of a tool's result, or what went wrong."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from codomyrmex.logging_monitoring import redact
from codomyrmex.model_context_protocol.declaration import Needs, Tool
from codomyrmex.model_context_protocol.denial import DeniedError

Answered = dict[str, Any]
"""``{"status": "success", …}`` or ``{"status": "error", "message", "type", "retryable", "hint"}``."""


def success(fields: Mapping[str, Any]) -> Answered:
    """The answer of a call that did its work."""
    return {"status": "success", **fields}


def refusal(denied: DeniedError) -> Answered:
    """The answer to a call that was not let through."""
    return _error(denied.message, f"denied: {denied.denial}", retryable=False, hint=denied.hint)


def failure(error: Exception, tool: Tool | None) -> Answered:
    """The answer of a call whose tool raised an error.

    Errors of this library are written for whoever calls. What anything else says may be about anything: only
    its type is told.
    """
    message = getattr(error, "message", None)
    kind = type(error).__name__
    if not isinstance(message, str) or not hasattr(error, "retryable"):
        return _error(f"The tool failed: {kind}.", kind, retryable=False, hint=None)
    retryable = bool(error.retryable)
    return _error(str(error), kind, retryable=retryable, hint=_hint(error, tool, retryable))


def _hint(error: Exception, tool: Tool | None, retryable: bool) -> str | None:
    needs = Needs() if tool is None else tool.needs
    unset = [name for name in needs.environment if not os.environ.get(name)]
    if unset and isinstance(error, PermissionError | ValueError):
        return f"Not set: {', '.join(unset)}."
    if needs.extra is not None and isinstance(error, ImportError):
        return f"Install it with: pip install 'codomyrmex-cloud[{needs.extra}]'"
    after = getattr(error, "retry_after", None)
    if retryable:
        return f"Try again in {after:g} s." if after else "The same call may succeed later."
    return None


def _error(message: str, kind: str, *, retryable: bool, hint: str | None) -> Answered:
    return {
        "status": "error",
        "message": redact(message),
        "type": kind,
        "retryable": retryable,
        "hint": hint,
    }
