"""The parameters of requests: which there are, what they look like, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.servers.coda.messages import Problem, RefusedError

Read = Callable[[str], Any]
"""The value of a parameter; raises `ValueError` for what is none."""


def boolean(text: str) -> bool:
    """``true`` or ``false``."""
    if text not in ("true", "false"):
        raise ValueError("Expected a boolean")
    return text == "true"


def positive(text: str) -> int:
    """A number from 1 on."""
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("Expected an integer of 1 or more")
    return int(text)


def up_to(most: int) -> Read:
    """A number from 1 to a maximum that the description has."""

    def read(text: str) -> int:
        if positive(text) > most:
            raise ValueError(f"Expected an integer of {most} or less")
        return int(text)

    return read


def word_of(*words: str) -> Read:
    """One of these words."""

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"Expected one of {', '.join(words)}")
        return text

    return read


def words_of(*words: str) -> Read:
    """Some of these words, with commas between them."""
    read = word_of(*words)
    return lambda text: [read(word) for word in text.split(",")]


PAGING: Mapping[str, Read] = {"limit": positive, "pageToken": str}
BY_NAME: Mapping[str, Read] = {"sortBy": word_of("name")}
CELLS: Mapping[str, Read] = {
    "useColumnNames": boolean,
    "valueFormat": word_of("simple", "simpleWithArrays", "rich"),
}
DOCS: Mapping[str, Read] = {
    **PAGING,
    **dict.fromkeys(("isOwner", "isPublished", "isStarred", "inGallery"), boolean),
    **dict.fromkeys(("query", "sourceDoc", "workspaceId", "folderId"), str),
}
ROWS: Mapping[str, Read] = {
    **PAGING,
    **CELLS,
    "query": str,
    "sortBy": word_of("createdAt", "natural", "updatedAt"),
    "visibleOnly": boolean,
    "syncToken": str,
}


def read_query(given: list[tuple[str, str]], known: Mapping[str, Read]) -> dict[str, Any]:
    """The values of the parameters.

    Raises:
        RefusedError: there is one that the description does not have, one twice, or one of another type.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, text in given:
        if name not in known:
            problems.append((name, "Unknown parameter"))
        elif name in values:
            problems.append((name, "Given twice"))
        else:
            try:
                values[name] = known[name](text)
            except ValueError as error:
                problems.append((name, str(error)))
    if problems:
        raise RefusedError(400, "The parameters are not as they should be.", problems)
    return values
