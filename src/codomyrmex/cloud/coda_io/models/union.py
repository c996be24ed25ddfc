"""Unions whose members say what they are, and that have room for what this version does not know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codomyrmex.cloud.coda_io.models.base import CodaModel

OTHER = "other"
"""The tag of the member that takes what no other does."""


class Tagged(CodaModel):
    """A value that is sent together with its ``type``, which its class says."""

    def model_post_init(self, _context: Any, /) -> None:
        # Only what was said is sent, and choosing the class is saying it.
        self.model_fields_set.add("type")


def tag_by(field: str, tags: Mapping[str, str]) -> Callable[[Any], str]:
    """What tells pydantic the member of a union.

    Args:
        field: the field that says what a value is, by the service's name.
        tags: the member of each of its words.

    Returns:
        A function of a value; its tag is `OTHER` where the word is a new one.
    """

    def tag(value: Any) -> str:
        word = value.get(field) if isinstance(value, Mapping) else getattr(value, field.lstrip("@"), None)
        return tags.get(word, OTHER) if isinstance(word, str) else OTHER

    return tag
