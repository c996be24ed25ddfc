"""Texts with which a person begins an agent's work; they do nothing by themselves."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

P = TypeVar("P", bound=Callable[..., str])

_DECLARATION = "__mcp_prompt__"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A declared prompt.

    Attributes:
        name: its name.
        description: what it is for, for the person who chooses.
        function: makes the text of its arguments, which are text.
    """

    name: str
    description: str
    function: Callable[..., str] = field(repr=False)


def mcp_prompt(function: P) -> P:
    """Declare a function that makes a text as a prompt, by its own name and the first line of its docstring.

    Raises:
        ValueError: there is no docstring.
    """
    described = inspect.getdoc(function)
    if not described:
        raise ValueError(f"The prompt {function.__name__} has no docstring; people choose by it.")
    prompt = Prompt(function.__name__, described.splitlines()[0], function)
    setattr(function, _DECLARATION, prompt)
    return function


def declared_prompt(value: object) -> Prompt | None:
    """What a function was declared as; ``None`` if it was not."""
    found = getattr(value, _DECLARATION, None)
    return found if isinstance(found, Prompt) else None
