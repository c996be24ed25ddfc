"""Labels with values where a service has only words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from codomyrmex.cloud.common.errors import InvalidRequestError


def tags_of(words: Iterable[str]) -> dict[str, str]:
    """Labels with values from tags that are words: ``key=value``."""
    pairs = (word.partition("=") for word in words)
    return {key: value for key, _sign, value in pairs}


def words_of(tags: Mapping[str, str]) -> list[str]:
    """Labels with values as words: ``key=value``, or ``key`` alone without one.

    Raises:
        InvalidRequestError: a key has the sign that ends it, or a comma, which the services do not take.
    """
    for key, value in tags.items():
        if not key or "=" in key or "," in key + value:
            raise InvalidRequestError(
                f"The tag {key!r} cannot be kept: no '=' in keys, no comma, no empty key."
            )
    return [f"{key}={value}" if value else key for key, value in tags.items()]
