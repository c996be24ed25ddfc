"""What an agent is, and the tools that it may use as that.

The table of roles and tools is data, in ``roles.toml`` beside this module. What it does not name, nobody may
use.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType
from typing import Final


class Role(StrEnum):
    """What an agent is."""

    ENGINEER = "engineer"
    """Builds and runs: it may use every tool."""
    ARCHITECT = "architect"
    """Reads and designs."""
    QATESTER = "qatester"
    """Reads and validates."""

    @property
    def trust(self) -> str:
        """``TRUSTED`` if it may change things, ``OBSERVED`` if it may only look."""
        return "TRUSTED" if self is Role.ENGINEER else "OBSERVED"


Table = Mapping[str, frozenset[Role]]


def read_table(text: str) -> Table:
    """The table that a TOML text holds.

    Args:
        text: a table ``tools``; each key is a tool, and its value the list of its roles.

    Raises:
        ValueError: it is no TOML, names a tool twice, or says something that is none of this.
    """
    document = tomllib.loads(text)
    tools = document.pop("tools", None)
    if document or not isinstance(tools, dict) or not tools:
        raise ValueError("The table of roles is one table named 'tools', with a key for each tool.")
    return MappingProxyType({name: _roles(name, value) for name, value in tools.items()})


def _roles(tool: str, value: object) -> frozenset[Role]:
    if not isinstance(value, list) or not value:
        raise ValueError(f"The roles of {tool} are no list, or an empty one.")
    roles = frozenset(Role(one) for one in value)
    if len(roles) != len(value):
        raise ValueError(f"The roles of {tool} name one twice.")
    return roles


_TABLE: Final = read_table(files(__package__).joinpath("roles.toml").read_text("utf-8"))


def table() -> Table:
    """The roles that may use each tool, by the tools' names with dots."""
    return _TABLE


def allowed(role: Role, tool_name: str) -> bool:
    """Whether a role may use a tool; none may use one that the table does not name."""
    return role in _TABLE.get(tool_name, frozenset())
