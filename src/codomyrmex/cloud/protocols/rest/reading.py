"""From the body of an answer to a typed value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter

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
        validate = _validator(kind)
        # Where there is nothing to say, some answers say nothing.
        found = _READERS[kind] = lambda response: validate(response.body or b"{}")
    return found


def _validator(kind: Any) -> Callable[[bytes], Any]:
    # An adapter of a class whose schema is not built yet forgets that errors are not to show what was read.
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind.model_validate_json
    return TypeAdapter(kind, config=ConfigDict(hide_input_in_errors=True)).validate_json
