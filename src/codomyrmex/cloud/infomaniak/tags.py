"""Labels with values where a service has only words, or nothing but a text that people read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from codomyrmex.cloud.common.errors import InvalidRequestError

_MARKED = re.compile(r"(?:^| )\[((?:codomyrmex-\S+=\S+ ?)+)\]$")


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


def with_mark(text: str, tags: Mapping[str, str]) -> str:
    """A text that ends with the labels that `temporary` puts on all it makes: ``text [key=value ...]``."""
    return " ".join(filter(None, (text, f"[{' '.join(words_of(tags))}]" if tags else "")))


def is_mark(word: str) -> bool:
    """Whether a word is one of the labels that `temporary` puts on all it makes."""
    return word.startswith("codomyrmex-") and "=" in word


def mark_of(text: str) -> dict[str, str]:
    """The labels that :meth:`with_mark` has put at the end of a text; none where there are no such ones."""
    found = _MARKED.search(text.rstrip())
    return tags_of(found[1].split()) if found else {}
