"""Calls a tool from Python."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from codomyrmex.model_context_protocol.answers import Answered
from codomyrmex.model_context_protocol.audit import Audit
from codomyrmex.model_context_protocol.gate import Gate
from codomyrmex.model_context_protocol.limits import Limits
from codomyrmex.model_context_protocol.paths import AllowedFolders
from codomyrmex.model_context_protocol.registry import load
from codomyrmex.model_context_protocol.roles import Role
from codomyrmex.model_context_protocol.session import Answer, Session

AUDIT_VARIABLE = "CODOMYRMEX_MCP_AUDIT"

_MUCH = 1 << 62
_OWN = Limits(
    calls_per_minute=_MUCH,
    bytes_per_call=_MUCH,
    bytes_per_session=_MUCH,
    seconds_per_call=24 * 3600,
    argument_bytes=_MUCH,
    result_bytes=_MUCH,
)
"""What the owner of a process may use."""


def mcp_call(name: str, args: Mapping[str, Any] | None = None, *, session: Session | None = None) -> Answered:
    """Call a tool by its name.

    Args:
        name: ``codomyrmex.list_s3_buckets``, or the same with underscores.
        args: its arguments.
        session: who calls, through the whole gate. Without one it is the owner of this process: an Engineer,
            who may use files below the working and the temporary folder, and whose calls count as confirmed.
            They are written down, in the file that ``CODOMYRMEX_MCP_AUDIT`` names, else among this
            library's data.

    Returns:
        ``{"status": "success", …}``, or ``{"status": "error", "message", "type", "retryable", "hint"}``.
    """
    if session is not None:
        return gate().call(session, name, args or {})
    with AllowedFolders(_own_folders()) as folders:
        return gate().call(_owner(folders), name, args or {})


@cache
def gate() -> Gate:
    """The gate before all tools that are installed."""
    return Gate(load())


def _own_folders() -> list[Path]:
    """The working and the temporary folder, but for what no folder of an agent's may be, as ``/``."""
    folders = []
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        with suppress(ValueError), AllowedFolders([folder]):
            folders.append(folder)
    return folders


def _owner(folders: AllowedFolders) -> Session:
    return Session(
        role=Role.ENGINEER,
        audit=Audit(audit_file()),
        folders=folders,
        ask=lambda _question: Answer.YES,
        limits=_OWN,
        name="owner",
    )


def audit_file() -> Path:
    """Where calls are written down if nobody says otherwise."""
    from codomyrmex.config_management.data_folder import default_local_root

    named = os.environ.get(AUDIT_VARIABLE)
    return Path(named) if named else default_local_root().parent / "mcp-audit.jsonl"
