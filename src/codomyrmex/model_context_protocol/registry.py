"""Finds the tools: those of every package that registers the entry point ``codomyrmex.mcp_tools``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import entry_points
from types import ModuleType

from codomyrmex.model_context_protocol.declaration import Tool, declared

GROUP = "codomyrmex.mcp_tools"


def load() -> dict[str, Tool]:
    """All tools that are installed, by their names.

    Raises:
        ValueError: two have one name.
    """
    return of(entry.load() for entry in entry_points(group=GROUP))


def of(modules: Iterable[ModuleType]) -> dict[str, Tool]:
    """The tools that are declared by what modules have.

    Raises:
        ValueError: two have one name, with dots or with underscores.
    """
    tools: dict[str, Tool] = {}
    for module in modules:
        for value in vars(module).values():
            tool = declared(value)
            if tool is not None:
                _add(tools, tool)
    return tools


def _add(tools: dict[str, Tool], tool: Tool) -> None:
    known: Mapping[str, Tool] = {one.underscored: one for one in tools.values()}
    same = known.get(tool.underscored)
    if same is not None and same.function is not tool.function:
        raise ValueError(f"Two tools have the name {tool.name}.")
    tools[tool.name] = tool
