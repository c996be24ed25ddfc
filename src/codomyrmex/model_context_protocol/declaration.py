"""What a function has to say of itself to be a tool: who may call it, how it acts, what it needs."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
_DECLARATION = "__mcp_tool__"


class Action(StrEnum):
    """How a tool acts."""

    READ = "read"
    WRITE = "write"
    DESTRUCTIVE = "destructive"
    SHARE = "share"
    """It gives somebody else access, as a presigned URL does."""


class Phase(StrEnum):
    """When in an agent's work a tool is of use."""

    EXECUTE = "EXECUTE"
    VERIFY = "VERIFY"
    LEARN = "LEARN"


class Trust(StrEnum):
    """How much the declaration of a tool asks of whoever lets it be called."""

    SAFE = "Safe"
    CONFIRMED = "Confirmed"
    """Somebody is asked before it acts."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What has to be there before a tool can work.

    Attributes:
        environment: variables that a call without a profile of its own reads.
        extra: the extra of this library that has to be installed.
    """

    environment: tuple[str, ...] = ()
    extra: str | None = None


Asks = Callable[[Mapping[str, Any]], str | None]
"""The question that has to be answered with yes before a call with these arguments; ``None``: there is none.
It may look at the service, and is asked again after the answer."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A declared tool.

    Attributes:
        name: its name, with dots: ``codomyrmex.list_s3_buckets``.
        function: what does the work; it returns the fields of the answer.
        description: what it does, for the model that chooses.
        category: ``cloud``.
        trust: what its declaration asks for.
        actions: how it acts.
        phases: when it is of use.
        needs: what has to be there.
        profile: whose services it uses, where no argument says it.
        resource: the addresses that it reads, as a template of its arguments (RFC 6570):
            ``cloud://{profile}/{bucket}/{+key}``.
        asks: the question before a call; ``None`` where none is ever asked.
    """

    name: str
    function: Callable[..., Any] = field(repr=False)
    description: str
    category: str
    trust: Trust
    actions: frozenset[Action]
    phases: frozenset[Phase]
    needs: Needs = Needs()
    profile: str | None = None
    resource: str | None = None
    asks: Asks | None = field(default=None, repr=False)

    @property
    def reads_only(self) -> bool:
        """Whether it changes nothing and gives nothing away."""
        return self.actions == {Action.READ}

    @property
    def underscored(self) -> str:
        """Its name without dots, for clients that reject them."""
        return self.name.replace(".", "_")


def mcp_tool(
    name: str | None = None,
    *,
    actions: Iterable[Action] = (Action.READ,),
    phases: Iterable[Phase] = (Phase.EXECUTE,),
    category: str = "cloud",
    trust: Trust | None = None,
    environment: Iterable[str] = (),
    extra: str | None = None,
    profile: str | None = None,
    resource: str | None = None,
    asks: Asks | None = None,
) -> Callable[[F], F]:
    """Declare a typed function as a tool. The function stays what it is, and can be called as before.

    Its arguments are what a client gives, by their types; a ``TypedDict`` that it returns is the shape of the
    answer. The first paragraph of its docstring is the description.

    Args:
        name: the tool's name; ``codomyrmex.`` and the function's own if not given.
        actions: how it acts.
        phases: when it is of use.
        category: what it belongs to.
        trust: what it asks for; confirmed if it destroys or shares, else safe.
        environment: variables that it reads.
        extra: the extra that it needs.
        profile: whose services it uses, where no argument says it.
        resource: the addresses that it reads, as a template of its arguments.
        asks: the question before a call, by its arguments.

    Raises:
        ValueError: the name is none, there is no docstring, or a tool that destroys or shares asks nothing.
    """
    acts = frozenset(actions)

    def declare(function: F) -> F:
        full = name or f"codomyrmex.{function.__name__}"
        if not _NAME.fullmatch(full):
            raise ValueError(f"{full!r} is no name of a tool: small letters, digits, '_' and '.'")
        described = inspect.getdoc(function)
        if not described:
            raise ValueError(f"The tool {full} has no docstring; models choose by it.")
        strict = bool(acts & {Action.DESTRUCTIVE, Action.SHARE})
        if strict and asks is None:
            raise ValueError(f"The tool {full} destroys or shares, and asks nobody.")
        tool = Tool(
            name=full,
            function=function,
            description=" ".join(described.split("\n\n")[0].split()),
            category=category,
            trust=trust or (Trust.CONFIRMED if strict else Trust.SAFE),
            actions=acts,
            phases=frozenset(phases),
            needs=Needs(tuple(environment), extra),
            profile=profile,
            resource=resource,
            asks=asks,
        )
        setattr(function, _DECLARATION, tool)
        return function

    return declare


def declared(value: Any) -> Tool | None:
    """What a function was declared as; ``None`` if it was not."""
    found = getattr(value, _DECLARATION, None)
    return found if isinstance(found, Tool) else None
