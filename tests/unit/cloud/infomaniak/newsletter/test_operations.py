"""Every operation of the official description has its method, and every method its operation."""

from __future__ import annotations

import inspect
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from codomyrmex.cloud.infomaniak.newsletter import InfomaniakNewsletterClient

VARIABLE = "CODOMYRMEX_NEWSLETTER_OPENAPI"
# Read before the fixture that keeps the variables of the cloud from tests.
DESCRIPTION = os.environ.get(VARIABLE)
PAGE = re.compile(r"https://developer\.infomaniak\.com/docs/api/(\w+)(/1/newsletters/\S+)")

Operation = tuple[str, str]


@pytest.fixture
def described() -> set[Operation]:
    """The operations of the description: verb and path."""
    if not DESCRIPTION:
        pytest.skip(f"{VARIABLE} does not name the newsletter's OpenAPI description")
    paths = json.loads(Path(DESCRIPTION).read_text())["paths"]
    return {(verb, path) for path, verbs in paths.items() for verb in verbs if verb != "parameters"}


def named() -> Iterator[Operation]:
    """The operations that the last lines of docstrings name; a method of two names counts once."""
    methods = {method for _, method in inspect.getmembers(InfomaniakNewsletterClient, inspect.isfunction)}
    for method in methods:
        found = PAGE.fullmatch((inspect.getdoc(method) or "").rpartition("\n")[2])
        if found is not None and not method.__name__.startswith("_"):
            yield found[1], found[2]


def test_every_operation_is_named_by_one_method(described: set[Operation]) -> None:
    assert len(described) == 71
    assert Counter(named()) == Counter(described)


def test_no_operation_is_named_twice() -> None:
    assert max(Counter(named()).values()) == 1
    assert len(set(named())) == 71


def test_every_public_method_says_what_it_does() -> None:
    for name, method in inspect.getmembers(InfomaniakNewsletterClient, inspect.isfunction):
        if not name.startswith("_"):
            assert inspect.getdoc(method), name
