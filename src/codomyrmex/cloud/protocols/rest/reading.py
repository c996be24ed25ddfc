"""From the body of an answer to a typed value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from codomyrmex.cloud.wire import Response

T = TypeVar("T")

_READERS: dict[Any, Callable[[Response], Any]] = {}


def reader(kind: type[T]) -> Callable[[Response], T]:
    """What reads a value of this type out of an answer's JSON.

    Args:
        kind: a class of values, or any other type that pydantic reads.

    Returns:
        A function of the answer; it raises `ValueError` where the answer is none.
    """
    found = _READERS.get(kind)
    if found is None:
        found = _READERS[kind] = _reader(TypeAdapter(kind))
    return found


def _reader(adapter: TypeAdapter[Any]) -> Callable[[Response], Any]:
    validate = adapter.validate_json

    def read(response: Response) -> Any:
        try:
            # Where there is nothing to say, some answers say nothing.
            return validate(response.body or b"{}")
        except ValidationError as error:
            # Only where and why: what was found there may be somebody's data.
            found = error.errors(include_url=False, include_context=False, include_input=False)
        reasons = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found)
        raise ValueError("; ".join(reasons))

    return read
