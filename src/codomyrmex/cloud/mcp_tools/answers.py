"""Answers that several tools give."""

from __future__ import annotations

# Of typing_extensions until Python 3.12: pydantic asks for it.
from typing_extensions import TypedDict


class Done(TypedDict):
    """What was done."""

    message: str


class Stored(Done):
    """An object that was written."""

    url: str
    size: int
    etag: str | None


class Saved(Done):
    """A file that was written."""

    file_path: str
    size: int
