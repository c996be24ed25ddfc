"""From what was answered to a typed value. What makes no sense is an error that does not repeat it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from codomyrmex.cloud.wire import Response

S = TypeVar("S")
T = TypeVar("T")

_READERS: dict[Any, Callable[[Response], Any]] = {}
_VALIDATORS: dict[Any, Callable[[Any], Any]] = {}


def reader(kind: type[T]) -> Callable[[Response], T]:
    """What reads a value of this type out of an answer's JSON.

    Args:
        kind: a class of values, or any other type that pydantic reads.

    Returns:
        A function of the answer; it raises `ValueError` where the answer is none.
    """
    if kind not in _READERS:
        validate = _discreet(TypeAdapter(kind).validate_json)
        # Where there is nothing to say, some answers say nothing.
        _READERS[kind] = lambda response: validate(response.body or b"{}")
    return _READERS[kind]


def validator(kind: type[T]) -> Callable[[Any], T]:
    """What makes a value of this type of JSON that was read already, such as a part of an envelope.

    Args:
        kind: a class of values, or any other type that pydantic reads.

    Returns:
        A function of the JSON; it raises `ValueError` where that is none.
    """
    if kind not in _VALIDATORS:
        _VALIDATORS[kind] = _discreet(TypeAdapter(kind).validate_python)
    return _VALIDATORS[kind]


def _discreet(validate: Callable[[S], T]) -> Callable[[S], T]:
    """The same, with errors that say where and why, and not what was found there: it may be private."""

    def read(value: S) -> T:
        try:
            return validate(value)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
        raise ValueError("; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found))

    return read
