"""Who calls, and what they may: one session of an agent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from codomyrmex.model_context_protocol.audit import Audit
from codomyrmex.model_context_protocol.limits import Limits, Usage
from codomyrmex.model_context_protocol.paths import AllowedFolders
from codomyrmex.model_context_protocol.policy import Policy
from codomyrmex.model_context_protocol.roles import Role


class Answer(StrEnum):
    """What came of a question."""

    YES = "yes"
    NO = "no"
    CANNOT_ASK = "cannot_ask"
    """Nobody is there to be asked."""


class Reply(NamedTuple):
    """A question that was put to somebody, and what came of it."""

    question: str | None
    answer: Answer


class Ask(Protocol):
    """Puts a question to whoever answers for the agent."""

    def __call__(self, question: str) -> Answer:
        """The answer to a question."""
        ...


def nobody(_question: str) -> Answer:
    """Asks nobody."""
    return Answer.CANNOT_ASK


@dataclass
class Session:
    """What one agent may, and what it has used.

    Attributes:
        role: what it is.
        audit: where its calls are written down.
        policy: what narrows the role further.
        folders: where it may read and write files on this machine.
        yes: the tools whose questions count as answered with yes.
        ask: puts questions.
        limits: how much it may use, narrowed by the policy.
        usage: what it has used.
        name: who it is, for the audit.
        closed: no call is let through any more, because they cannot be written down.
    """

    role: Role
    audit: Audit
    policy: Policy = field(default_factory=Policy)
    folders: AllowedFolders = field(default_factory=AllowedFolders)
    yes: frozenset[str] = frozenset()
    ask: Ask | Callable[[str], Answer] = nobody
    limits: Limits = field(default_factory=Limits)
    usage: Usage = field(default_factory=Usage)
    name: str = "agent"
    closed: bool = False

    def __post_init__(self) -> None:
        self.limits = self.policy.narrowed(self.limits)
