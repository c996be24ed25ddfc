"""What a user may name a doc, a page, a table or a row by: its id, its name, its browser link, or itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias, runtime_checkable
from urllib.parse import unquote, urlsplit

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.validation import check_identifier

_KEPT = 1000


@runtime_checkable
class Identified(Protocol):
    """What Coda has given an id."""

    @property
    def id(self) -> str:
        """The id."""
        ...


Ref: TypeAlias = str | Identified
"""An id, a name where Coda takes names, a browser link (``https://coda.io/d/…``), or the value itself."""


class Links:
    """Finds the ids of what links lead to, and remembers them.

    Args:
        resolve: the API's address (``href``) of what a browser link leads to.
    """

    def __init__(self, resolve: Callable[[str], str]) -> None:
        self._resolve = resolve
        self._known: dict[str, dict[str, str]] = {}

    def id_of(self, ref: Ref, word: str) -> str:
        """The id, or the name, that stands behind a word in a path of the API.

        Args:
            ref: what names it.
            word: what it is, by the API's word for many of them: ``docs``, ``tables``.

        Raises:
            InvalidRequestError: it names nothing, or is a link to something else.
        """
        if isinstance(ref, str):
            if not ref.startswith(("https://", "http://")):
                check_identifier(ref, f"the id of one of the {word}")
                return ref
            return self._linked(ref, word)
        if isinstance(ref, Identified):
            return ref.id
        raise InvalidRequestError(
            f"One of the {word} is named by an id, a link or itself, not by {type(ref).__name__}."
        )

    def _linked(self, link: str, word: str) -> str:
        ids = self._known.get(link)
        if ids is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            ids = self._known[link] = _ids_in(self._resolve(link))
        if word not in ids:
            raise InvalidRequestError(f"The link {link} does not lead to one of the {word}.")
        return ids[word]


def _ids_in(href: str) -> dict[str, str]:
    """The ids in an address of the API: ``/apis/v1/docs/D/tables/T`` has two."""
    segments = [unquote(segment) for segment in urlsplit(href).path.split("/")]
    if "docs" not in segments:
        return {}
    path = segments[segments.index("docs") :]
    return dict(zip(path[::2], path[1::2], strict=False))
