"""What the contract suite needs of a provider of stacks."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from codomyrmex.cloud.common.orchestration import OrchestrationClient


@dataclass(frozen=True)
class Templates:
    """Templates in the provider's language.

    Attributes:
        echo: takes ``value`` (a default of ``one``) and the hidden ``secret``, makes one resource ``kept``,
            and gives ``value`` out as ``said``.
        more: the same with a second resource, ``added``.
        failing: makes ``good``, and ``bad``, which fails with the words ``bad luck``.
        slow: takes some seconds.
        broken: is none.
    """

    echo: str
    more: str
    failing: str
    slow: str
    broken: str


@dataclass(frozen=True)
class StackPlace:
    """One account.

    Attributes:
        client: the client under test.
        templates: what it can make.
        status_of: what another client says about a stack, by its name; ``None`` where it is not there.
    """

    client: OrchestrationClient
    templates: Templates
    status_of: Callable[[str], str | None]

    def name(self) -> str:
        """A name for a new stack."""
        return f"stack-{secrets.token_hex(4)}"
