"""From what was answered to a typed value. What makes no sense is an error that does not repeat it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from codomyrmex.cloud.wire import Response

T = TypeVar("T")


def reader(kind: type[T]) -> Callable[[Response], T]:
    """What reads a value of this type out of an answer's JSON.

    Args:
        kind: a class of values, or any other type that pydantic reads.

    Returns:
        A function of the answer; it raises `ValueError` where the answer is none.
    """
    read: Callable[[Response], T] = _reader(cast(Hashable, kind))
    return read


def validator(kind: type[T]) -> Callable[[Any], T]:
    """What makes a value of this type of JSON that was read already, such as a part of an envelope.

    Args:
        kind: a class of values, or any other type that pydantic reads.

    Returns:
        A function of the JSON; it raises `ValueError` where that is none.
    """
    read: Callable[[Any], T] = _validator(cast(Hashable, kind))
    return read


@cache
def _reader(kind: Any) -> Callable[[Response], Any]:
    validate = _discreet(_adapter(kind).validate_json)
    # Where there is nothing to say, some answers say nothing.
    return lambda response: validate(response.body or b"{}")


@cache
def _validator(kind: Any) -> Callable[[Any], Any]:
    return _discreet(_adapter(kind).validate_python)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _discreet(validate: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same, whose errors say where and why, and not what was found there: it may be somebody's data."""

    def read(value: Any) -> Any:
        try:
            return validate(value)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
        reasons = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found)
        raise ValueError("; ".join(reasons))

    return read
