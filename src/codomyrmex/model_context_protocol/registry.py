"""Finds the tools: those of every package that registers the entry point ``codomyrmex.mcp_tools``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import entry_points
from types import ModuleType

from codomyrmex.model_context_protocol.declaration import Tool, declared
from codomyrmex.model_context_protocol.prompts import Prompt, declared_prompt

GROUP = "codomyrmex.mcp_tools"


def load() -> dict[str, Tool]:
    """All tools that are installed, by their names.

    Raises:
        ValueError: two have one name.
    """
    return of(entry.load() for entry in entry_points(group=GROUP))


def load_prompts() -> list[Prompt]:
    """All prompts that are installed."""
    return prompts_of(entry.load() for entry in entry_points(group=GROUP))


def prompts_of(modules: Iterable[ModuleType]) -> list[Prompt]:
    """The prompts that are declared by what modules have."""
    found = (declared_prompt(value) for module in modules for value in vars(module).values())
    return [prompt for prompt in found if prompt is not None]


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
