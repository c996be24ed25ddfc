"""From what was answered to a typed value. What makes no sense is an error that does not repeat it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeGuard, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter

from codomyrmex.cloud.wire import Response

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
        validate: Any = kind.model_validate_json if _is_model(kind) else _adapter(kind).validate_json
        _READERS[kind] = lambda response: validate(response.body)
    return _READERS[kind]


def validator(kind: type[T]) -> Callable[[Any], T]:
    """What makes a value of this type of JSON that was read already, such as a part of an envelope.

    Args:
        kind: a class of values, or any other type that pydantic reads.

    Returns:
        A function of the JSON; it raises `ValueError` where that is none.
    """
    if kind not in _VALIDATORS:
        _VALIDATORS[kind] = kind.model_validate if _is_model(kind) else _adapter(kind).validate_python
    return _VALIDATORS[kind]


def _is_model(kind: Any) -> TypeGuard[type[BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _adapter(kind: Any) -> TypeAdapter[Any]:
    # A model says by itself that it is not repeated in errors; an adapter of one would not hear of it.
    return TypeAdapter(kind, config=ConfigDict(hide_input_in_errors=True))
