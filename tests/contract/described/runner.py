"""One call of an operation: the request is as described, and the values have all that is answered."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any, TypeVar

import pytest
from pydantic import BaseModel

from codomyrmex.cloud.common.errors import CloudError
from codomyrmex.cloud.common.listing import Listing
from tests.descriptions import Operation
from tests.servers.prism import PrismServer

C = TypeVar("C")

Calls = Mapping[str, Callable[[C], object]]
"""A call of each operation of a service, by the operations' names."""


def check(
    server: PrismServer, operation: Operation, call: Callable[[], object], *, but: Container[str] = ()
) -> None:
    """Make one call; fail unless it was one request for this operation, without anything wrong in it.

    Args:
        server: serves the description.
        operation: what the call is for.
        call: the call. Of a list it takes the first page.
        but: fields that need no type.
    """
    before = server.size()
    try:
        answer = call()
    except CloudError as error:
        pytest.fail(f"{error}\n{server.said(before)}")
    requests = server.requests(before)
    assert len(requests) == 1, f"not one request, but {requests}"
    assert operation.is_at(*requests[0]), f"{requests[0]} is not {operation}"
    page = answer.page() if isinstance(answer, Listing) else answer
    unknown = sorted({f"{kind}.{name}" for kind, name in unknown_fields(page) if name not in but})
    assert unknown == [], f"fields without a type: {unknown}"


def unknown_fields(value: Any) -> Iterator[tuple[str, str]]:
    """Class and name of fields in an answer that the class does not have; they are kept, without a type."""
    if isinstance(value, BaseModel):
        yield from ((type(value).__name__, name) for name in value.model_extra or ())
        yield from unknown_fields([getattr(value, name) for name in type(value).model_fields])
    elif isinstance(value, Mapping):
        yield from unknown_fields(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from unknown_fields(item)
