"""The numbers of a client that its user may change."""

from __future__ import annotations

from codomyrmex.cloud.common.errors import InvalidRequestError


class Limit:
    """A whole number from 1 on, checked when it is set: with zero keys in a request, or zero connections,
    nothing would ever be done.

    Args:
        default: the number where none is set.
        most: the largest that the service takes.
    """

    __slots__ = ("_default", "_most", "_name")

    def __init__(self, default: int, most: int | None = None) -> None:
        self._default = default
        self._most = most

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: object | None, owner: type) -> int:
        return self._default if instance is None else vars(instance).get(self._name, self._default)

    def __set__(self, instance: object, value: int) -> None:
        vars(instance)[self._name] = checked(self._name, value, self._most)


def checked(name: str, value: int, most: int | None = None) -> int:
    """A number from 1 to ``most``.

    Raises:
        InvalidRequestError: it is none.
    """
    if type(value) is not int or value < 1 or (most is not None and value > most):
        bound = "1 on" if most is None else f"1 to {most:,}"
        raise InvalidRequestError(f"{name} is a whole number from {bound}, not {value!r}.")
    return value
