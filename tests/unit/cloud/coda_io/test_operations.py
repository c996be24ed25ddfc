"""Each operation of Coda's API has a method, and the method says where Coda describes it."""

from __future__ import annotations

import re

import pytest

from codomyrmex.cloud.coda_io import CodaClient
from tests.descriptions import CODA, Operation, description, operations


@pytest.fixture(scope="module")
def described() -> list[Operation]:
    """The operations of the official description."""
    return list(operations(description(CODA)).values())


def method_of(operation: Operation) -> str:
    """The name of an operation's method: ``list_docs`` of ``listDocs``."""
    return re.sub(r"(?=[A-Z])", "_", operation.id).lower()


def test_the_description_is_the_one_that_this_version_knows(described: list[Operation]) -> None:
    assert len(described) == 124


def test_each_operation_has_a_method(described: list[Operation]) -> None:
    missing = [
        operation.id
        for operation in described
        if not callable(getattr(CodaClient, method_of(operation), None))
    ]
    assert missing == []


def test_each_method_names_the_page_of_its_operation(described: list[Operation]) -> None:
    wrong = [
        operation.id
        for operation in described
        if f"#operation/{operation.id}\n" not in (getattr(CodaClient, method_of(operation)).__doc__ or "")
    ]
    assert wrong == []
