"""The official OpenAPI descriptions of services.

They are no part of this project: variables of the environment name their files.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CODA = "CODOMYRMEX_CODA_OPENAPI"
NEWSLETTER = "CODOMYRMEX_NEWSLETTER_OPENAPI"

VERBS = ("get", "put", "post", "delete", "patch")

# As they are in the file: what refers to it is mended as well.
_MISPRINTS = {CODA: {"/docs/${docId}/domains": "/docs/{docId}/domains"}}


def description(variable: str) -> dict[str, Any]:
    """The description that a variable names, less its known misprints; skips the test where there is none."""
    named = os.environ.get(variable)
    if not named:
        pytest.skip(f"{variable} is not set: it names the file of the service's OpenAPI description")
    text = Path(named).read_text()
    for wrong, right in _MISPRINTS.get(variable, {}).items():
        text = text.replace(wrong, right)
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@dataclass(frozen=True)
class Operation:
    """One operation of a description.

    Attributes:
        id: its id; its verb and path where the description has forgotten it.
        verb: the HTTP verb.
        path: its path, with the names of parameters in braces.
        details: all that the description says of it.
    """

    id: str
    verb: str
    path: str
    details: dict[str, Any] = field(repr=False)

    def is_at(self, verb: str, path: str) -> bool:
        """Whether a request is for this operation."""
        pattern = re.sub(r"\\{[^/]+?\\}", "[^/]+", re.escape(self.path))
        return verb == self.verb and re.fullmatch(pattern, path) is not None


def operations(described: dict[str, Any]) -> dict[str, Operation]:
    """The operations of a description, by their ids."""
    found = {}
    for path, item in described["paths"].items():
        for verb in VERBS:
            if verb in item:
                id = item[verb].get("operationId", f"{verb.upper()} {path}")
                found[id] = Operation(id, verb.upper(), path, item[verb])
    return found
