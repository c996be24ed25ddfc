"""A secret in memory, which no log, traceback or message shows."""

from __future__ import annotations

from typing import NoReturn, Self

_HIDDEN = "**********"


class Secret:
    """Text that is given out on request alone, and never pickled.

    Args:
        value: the secret.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def get_secret_value(self) -> str:
        """The secret."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({_HIDDEN!r})" if self._value else "Secret('')"

    def __str__(self) -> str:
        return _HIDDEN if self._value else ""

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled")
