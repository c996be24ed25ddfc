"""One operation of the API, and one request for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.servers.gcs_emulator.messages import Answer
from tests.servers.newsletter.domain import Domain
from tests.servers.newsletter.envelopes import invalid
from tests.servers.newsletter.listing import LISTING
from tests.servers.newsletter.rules import TEXT, Rule, fields, problems

SHOWING: Mapping[str, Rule] = {"with": TEXT}


@dataclass(frozen=True)
class Call:
    """One request, checked.

    Attributes:
        domain: what it is about.
        path: the variable parts of its path.
        query: its parameters.
        body: its fields.
    """

    domain: Domain
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: dict[str, Any]

    @property
    def filter(self) -> Mapping[str, Any]:
        """The filter in the query."""
        found: Mapping[str, Any] = self.query.get("filter", {})
        return found

    @property
    def extras(self) -> frozenset[str]:
        """What is to be shown beyond the usual."""
        return frozenset(self.query.get("with", "").split(",")) - {""}


@dataclass(frozen=True)
class Route:
    """An operation.

    Attributes:
        method: the HTTP verb.
        path: below the domain's, its variable parts in braces.
        handler: carries it out.
        body: what its body has; ``None`` where it has none.
        query: what its query may have.
    """

    method: str
    path: str
    handler: Callable[[Call], Answer]
    body: Rule | None = None
    query: Mapping[str, Rule] = field(default_factory=dict)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What its paths look like."""
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path))

    def check(self, query: Mapping[str, Any], body: Mapping[str, Any]) -> None:
        """Hold a request against the description.

        Raises:
            RefusedError: it has what it may not have, or has not what it must.
        """
        found = list(problems(Rule("object", fields=self.query), query, text=True))
        found += problems(self.body or fields(), body)
        if found:
            raise invalid(found)


def list_query(**filters: Rule) -> Mapping[str, Rule]:
    """The parameters of a list with a filter."""
    return {**LISTING, "filter": fields(**filters)}
